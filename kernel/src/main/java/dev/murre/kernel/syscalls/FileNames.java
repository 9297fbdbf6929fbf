package dev.murre.kernel.syscalls;

import static dev.murre.abi.AtFlags.AT_FDCWD;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.Names;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.fs.Rename;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.nio.charset.StandardCharsets;

/// Calls that make, remove and move names: mkdir(2), link(2), unlink(2), rename(2) and so on; and
/// the
/// working and root directories.
final class FileNames {
    private final Vfs vfs;
    private final Names names;

    private FileNames(Vfs vfs) {
        this.vfs = vfs;
        this.names = vfs.names();
    }

    static void register(SyscallTable table, Vfs vfs) {
        FileNames calls = new FileNames(vfs);
        calls.registerMaking(table);
        calls.registerRemoving(table);
        calls.registerPlaces(table);
    }

    private static String path(Task t, long address) {
        return FileArgs.path(t, address);
    }

    private void registerMaking(SyscallTable table) {
        table.on(
                Sysno.MKDIR,
                (t, p, m, c, d, e, f) -> names.mkdir(t, AT_FDCWD, path(t, p), (int) m));
        table.on(
                Sysno.MKDIRAT,
                (t, fd, p, m, d, e, f) -> names.mkdir(t, (int) fd, path(t, p), (int) m));
        table.on(Sysno.MKNOD, (t, p, m, dev, d, e, f) -> mknod(t, AT_FDCWD, p, m, dev));
        table.on(Sysno.MKNODAT, (t, fd, p, m, dev, e, f) -> mknod(t, fd, p, m, dev));
        table.on(
                Sysno.SYMLINK,
                (t, to, p, c, d, e, f) -> names.symlink(t, path(t, to), AT_FDCWD, path(t, p)));
        table.on(
                Sysno.SYMLINKAT,
                (t, to, fd, p, d, e, f) -> names.symlink(t, path(t, to), (int) fd, path(t, p)));
        table.on(Sysno.LINK, (t, o, n, c, d, e, f) -> linkat(t, AT_FDCWD, o, AT_FDCWD, n, 0));
        table.on(Sysno.LINKAT, (t, ofd, o, nfd, n, fl, f) -> linkat(t, ofd, o, nfd, n, fl));
    }

    private void registerRemoving(SyscallTable table) {
        table.on(Sysno.UNLINK, (t, p, b, c, d, e, f) -> names.unlink(t, AT_FDCWD, path(t, p)));
        table.on(Sysno.RMDIR, (t, p, b, c, d, e, f) -> names.rmdir(t, AT_FDCWD, path(t, p)));
        table.on(Sysno.UNLINKAT, (t, fd, p, fl, d, e, f) -> unlinkat(t, fd, p, fl));
        table.on(Sysno.RENAME, (t, o, n, c, d, e, f) -> rename(t, AT_FDCWD, o, AT_FDCWD, n, 0));
        table.on(Sysno.RENAMEAT, (t, ofd, o, nfd, n, e, f) -> rename(t, ofd, o, nfd, n, 0));
        table.on(Sysno.RENAMEAT2, (t, ofd, o, nfd, n, fl, f) -> rename(t, ofd, o, nfd, n, fl));
    }

    private void registerPlaces(SyscallTable table) {
        table.on(Sysno.READLINK, (t, p, at, n, d, e, f) -> readlink(t, AT_FDCWD, p, at, n));
        table.on(Sysno.READLINKAT, (t, fd, p, at, n, e, f) -> readlink(t, fd, p, at, n));
        table.on(Sysno.CHDIR, (t, p, b, c, d, e, f) -> chdir(t, p));
        table.on(Sysno.FCHDIR, (t, fd, b, c, d, e, f) -> fchdir(t, fd));
        table.on(Sysno.CHROOT, (t, p, b, c, d, e, f) -> chroot(t, p));
        table.on(Sysno.GETCWD, (t, at, n, c, d, e, f) -> getcwd(t, at, n));
    }

    private long mknod(Task t, long dirfd, long path, long mode, long device) {
        return names.mknod(
                t, (int) dirfd, path(t, path), (int) mode & 0xffff, device & 0xffffffffL);
    }

    private long linkat(Task t, long oldFd, long old, long newFd, long fresh, long flags) {
        if ((flags & ~(AtFlags.AT_SYMLINK_FOLLOW | AtFlags.AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL.number;
        }
        int walk = (flags & AtFlags.AT_SYMLINK_FOLLOW) != 0 ? PathWalk.FOLLOW : 0;
        if ((flags & AtFlags.AT_EMPTY_PATH) != 0) {
            if (!t.creds().capable(Capability.DAC_READ_SEARCH)) {
                return -Errno.ENOENT.number;
            }
            walk |= PathWalk.EMPTY;
        }
        return names.link(t, (int) oldFd, path(t, old), walk, (int) newFd, path(t, fresh));
    }

    private long unlinkat(Task t, long dirfd, long path, long flags) {
        if ((flags & ~AtFlags.AT_REMOVEDIR) != 0) {
            return -Errno.EINVAL.number;
        }
        String name = path(t, path);
        return flags != 0 ? names.rmdir(t, (int) dirfd, name) : names.unlink(t, (int) dirfd, name);
    }

    private long rename(Task t, long oldFd, long old, long newFd, long fresh, long flags) {
        Rename how =
                switch ((int) flags) {
                    case 0 -> Rename.REPLACE;
                    case AtFlags.RENAME_NOREPLACE -> Rename.NO_REPLACE;
                    case AtFlags.RENAME_EXCHANGE -> Rename.EXCHANGE;
                    default -> throw Errno.EINVAL.exception();
                };
        String from = path(t, old);
        return vfs.renamer().rename(t, (int) oldFd, from, (int) newFd, path(t, fresh), how);
    }

    private long readlink(Task t, long dirfd, long path, long at, long size) {
        if ((int) size <= 0) {
            return -Errno.EINVAL.number;
        }
        String name = path(t, path);
        PathWalk walk = vfs.walk();
        int error = walk.lookup(t, (int) dirfd, name, PathWalk.EMPTY);
        if (error != 0) {
            return error;
        }
        Inode inode = walk.inode();
        if (!inode.isSymlink()) {
            return name.isEmpty() ? -Errno.ENOENT.number : -Errno.EINVAL.number;
        }
        byte[] target = inode.readlink(t).getBytes(StandardCharsets.ISO_8859_1);
        int length = Math.min(target.length, (int) size);
        t.memory().copyToUser(at, target, 0, length);
        return length;
    }

    private long chdir(Task t, long path) {
        Path place = directory(t, path);
        t.fs().setCwd(place);
        return 0;
    }

    private Path directory(Task t, long path) {
        int how = PathWalk.FOLLOW | PathWalk.DIRECTORY;
        Path place = FileArgs.find(vfs, t, AT_FDCWD, path(t, path), how);
        mayEnter(t, place);
        return place;
    }

    private static void mayEnter(Task t, Path place) {
        if (!place.inode().isDirectory()) {
            throw Errno.ENOTDIR.exception();
        }
        int error = Permissions.check(place.inode(), Permissions.MAY_EXEC, t.creds());
        if (error != 0) {
            throw Vfs.exception(error);
        }
    }

    private long fchdir(Task t, long fd) {
        Path place = FileArgs.place(t, (int) fd);
        mayEnter(t, place);
        t.fs().setCwd(place);
        return 0;
    }

    private long chroot(Task t, long path) {
        Path place = directory(t, path);
        if (!t.creds().capableAtHome(Capability.SYS_CHROOT)) {
            return -Errno.EPERM.number;
        }
        t.fs().setRoot(place);
        return 0;
    }

    private static long getcwd(Task t, long at, long size) {
        Path cwd = t.fs().cwd();
        if (cwd.dentry().isUnlinked()) {
            return -Errno.ENOENT.number;
        }
        byte[] text =
                (PathText.of(cwd, t.fs().root()) + "\0").getBytes(StandardCharsets.ISO_8859_1);
        if (Long.compareUnsigned(text.length, size) > 0) {
            return -Errno.ERANGE.number;
        }
        t.memory().copyToUser(at, text, 0, text.length);
        return text.length;
    }
}
