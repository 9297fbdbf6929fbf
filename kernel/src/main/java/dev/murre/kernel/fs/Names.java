package dev.murre.kernel.fs;

import static dev.murre.kernel.fs.Permissions.MAY_EXEC;
import static dev.murre.kernel.fs.Permissions.MAY_WRITE;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.SigInfo;

/// Makes, removes and changes files by name, with every check Linux makes on the way. Results are 0
/// or `-errno`; file systems may also throw.
public final class Names {
    private static final int MAX_LINKS = 65000;

    private final Vfs vfs;

    Names(Vfs vfs) {
        this.vfs = vfs;
    }

    void announce(Inode directory, int mask, String name, Inode child, int cookie) {
        if (directory.marks != null) {
            vfs.event(directory, mask | (child.isDirectory() ? FsNotify.IS_DIR : 0), name, cookie);
        }
    }

    /// Whether `who` may make an entry in `directory`.
    int mayCreate(FsSubject who, Mount mount, Inode directory) {
        if (mount.isReadOnly()) {
            return -Errno.EROFS.number;
        }
        if (directory.nlink() == 0) {
            return -Errno.ENOENT.number;
        }
        return Permissions.check(directory, MAY_WRITE | MAY_EXEC, who.creds());
    }

    /// What the new entry is, as far as trailing slashes matter.
    private enum Kind {
        DIRECTORY,
        OTHER
    }

    /// Walks to where a new name goes; the walker's child is then a negative dentry.
    private int findNew(FsSubject who, int dirfd, String path, Kind kind) {
        PathWalk walk = vfs.walk();
        int error = walk.parentAndLast(who, dirfd, path);
        if (error != 0) {
            return error;
        }
        if (walk.last() != PathWalk.Last.NORMAL) {
            return -Errno.EEXIST.number;
        }
        if (!walk.child().isNegative()) {
            return -Errno.EEXIST.number;
        }
        if (kind == Kind.OTHER && walk.lastHasSlash()) {
            return -Errno.ENOENT.number;
        }
        return mayCreate(who, walk.mount(), walk.inode());
    }

    private int enter(Dentry directory, Dentry child, Inode made) {
        child.instantiate(made);
        announce(directory.inode(), FsNotify.CREATE, child.name(), made, 0);
        return 0;
    }

    public int mkdir(FsSubject who, int dirfd, String path, int mode) {
        int error = findNew(who, dirfd, path, Kind.DIRECTORY);
        if (error != 0) {
            return error;
        }
        PathWalk walk = vfs.walk();
        Dentry directory = walk.dentry();
        Dentry child = walk.child();
        int bits = mode & ~who.fs().umask() & 01777;
        Inode made = directory.inode().mkdir(who, child.name(), StatMode.S_IFDIR | bits);
        return enter(directory, child, made);
    }

    /// mknod(2); `mode` with its type, none meaning a regular file. `mode` is masked here.
    public int mknod(FsSubject who, int dirfd, String path, int mode, long device) {
        int type = mode & StatMode.S_IFMT;
        switch (type) {
            case 0, StatMode.S_IFREG, StatMode.S_IFIFO, StatMode.S_IFSOCK -> {}
            case StatMode.S_IFCHR, StatMode.S_IFBLK -> {
                if (!who.creds().capable(Capability.MKNOD)) {
                    return -Errno.EPERM.number;
                }
            }
            case StatMode.S_IFDIR -> {
                return -Errno.EPERM.number;
            }
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        int error = findNew(who, dirfd, path, Kind.OTHER);
        if (error != 0) {
            return error;
        }
        PathWalk walk = vfs.walk();
        Dentry directory = walk.dentry();
        Dentry child = walk.child();
        int bits = mode & ~who.fs().umask() & 07777;
        Inode dir = directory.inode();
        Inode made =
                type == 0 || type == StatMode.S_IFREG
                        ? dir.create(who, child.name(), StatMode.S_IFREG | bits)
                        : dir.mknod(who, child.name(), type | bits, device);
        return enter(directory, child, made);
    }

    public int symlink(FsSubject who, String target, int dirfd, String path) {
        if (target.isEmpty()) {
            return -Errno.ENOENT.number;
        }
        int error = findNew(who, dirfd, path, Kind.OTHER);
        if (error != 0) {
            return error;
        }
        PathWalk walk = vfs.walk();
        Dentry directory = walk.dentry();
        Dentry child = walk.child();
        return enter(directory, child, directory.inode().symlink(who, child.name(), target));
    }

    /// linkat(2); `walkFlags` say how `oldPath` is walked.
    public int link(
            FsSubject who, int oldFd, String oldPath, int walkFlags, int newFd, String newPath) {
        PathWalk walk = vfs.walk();
        int error = walk.lookup(who, oldFd, oldPath, walkFlags);
        if (error != 0) {
            return error;
        }
        Mount mount = walk.mount();
        Inode target = walk.inode();
        error = findNew(who, newFd, newPath, Kind.OTHER);
        if (error != 0) {
            return error;
        }
        if (walk.mount() != mount) {
            return -Errno.EXDEV.number;
        }
        if (target.isDirectory()) {
            return -Errno.EPERM.number;
        }
        if (target.nlink() == 0 && !target.linkable) {
            return -Errno.ENOENT.number;
        }
        if (target.nlink() >= MAX_LINKS) {
            return -Errno.EMLINK.number;
        }
        Dentry directory = walk.dentry();
        Dentry child = walk.child();
        directory.inode().link(who, target, child.name());
        target.linkable = false;
        enter(directory, child, target);
        vfs.notifyDentry(child, target, FsNotify.ATTRIB);
        return 0;
    }

    /// Whether `who` may take `child` out of `directory`: may_delete.
    int mayDelete(FsSubject who, Mount mount, Dentry directory, Dentry child) {
        if (mount.isReadOnly()) {
            return -Errno.EROFS.number;
        }
        int error = Permissions.check(directory.inode(), MAY_WRITE | MAY_EXEC, who.creds());
        if (error != 0) {
            return error;
        }
        boolean sticky = Permissions.stickyForbids(directory.inode(), child.inode(), who.creds());
        return sticky ? -Errno.EPERM.number : 0;
    }

    public int unlink(FsSubject who, int dirfd, String path) {
        PathWalk walk = vfs.walk();
        int error = walk.parentAndLast(who, dirfd, path);
        if (error != 0) {
            return error;
        }
        if (walk.last() != PathWalk.Last.NORMAL) {
            return -Errno.EISDIR.number;
        }
        Dentry child = walk.child();
        Inode inode = child.inodeOrNull();
        if (inode == null) {
            return -Errno.ENOENT.number;
        }
        if (walk.lastHasSlash()) {
            return inode.isDirectory() ? -Errno.EISDIR.number : -Errno.ENOTDIR.number;
        }
        Dentry directory = walk.dentry();
        error = mayDelete(who, walk.mount(), directory, child);
        if (error != 0) {
            return error;
        }
        if (inode.isDirectory()) {
            return -Errno.EISDIR.number;
        }
        if (child.mountedHere != 0) {
            return -Errno.EBUSY.number;
        }
        directory.inode().unlink(who, child.name(), inode);
        gone(directory, child, inode);
        return 0;
    }

    private void gone(Dentry directory, Dentry child, Inode inode) {
        if (inode.marks != null && !inode.isDirectory()) {
            vfs.event(inode, FsNotify.ATTRIB, null, 0);
        }
        child.drop();
        if (inode.nlink() == 0 && inode.openCount() == 0) {
            inode.evict();
            vfs.deleted(inode);
        }
        announce(directory.inode(), FsNotify.DELETE, child.name(), inode, 0);
    }

    public int rmdir(FsSubject who, int dirfd, String path) {
        PathWalk walk = vfs.walk();
        int error = walk.parentAndLast(who, dirfd, path);
        if (error != 0) {
            return error;
        }
        switch (walk.last()) {
            case DOT -> {
                return -Errno.EINVAL.number;
            }
            case DOT_DOT -> {
                return -Errno.ENOTEMPTY.number;
            }
            case ROOT -> {
                return -Errno.EBUSY.number;
            }
            case NORMAL -> {}
        }
        Dentry child = walk.child();
        if (child.isNegative()) {
            return -Errno.ENOENT.number;
        }
        Dentry directory = walk.dentry();
        error = mayDelete(who, walk.mount(), directory, child);
        if (error != 0) {
            return error;
        }
        Inode inode = child.inode();
        if (!inode.isDirectory()) {
            return -Errno.ENOTDIR.number;
        }
        if (child.mountedHere != 0) {
            return -Errno.EBUSY.number;
        }
        if (!inode.isEmptyDirectory(who)) {
            return -Errno.ENOTEMPTY.number;
        }
        directory.inode().rmdir(who, child.name(), inode);
        gone(directory, child, inode);
        return 0;
    }

    /// Sets a regular file's size, within RLIMIT_FSIZE (SIGXFSZ, EFBIG), dropping set-id bits.
    public int truncateInode(FsSubject who, Inode inode, long size) {
        if (size > inode.size() && who.limits().exceeded(Rlimit.FSIZE, size)) {
            who.sendSignal(
                    SigInfo.user(
                            Signal.SIGXFSZ,
                            SigCodes.SI_USER,
                            who.pid(),
                            who.creds().seenUser(who.creds().uid())));
            return -Errno.EFBIG.number;
        }
        inode.truncate(who, size);
        FileCapabilities.drop(inode);
        dropSetId(who, inode);
        return 0;
    }

    /// Content changed: set-id bits go, unless the writer may keep them (CAP_FSETID).
    public void dropSetId(FsSubject who, Inode inode) {
        int kept = Permissions.withoutSetId(inode.mode());
        if (kept != inode.mode()
                && !who.creds().capableOver(inode.uid(), inode.gid(), Capability.FSETID)) {
            inode.setattr(new Attr().mode(kept));
        }
    }
}
