package dev.murre.kernel.fs;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.Credentials;

/// Changes of mode, owner and times with the rights Linux asks for: chmod(2), chown(2),
/// utimensat(2).
/// Results are 0 or `-errno`.
public final class Attributes {
    /// Leave this time alone.
    public static final long OMIT = Long.MIN_VALUE;

    /// Set this time to now.
    public static final long NOW = Long.MIN_VALUE + 1;

    private final Vfs vfs;

    Attributes(Vfs vfs) {
        this.vfs = vfs;
    }

    public int chmod(FsSubject who, Path path, int mode) {
        if (path.mount().isReadOnly()) {
            return -Errno.EROFS.number;
        }
        Inode inode = path.inode();
        Credentials creds = who.creds();
        if (inode.isSymlink()) {
            return -Errno.EOPNOTSUPP.number;
        }
        if (!Permissions.isOwner(inode, creds)) {
            return -Errno.EPERM.number;
        }
        int bits = mode & 07777;
        if ((bits & StatMode.S_ISGID) != 0
                && !creds.inGroup(inode.gid())
                && !creds.capableOver(inode.uid(), inode.gid(), Capability.FSETID)) {
            bits &= ~StatMode.S_ISGID;
        }
        apply(path, new Attr().mode(bits));
        return 0;
    }

    private void apply(Path path, Attr attr) {
        Inode inode = path.inode();
        inode.setattr(attr);
        vfs.notifyDentry(path.dentry(), inode, FsNotify.ATTRIB);
    }

    /// chown(2); −1 leaves an id alone.
    public int chown(FsSubject who, Path path, int uid, int gid) {
        if (path.mount().isReadOnly()) {
            return -Errno.EROFS.number;
        }
        Inode inode = path.inode();
        Credentials creds = who.creds();
        boolean owner = creds.fsuid() == inode.uid();
        boolean capable = creds.capableOver(inode.uid(), inode.gid(), Capability.CHOWN);
        Attr attr = new Attr();
        if (uid != -1) {
            if (!capable && !(owner && uid == inode.uid())) {
                return -Errno.EPERM.number;
            }
            attr.uid(uid);
        }
        if (gid != -1) {
            if (!capable && !(owner && (gid == inode.gid() || creds.inGroup(gid)))) {
                return -Errno.EPERM.number;
            }
            attr.gid(gid);
        }
        if (!inode.isDirectory()) {
            FileCapabilities.drop(inode);
            int kept = Permissions.withoutSetId(inode.mode());
            if (kept != inode.mode()) {
                attr.mode(kept);
            }
        }
        apply(path, attr);
        return 0;
    }

    /// utimensat(2): nanoseconds since the epoch, [#OMIT] or [#NOW].
    public int utimes(FsSubject who, Path path, long atime, long mtime) {
        if (atime == OMIT && mtime == OMIT) {
            return 0;
        }
        if (path.mount().isReadOnly()) {
            return -Errno.EROFS.number;
        }
        Inode inode = path.inode();
        Credentials creds = who.creds();
        if (!Permissions.isOwner(inode, creds)) {
            boolean touch = atime == NOW && mtime == NOW;
            if (!touch) {
                return -Errno.EPERM.number;
            }
            int error = Permissions.check(inode, Permissions.MAY_WRITE, creds);
            if (error != 0) {
                return error;
            }
        }
        Attr attr = new Attr();
        if (atime != OMIT) {
            attr.atime(atime == NOW ? vfs.nowNanos() : atime);
        }
        if (mtime != OMIT) {
            attr.mtime(mtime == NOW ? vfs.nowNanos() : mtime);
        }
        apply(path, attr);
        return 0;
    }
}
