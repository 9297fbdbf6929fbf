package dev.murre.kernel.exec;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FileCapabilities;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.Mount;
import org.jspecify.annotations.Nullable;

/// Whom a new program acts as: set-user-ID files and the transformation of capabilities,
/// capabilities(7). Linux: bprm_fill_uid, cap_bprm_creds_from_file.
final class ExecCredentials {
    private static final int SECURE_NOROOT = 1;
    private static final int SECURE_KEEP_CAPS = 16;
    private static final int GROUP_EXECUTE = StatMode.S_ISGID | StatMode.S_IXGRP;

    private final BinPrm prm;
    private final Credentials old;
    private final UserNamespace user;
    private int euid;
    private int egid;
    private long permitted;
    private boolean effective;
    private boolean secure;

    private ExecCredentials(BinPrm prm, Credentials old) {
        this.prm = prm;
        this.old = old;
        this.user = old.user();
        this.euid = old.euid();
        this.egid = old.egid();
    }

    /// @param secure whether the program must not trust its environment: AT_SECURE
    record Result(Credentials creds, boolean secure) {}

    /// @throws dev.murre.abi.ErrnoException EPERM when the file wants capabilities in effect that
    ///     cannot be had
    static Result of(BinPrm prm, Credentials old) {
        var work = new ExecCredentials(prm, old);
        Credentials fresh = work.transform();
        return new Result(fresh, work.secure);
    }

    private Credentials transform() {
        Inode inode = prm.credentialsFile.inode();
        boolean honoured = !prm.credentialsFile.mount().has(Mount.NOSUID);
        if (honoured && !prm.noNewPrivileges) {
            setIds(inode);
        }
        FileCapabilities file = honoured ? FileCapabilities.of(inode, user) : null;
        if (file != null) {
            permitted = old.inheritable() & file.inheritable() | old.bounding() & file.permitted();
            effective = file.effective();
            if (effective && (file.permitted() & ~permitted) != 0) {
                throw Errno.EPERM.exception();
            }
        }
        superuser(file);
        boolean setId = euid != old.uid() || egid != old.gid();
        boolean gains = (permitted & ~old.permitted()) != 0;
        if ((setId || gains) && prm.unsafe) {
            if (prm.noNewPrivileges || !old.capableAtHome(Capability.SETUID)) {
                euid = old.uid();
                egid = old.gid();
            }
            permitted &= old.permitted();
        }
        long ambient = file != null || setId ? 0 : old.ambient();
        permitted |= ambient;
        int zero = user.users().toKernel(0);
        secure = setId || old.uid() != zero && (effective || (permitted & ~ambient) != 0);
        return old.withUids(old.uid(), euid, euid, euid)
                .withGids(old.gid(), egid, egid, egid)
                .withSecurebits(old.securebits() & ~SECURE_KEEP_CAPS)
                .withCapabilities(
                        old.inheritable(),
                        permitted,
                        effective ? permitted : ambient,
                        old.bounding(),
                        ambient);
    }

    private void setIds(Inode inode) {
        if (user.users().fromKernel(inode.uid()) == -1
                || user.groups().fromKernel(inode.gid()) == -1) {
            return;
        }
        int mode = inode.mode();
        if ((mode & StatMode.S_ISUID) != 0) {
            euid = inode.uid();
        }
        if ((mode & GROUP_EXECUTE) == GROUP_EXECUTE) {
            egid = inode.gid();
        }
    }

    /// What user id 0 stands for, unless a set-user-ID file says itself what it gives.
    private void superuser(@Nullable FileCapabilities file) {
        int zero = user.users().toKernel(0);
        boolean real = old.uid() == zero;
        if ((old.securebits() & SECURE_NOROOT) != 0
                || zero == -1
                || file != null && euid == zero && !real) {
            return;
        }
        if (euid == zero || real) {
            permitted = old.bounding() | old.inheritable();
        }
        if (euid == zero) {
            effective = true;
        }
    }
}
