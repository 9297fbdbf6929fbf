package dev.murre.kernel.fs;

import static dev.murre.kernel.fs.Permissions.MAY_WRITE;

import dev.murre.abi.Errno;
import org.jspecify.annotations.Nullable;

/// renameat2(2), with the checks in Linux's order.
public final class Renamer {
    private final Vfs vfs;

    Renamer(Vfs vfs) {
        this.vfs = vfs;
    }

    /// One of the two names: the directory and the entry in it.
    private record Side(Mount mount, Dentry directory, Dentry child, boolean slash) {
        @Nullable Inode inode() {
            return child.inodeOrNull();
        }

        Inode dir() {
            return directory.inode();
        }
    }

    /// Renames: 0 or `-errno`.
    public int rename(
            FsSubject who, int oldFd, String oldPath, int newFd, String newPath, Rename how) {
        PathWalk walk = vfs.walk();
        int error = walk.parentAndLast(who, oldFd, oldPath);
        if (error != 0) {
            return error;
        }
        boolean oldIsName = walk.last() == PathWalk.Last.NORMAL;
        Path oldDirectory = walk.result();
        Dentry oldChild = oldIsName ? walk.child() : walk.dentry();
        boolean oldSlash = walk.lastHasSlash();
        error = walk.parent(who, newFd, newPath);
        if (error != 0) {
            return error;
        }
        if (walk.mount() != oldDirectory.mount()) {
            return -Errno.EXDEV.number;
        }
        if (!oldIsName) {
            return -Errno.EBUSY.number;
        }
        if (walk.last() != PathWalk.Last.NORMAL) {
            return how == Rename.NO_REPLACE ? -Errno.EEXIST.number : -Errno.EBUSY.number;
        }
        if (oldChild.isNegative()) {
            return -Errno.ENOENT.number;
        }
        error = walk.lookupLast(who);
        if (error != 0) {
            return error;
        }
        Side from = new Side(oldDirectory.mount(), oldDirectory.dentry(), oldChild, oldSlash);
        Side to = new Side(walk.mount(), walk.dentry(), walk.child(), walk.lastHasSlash());
        error = checkNames(from, to, how);
        if (error != 0) {
            return error;
        }
        Inode moved = from.child.inode();
        if (moved == to.inode()) {
            return 0;
        }
        error = checkRights(who, from, to, how);
        return error != 0 ? error : perform(who, from, to, how);
    }

    private static int checkNames(Side from, Side to, Rename how) {
        Inode moved = from.inode();
        if (moved == null) {
            return -Errno.ENOENT.number;
        }
        Inode target = to.inode();
        if (how == Rename.NO_REPLACE && target != null) {
            return -Errno.EEXIST.number;
        }
        if (how == Rename.EXCHANGE) {
            if (target == null) {
                return -Errno.ENOENT.number;
            }
            if (to.slash && !target.isDirectory()) {
                return -Errno.ENOTDIR.number;
            }
        }
        if (!moved.isDirectory() && (from.slash || to.slash && how != Rename.EXCHANGE)) {
            return -Errno.ENOTDIR.number;
        }
        if (to.directory.isUnder(from.child)) {
            return -Errno.EINVAL.number;
        }
        if (target != null && from.directory.isUnder(to.child)) {
            return how == Rename.EXCHANGE ? -Errno.EINVAL.number : -Errno.ENOTEMPTY.number;
        }
        return 0;
    }

    private int checkRights(FsSubject who, Side from, Side to, Rename how) {
        Names names = vfs.names();
        int error = names.mayDelete(who, from.mount, from.directory, from.child);
        if (error != 0) {
            return error;
        }
        Inode moved = from.child.inode();
        Inode target = to.inode();
        if (target == null) {
            error = names.mayCreate(who, to.mount, to.dir());
        } else {
            error = names.mayDelete(who, to.mount, to.directory, to.child);
            if (error == 0 && how != Rename.EXCHANGE) {
                error = checkReplace(who, moved, target);
            }
        }
        if (error != 0) {
            return error;
        }
        boolean changesParent = from.directory != to.directory;
        if (changesParent && moved.isDirectory()) {
            error = Permissions.check(moved, MAY_WRITE, who.creds());
        }
        if (error == 0 && changesParent && how == Rename.EXCHANGE && target != null) {
            error = target.isDirectory() ? Permissions.check(target, MAY_WRITE, who.creds()) : 0;
        }
        if (error == 0 && (from.child.mountedHere != 0 || to.child.mountedHere != 0)) {
            error = -Errno.EBUSY.number;
        }
        return error;
    }

    private static int checkReplace(FsSubject who, Inode moved, Inode target) {
        if (!moved.isDirectory()) {
            return target.isDirectory() ? -Errno.EISDIR.number : 0;
        }
        if (!target.isDirectory()) {
            return -Errno.ENOTDIR.number;
        }
        return target.isEmptyDirectory(who) ? 0 : -Errno.ENOTEMPTY.number;
    }

    private int perform(FsSubject who, Side from, Side to, Rename how) {
        Inode moved = from.child.inode();
        Inode target = to.inode();
        String oldName = from.child.name();
        String newName = to.child.name();
        from.dir().rename(who, oldName, moved, to.dir(), newName, target, how);
        if (how == Rename.EXCHANGE) {
            to.child.moveTo(from.directory, oldName);
            from.child.reattach(to.directory, newName);
        } else {
            from.child.moveTo(to.directory, newName);
        }
        int cookie = vfs.newMoveCookie();
        vfs.names().announce(from.dir(), FsNotify.MOVED_FROM, oldName, moved, cookie);
        vfs.names().announce(to.dir(), FsNotify.MOVED_TO, newName, moved, cookie);
        if (moved.marks != null) {
            vfs.event(moved, FsNotify.MOVE_SELF, null, 0);
        }
        if (target != null && how != Rename.EXCHANGE && target.nlink() == 0) {
            if (target.openCount() == 0) {
                target.evict();
                vfs.deleted(target);
            }
        }
        return 0;
    }
}
