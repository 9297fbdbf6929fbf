package dev.murre.kernel.exec;

import dev.murre.abi.StatMode;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.Mount;

/// Whom a new program acts as: set-user-ID files and the transformation of capabilities,
/// capabilities(7).
final class ExecCredentials {
    private static final int SECURE_NOROOT = 1;
    private static final int GROUP_EXECUTE = StatMode.S_ISGID | StatMode.S_IXGRP;

    private ExecCredentials() {}

    static Credentials of(BinPrm prm, Credentials old) {
        Inode inode = prm.credentialsFile.inode();
        boolean mayChange = !prm.noNewPrivileges && !prm.credentialsFile.mount().has(Mount.NOSUID);
        int euid = old.euid();
        int egid = old.egid();
        UserNamespace user = old.user();
        mayChange &=
                user.users().fromKernel(inode.uid()) != -1
                        && user.groups().fromKernel(inode.gid()) != -1;
        if (mayChange) {
            int mode = inode.mode();
            if ((mode & StatMode.S_ISUID) != 0) {
                euid = inode.uid();
            }
            if ((mode & GROUP_EXECUTE) == GROUP_EXECUTE) {
                egid = inode.gid();
            }
        }
        boolean changed = euid != old.euid() || egid != old.egid();
        long permitted = changed ? 0 : old.ambient();
        long effective = permitted;
        long ambient = changed ? 0 : old.ambient();
        boolean root = (old.securebits() & SECURE_NOROOT) == 0;
        int zero = user.users().toKernel(0);
        if (root && zero != -1 && (euid == zero || old.uid() == zero)) {
            permitted = old.bounding() | old.inheritable();
            effective = euid == zero ? permitted : effective;
            ambient = 0;
        }
        return old.withUids(old.uid(), euid, euid, euid)
                .withGids(old.gid(), egid, egid, egid)
                .withCapabilities(old.inheritable(), permitted, effective, old.bounding(), ambient);
    }

    /// Whether the program must not trust its environment: AT_SECURE.
    static boolean secure(Credentials fresh) {
        return fresh.euid() != fresh.uid() || fresh.egid() != fresh.gid();
    }
}
