package dev.murre.kernel.syscalls;

import static dev.murre.abi.AtFlags.AT_EMPTY_PATH;
import static dev.murre.abi.AtFlags.AT_FDCWD;
import static dev.murre.abi.AtFlags.AT_SYMLINK_NOFOLLOW;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.Attributes;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// chmod(2), chown(2), utimensat(2), truncate(2) and their relatives.
final class FileAttributes {
    private static final long SECOND = 1_000_000_000L;
    private static final long UTIME_NOW = 0x3fffffff;
    private static final long UTIME_OMIT = 0x3ffffffe;

    private final Vfs vfs;
    private final Attributes attributes;

    private FileAttributes(Vfs vfs) {
        this.vfs = vfs;
        this.attributes = vfs.attributes();
    }

    static void register(SyscallTable table, Vfs vfs) {
        FileAttributes calls = new FileAttributes(vfs);
        calls.registerModes(table);
        calls.registerOwners(table);
        calls.registerTimes(table);
        calls.registerSizes(table);
    }

    private Path find(Task t, long dirfd, long path, int walkFlags) {
        return FileArgs.find(vfs, t, (int) dirfd, FileArgs.path(t, path), walkFlags);
    }

    private static Path open(Task t, long fd) {
        return t.files().require((int) fd).path();
    }

    private void registerModes(SyscallTable table) {
        int follow = PathWalk.FOLLOW;
        table.on(
                Sysno.CHMOD,
                (t, p, m, c, d, e, f) ->
                        attributes.chmod(t, find(t, AT_FDCWD, p, follow), (int) m));
        table.on(
                Sysno.FCHMODAT,
                (t, fd, p, m, d, e, f) -> attributes.chmod(t, find(t, fd, p, follow), (int) m));
        table.on(Sysno.FCHMOD, (t, fd, m, c, d, e, f) -> attributes.chmod(t, open(t, fd), (int) m));
    }

    private void registerOwners(SyscallTable table) {
        int follow = PathWalk.FOLLOW;
        table.on(
                Sysno.CHOWN,
                (t, p, u, g, d, e, f) ->
                        chown(t, find(t, AT_FDCWD, p, follow), id(t, u), id(t, g)));
        table.on(
                Sysno.LCHOWN,
                (t, p, u, g, d, e, f) -> chown(t, find(t, AT_FDCWD, p, 0), id(t, u), id(t, g)));
        table.on(Sysno.FCHOWN, (t, fd, u, g, d, e, f) -> chown(t, open(t, fd), id(t, u), id(t, g)));
        table.on(
                Sysno.CHOWN32,
                (t, p, u, g, d, e, f) -> chown(t, find(t, AT_FDCWD, p, follow), (int) u, (int) g));
        table.on(
                Sysno.LCHOWN32,
                (t, p, u, g, d, e, f) -> chown(t, find(t, AT_FDCWD, p, 0), (int) u, (int) g));
        table.on(Sysno.FCHOWN32, (t, fd, u, g, d, e, f) -> chown(t, open(t, fd), (int) u, (int) g));
        table.on(
                Sysno.FCHOWNAT,
                (t, fd, p, u, g, fl, f) -> {
                    if ((fl & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
                        return -Errno.EINVAL.number;
                    }
                    Path place = find(t, fd, p, FileArgs.walkFlags((int) fl));
                    return chown(t, place, (int) u, (int) g);
                });
    }

    /// An id of the calls with 16-bit ids, which 32-bit ABIs have beside the new ones.
    private static int id(Task t, long value) {
        boolean narrow = !t.abi().is64();
        return narrow && (value & 0xffff) == 0xffff ? -1 : (int) (narrow ? value & 0xffff : value);
    }

    private long chown(Task t, Path place, int uid, int gid) {
        UserNamespace user = t.creds().user();
        int owner = user.users().toKernel(uid);
        int group = user.groups().toKernel(gid);
        if (owner == -1 && uid != -1 || group == -1 && gid != -1) {
            return -Errno.EINVAL.number;
        }
        return attributes.chown(t, place, owner, group);
    }

    private void registerTimes(SyscallTable table) {
        table.on(Sysno.UTIME, (t, p, at, c, d, e, f) -> utime(t, p, at));
        table.on(Sysno.UTIMES, (t, p, at, c, d, e, f) -> futimesat(t, AT_FDCWD, p, at));
        table.on(Sysno.FUTIMESAT, (t, fd, p, at, d, e, f) -> futimesat(t, fd, p, at));
        table.on(
                Sysno.UTIMENSAT,
                (t, fd, p, at, fl, e, f) -> utimensat(t, fd, p, at, fl, t.abi().wordSize));
        table.on(
                Sysno.UTIMENSAT_TIME64, (t, fd, p, at, fl, e, f) -> utimensat(t, fd, p, at, fl, 8));
    }

    private static long word(UserMemory memory, long at, int size) {
        return size == 8 ? memory.getLong(at) : memory.getInt(at);
    }

    private long utime(Task t, long path, long at) {
        long atime = Attributes.NOW;
        long mtime = Attributes.NOW;
        int size = t.abi().wordSize;
        if (at != 0) {
            atime = word(t.memory(), at, size) * SECOND;
            mtime = word(t.memory(), at + size, size) * SECOND;
        }
        return attributes.utimes(t, find(t, AT_FDCWD, path, PathWalk.FOLLOW), atime, mtime);
    }

    private long futimesat(Task t, long dirfd, long path, long at) {
        int size = t.abi().wordSize;
        long atime = at == 0 ? Attributes.NOW : timeval(t.memory(), at, size);
        long mtime = at == 0 ? Attributes.NOW : timeval(t.memory(), at + 2L * size, size);
        Path place = path == 0 ? open(t, dirfd) : find(t, dirfd, path, PathWalk.FOLLOW);
        return attributes.utimes(t, place, atime, mtime);
    }

    private static long timeval(UserMemory memory, long at, int size) {
        long micros = word(memory, at + size, size);
        if (micros < 0 || micros >= 1_000_000) {
            throw Errno.EINVAL.exception();
        }
        return word(memory, at, size) * SECOND + micros * 1000;
    }

    private long utimensat(Task t, long dirfd, long path, long at, long flags, int size) {
        long atime = at == 0 ? Attributes.NOW : timespec(t.memory(), at, size);
        long mtime = at == 0 ? Attributes.NOW : timespec(t.memory(), at + 2L * size, size);
        if (atime == Attributes.OMIT && mtime == Attributes.OMIT) {
            return 0;
        }
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL.number;
        }
        if (path == 0 && (int) dirfd != AT_FDCWD) {
            if (flags != 0) {
                return -Errno.EINVAL.number;
            }
            return attributes.utimes(t, open(t, dirfd), atime, mtime);
        }
        Path place = find(t, dirfd, path, FileArgs.walkFlags((int) flags));
        return attributes.utimes(t, place, atime, mtime);
    }

    private static long timespec(UserMemory memory, long at, int size) {
        long nanos = word(memory, at + size, size);
        if (nanos == UTIME_NOW) {
            return Attributes.NOW;
        }
        if (nanos == UTIME_OMIT) {
            return Attributes.OMIT;
        }
        if (nanos < 0 || nanos >= SECOND) {
            throw Errno.EINVAL.exception();
        }
        return word(memory, at, size) * SECOND + nanos;
    }

    private void registerSizes(SyscallTable table) {
        table.on(Sysno.TRUNCATE, (t, p, n, c, d, e, f) -> truncate(t, p, FileArgs.offset(t, n)));
        table.on(
                Sysno.FTRUNCATE, (t, fd, n, c, d, e, f) -> ftruncate(t, fd, FileArgs.offset(t, n)));
        table.on(Sysno.TRUNCATE64, (t, p, b, c, d, e, f) -> truncate(t, p, pair(t, b, c, d)));
        table.on(Sysno.FTRUNCATE64, (t, fd, b, c, d, e, f) -> ftruncate(t, fd, pair(t, b, c, d)));
    }

    /// A 64-bit second argument; ARM aligns it.
    static long pair(Task t, long b, long c, long d) {
        return t.abi() == Abi.ARM ? FileArgs.wide(c, d) : FileArgs.wide(b, c);
    }

    private long truncate(Task t, long path, long size) {
        if (size < 0) {
            return -Errno.EINVAL.number;
        }
        Path place = find(t, AT_FDCWD, path, PathWalk.FOLLOW);
        Inode inode = place.inode();
        if (!inode.isRegular()) {
            return inode.isDirectory() ? -Errno.EISDIR.number : -Errno.EINVAL.number;
        }
        if (place.mount().isReadOnly()) {
            return -Errno.EROFS.number;
        }
        int error = Permissions.check(inode, Permissions.MAY_WRITE, t.creds());
        if (error != 0) {
            return error;
        }
        if (!inode.tryAddWriter()) {
            return -Errno.ETXTBSY.number;
        }
        try {
            return vfs.names().truncateInode(t, inode, size);
        } finally {
            inode.dropWriter();
        }
    }

    private long ftruncate(Task t, long fd, long size) {
        if (size < 0) {
            return -Errno.EINVAL.number;
        }
        OpenFile file = t.files().require((int) fd);
        if (!file.inode().isRegular() || !file.canWrite()) {
            return -Errno.EINVAL.number;
        }
        return vfs.names().truncateInode(t, file.inode(), size);
    }
}
