package dev.murre.kernel.fs;

import static dev.murre.abi.OpenFlags.O_ACCMODE;
import static dev.murre.abi.OpenFlags.O_CLOEXEC;
import static dev.murre.abi.OpenFlags.O_CREAT;
import static dev.murre.abi.OpenFlags.O_DIRECTORY;
import static dev.murre.abi.OpenFlags.O_EXCL;
import static dev.murre.abi.OpenFlags.O_NOATIME;
import static dev.murre.abi.OpenFlags.O_NOCTTY;
import static dev.murre.abi.OpenFlags.O_NOFOLLOW;
import static dev.murre.abi.OpenFlags.O_PATH;
import static dev.murre.abi.OpenFlags.O_RDONLY;
import static dev.murre.abi.OpenFlags.O_TMPFILE;
import static dev.murre.abi.OpenFlags.O_TRUNC;
import static dev.murre.abi.OpenFlags.O_WRONLY;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import org.jspecify.annotations.Nullable;

/// Opens files: open(2).
public final class Opener {
    private static final int TMPFILE = O_TMPFILE & ~O_DIRECTORY;
    private static final int NOT_KEPT = O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC | O_CLOEXEC | TMPFILE;
    private static final int KEPT_WITH_PATH = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

    private final Vfs vfs;
    private @Nullable OpenFile opened;

    Opener(Vfs vfs) {
        this.vfs = vfs;
    }

    /// The file of the last successful open; the caller owns its one use.
    public OpenFile opened() {
        OpenFile file = opened;
        if (file == null) {
            throw new IllegalStateException("nothing opened");
        }
        opened = null;
        return file;
    }

    /// Opens `name` as openat(2) does, with x86's numbering of flags: 0 and [#opened], or `-errno`.
    public int open(FsSubject who, int dirfd, String name, int flags, int createMode) {
        int use = (flags & O_PATH) != 0 ? flags & KEPT_WITH_PATH : flags;
        if ((use & TMPFILE) != 0) {
            return openTmpfile(who, dirfd, name, use, createMode);
        }
        if ((use & O_CREAT) != 0) {
            return openOrCreate(who, dirfd, name, use, createMode);
        }
        int how = (use & O_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0;
        if ((use & O_DIRECTORY) != 0) {
            how |= PathWalk.DIRECTORY;
        }
        PathWalk walk = vfs.walk();
        int error = walk.lookup(who, dirfd, name, how);
        if (error == -Errno.ENOTDIR.number
                && (use & (O_NOFOLLOW | O_PATH)) == O_NOFOLLOW
                && !walk.dentry().isNegative()
                && walk.inode().isSymlink()) {
            return -Errno.ENOTDIR.number;
        }
        return error != 0 ? error : openFound(who, walk.mount(), walk.dentry(), use, Fresh.NO);
    }

    /// As [#open], but the way to the file may not be any way.
    ///
    /// @param refused bits of [PathWalk#NO_XDEV] and its neighbours
    public int openRestricted(
            FsSubject who, int dirfd, String name, int flags, int createMode, int refused) {
        vfs.walk().refuse(refused);
        try {
            return open(who, dirfd, name, flags, createMode);
        } finally {
            vfs.walk().refuse(0);
        }
    }

    /// Opens what is known by place, as for `/proc/PID/fd/N` and handles.
    public int openPath(FsSubject who, Path path, int flags) {
        return openFound(who, path.mount(), path.dentry(), flags, Fresh.NO);
    }

    /// Opens a program for execve(2): read-only, with writing forbidden until the caller does
    /// [Inode#allowWrite]. EACCES for what is not an executable regular file, ETXTBSY.
    ///
    /// @param walkFlags [PathWalk#FOLLOW], [PathWalk#EMPTY]
    public int openExec(FsSubject who, int dirfd, String name, int walkFlags) {
        PathWalk walk = vfs.walk();
        int error = walk.lookup(who, dirfd, name, walkFlags);
        if (error != 0) {
            return error;
        }
        Inode inode = walk.inode();
        if (inode.isSymlink()) {
            return -Errno.ELOOP.number;
        }
        if (!inode.isRegular() || walk.mount().has(Mount.NOEXEC)) {
            return -Errno.EACCES.number;
        }
        error = Permissions.check(inode, Permissions.MAY_EXEC, who.creds());
        if (error != 0) {
            return error;
        }
        if (!inode.tryDenyWrite()) {
            return -Errno.ETXTBSY.number;
        }
        OpenFile file = inode.open(who, O_RDONLY);
        file.init(walk.mount(), walk.dentry(), O_RDONLY, who.creds());
        opened = file;
        return 0;
    }

    private enum Fresh {
        YES,
        NO
    }

    private int openOrCreate(FsSubject who, int dirfd, String name, int flags, int createMode) {
        PathWalk walk = vfs.walk();
        int error = walk.parent(who, dirfd, name);
        while (error == 0) {
            if (walk.last() != PathWalk.Last.NORMAL) {
                return openSpecialName(who, walk, flags);
            }
            if (walk.lastHasSlash()) {
                return -Errno.EISDIR.number;
            }
            error = walk.lookupLast(who);
            if (error != 0) {
                return error;
            }
            Inode inode = walk.child().inodeOrNull();
            if (inode == null) {
                return create(who, walk, flags, createMode);
            }
            if ((flags & O_EXCL) != 0) {
                return -Errno.EEXIST.number;
            }
            if (!inode.isSymlink()) {
                error = walk.enterChild();
                return error != 0
                        ? error
                        : openFound(who, walk.mount(), walk.dentry(), flags, Fresh.NO);
            }
            if ((flags & O_NOFOLLOW) != 0) {
                return -Errno.ELOOP.number;
            }
            error = walk.followChild(who);
        }
        return error;
    }

    private int openSpecialName(FsSubject who, PathWalk walk, int flags) {
        if ((flags & O_EXCL) != 0) {
            return -Errno.EEXIST.number;
        }
        int error = walk.enterSpecial();
        return error != 0 ? error : openFound(who, walk.mount(), walk.dentry(), flags, Fresh.NO);
    }

    private int create(FsSubject who, PathWalk walk, int flags, int createMode) {
        Mount mount = walk.mount();
        Dentry directory = walk.dentry();
        Dentry child = walk.child();
        int error = vfs.names().mayCreate(who, mount, directory.inode());
        if (error != 0) {
            return error;
        }
        int mode = StatMode.S_IFREG | createMode & ~who.fs().umask() & 07777;
        Inode made = directory.inode().create(who, child.name(), mode);
        child.instantiate(made);
        vfs.names().announce(directory.inode(), FsNotify.CREATE, child.name(), made, 0);
        return openFound(who, mount, child, flags, Fresh.YES);
    }

    private int openTmpfile(FsSubject who, int dirfd, String name, int flags, int createMode) {
        if ((flags & O_DIRECTORY) == 0 || (flags & O_ACCMODE) == O_RDONLY) {
            return -Errno.EINVAL.number;
        }
        PathWalk walk = vfs.walk();
        int error = walk.lookup(who, dirfd, name, PathWalk.FOLLOW | PathWalk.DIRECTORY);
        if (error == 0) {
            error = vfs.names().mayCreate(who, walk.mount(), walk.inode());
        }
        if (error != 0) {
            return error;
        }
        int mode = StatMode.S_IFREG | createMode & ~who.fs().umask() & 07777;
        Inode made = walk.inode().tmpfile(who, mode);
        Dentry nameless = Dentry.unlinked(walk.dentry(), "#" + made.ino(), made);
        if ((flags & O_EXCL) == 0) {
            made.linkable = true;
        }
        return openFound(who, walk.mount(), nameless, flags & ~O_DIRECTORY, Fresh.YES);
    }

    private int openFound(FsSubject who, Mount mount, Dentry dentry, int flags, Fresh fresh) {
        Inode inode = dentry.inode();
        if ((flags & O_PATH) != 0) {
            PathFile file = new PathFile(inode);
            file.init(mount, dentry, flags & ~O_CLOEXEC, who.creds());
            opened = file;
            return 0;
        }
        int error = fresh == Fresh.YES ? 0 : mayOpen(who, mount, inode, flags);
        if (error != 0) {
            return error;
        }
        boolean writes = (flags & O_ACCMODE) != O_RDONLY && inode.isRegular();
        if (writes && !inode.tryAddWriter()) {
            return -Errno.ETXTBSY.number;
        }
        boolean empties = (flags & O_TRUNC) != 0 && inode.isRegular() && fresh == Fresh.NO;
        if (empties && !writes) {
            if (!inode.tryAddWriter()) {
                return -Errno.ETXTBSY.number;
            }
            inode.dropWriter();
        }
        OpenFile file;
        boolean done = false;
        try {
            if (empties) {
                vfs.names().truncateInode(who, inode, 0);
            }
            file = inode.open(who, flags);
            done = true;
        } finally {
            if (writes && !done) {
                inode.dropWriter();
            }
        }
        file.init(mount, dentry, flags & ~NOT_KEPT, who.creds());
        if (writes) {
            file.countAsWriter();
        }
        vfs.notifyFile(file, FsNotify.OPEN);
        opened = file;
        return 0;
    }

    private static int mayOpen(FsSubject who, Mount mount, Inode inode, int flags) {
        int mask =
                switch (flags & O_ACCMODE) {
                    case O_RDONLY -> Permissions.MAY_READ;
                    case O_WRONLY -> Permissions.MAY_WRITE;
                    default -> Permissions.MAY_READ | Permissions.MAY_WRITE;
                };
        if ((flags & O_TRUNC) != 0) {
            mask |= Permissions.MAY_WRITE;
        }
        boolean writes = (mask & Permissions.MAY_WRITE) != 0;
        switch (inode.type()) {
            case StatMode.S_IFLNK -> {
                return -Errno.ELOOP.number;
            }
            case StatMode.S_IFDIR -> {
                if (writes || (flags & O_CREAT) != 0) {
                    return -Errno.EISDIR.number;
                }
            }
            case StatMode.S_IFCHR, StatMode.S_IFBLK -> {
                if (mount.has(Mount.NODEV)) {
                    return -Errno.EACCES.number;
                }
            }
            default -> {}
        }
        int error = Permissions.check(inode, mask, who.creds());
        if (error != 0) {
            return error;
        }
        if (writes && inode.isRegular() && mount.isReadOnly()) {
            return -Errno.EROFS.number;
        }
        boolean forbidden = (flags & O_NOATIME) != 0 && !Permissions.isOwner(inode, who.creds());
        return forbidden ? -Errno.EPERM.number : 0;
    }

    /// A file opened with O_PATH: a place, without content.
    private static final class PathFile extends OpenFile {
        PathFile(Inode inode) {
            super(inode);
        }
    }
}
