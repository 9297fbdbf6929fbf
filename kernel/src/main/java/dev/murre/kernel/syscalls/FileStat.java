package dev.murre.kernel.syscalls;

import static dev.murre.abi.AtFlags.AT_EMPTY_PATH;
import static dev.murre.abi.AtFlags.AT_FDCWD;
import static dev.murre.abi.AtFlags.AT_NO_AUTOMOUNT;
import static dev.murre.abi.AtFlags.AT_SYMLINK_NOFOLLOW;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.fs.Stat;
import dev.murre.kernel.fs.StatFs;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// stat(2), statx(2), statfs(2), access(2) and their relatives.
final class FileStat {
    private static final int ST_VALID = 0x20;

    /// Which structure a call writes.
    private enum Form {
        STAT,
        STAT64,
        OLD,
        STATX
    }

    private final Vfs vfs;
    private final StatLayout layout = new StatLayout();
    private final Stat stat = new Stat();

    private FileStat(Vfs vfs) {
        this.vfs = vfs;
    }

    static void register(SyscallTable table, Vfs vfs) {
        FileStat calls = new FileStat(vfs);
        calls.byPath(table, Sysno.STAT, PathWalk.FOLLOW, Form.STAT);
        calls.byPath(table, Sysno.LSTAT, 0, Form.STAT);
        calls.byPath(table, Sysno.STAT64, PathWalk.FOLLOW, Form.STAT64);
        calls.byPath(table, Sysno.LSTAT64, 0, Form.STAT64);
        calls.byPath(table, Sysno.OLDSTAT, PathWalk.FOLLOW, Form.OLD);
        calls.byPath(table, Sysno.OLDLSTAT, 0, Form.OLD);
        calls.byFd(table, Sysno.FSTAT, Form.STAT);
        calls.byFd(table, Sysno.FSTAT64, Form.STAT64);
        calls.byFd(table, Sysno.OLDFSTAT, Form.OLD);
        table.on(
                Sysno.NEWFSTATAT,
                (t, fd, p, at, fl, e, f) -> calls.statAt(t, fd, p, at, fl, Form.STAT));
        table.on(
                Sysno.FSTATAT64,
                (t, fd, p, at, fl, e, f) -> calls.statAt(t, fd, p, at, fl, Form.STAT64));
        table.on(Sysno.STATX, (t, fd, p, fl, m, at, f) -> calls.statx(t, fd, p, fl, m, at));
        table.on(Sysno.STATFS, (t, p, at, c, d, e, f) -> calls.statfs(t, p, at));
        table.on(Sysno.FSTATFS, (t, fd, at, c, d, e, f) -> calls.fstatfs(t, fd, at));
        table.on(Sysno.STATFS64, (t, p, n, at, d, e, f) -> calls.statfs64(t, p, n, at));
        table.on(Sysno.FSTATFS64, (t, fd, n, at, d, e, f) -> calls.fstatfs64(t, fd, n, at));
        table.on(Sysno.ACCESS, (t, p, m, c, d, e, f) -> calls.access(t, AT_FDCWD, p, m, 0));
        table.on(Sysno.FACCESSAT, (t, fd, p, m, d, e, f) -> calls.access(t, fd, p, m, 0));
        table.on(Sysno.FACCESSAT2, (t, fd, p, m, fl, e, f) -> calls.access(t, fd, p, m, (int) fl));
    }

    private void byPath(SyscallTable table, Sysno call, int walkFlags, Form form) {
        table.on(
                call,
                (t, path, at, c, d, e, f) ->
                        find(t, AT_FDCWD, FileArgs.path(t, path), walkFlags, at, form));
    }

    private void byFd(SyscallTable table, Sysno call, Form form) {
        table.on(
                call,
                (t, fd, at, c, d, e, f) -> {
                    OpenFile file = t.files().getAny((int) fd);
                    if (file == null) {
                        return -Errno.EBADF.number;
                    }
                    file.inode().getattr(stat);
                    return put(t, at, form);
                });
    }

    private long find(Task t, int dirfd, String path, int walkFlags, long at, Form form) {
        PathWalk walk = vfs.walk();
        int error = walk.lookup(t, dirfd, path, walkFlags);
        if (error != 0) {
            return error;
        }
        walk.inode().getattr(stat);
        return put(t, at, form);
    }

    private long put(Task t, long at, Form form) {
        UserNamespace user = t.creds().user();
        if (!user.isInitial()) {
            stat.uid = user.users().shown(stat.uid);
            stat.gid = user.groups().shown(stat.gid);
        }
        return switch (form) {
            case STAT -> layout.stat(t.memory(), t.abi(), at, stat);
            case STAT64 -> layout.stat64(t.memory(), t.abi(), at, stat);
            case OLD -> layout.oldStat(t.memory(), at, stat);
            case STATX -> layout.statx(t.memory(), at, stat);
        };
    }

    private long statAt(Task t, long dirfd, long path, long at, long flags, Form form) {
        if ((flags & ~(AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH)) != 0) {
            return -Errno.EINVAL.number;
        }
        String name = FileArgs.path(t, path);
        return find(t, (int) dirfd, name, FileArgs.walkFlags((int) flags), at, form);
    }

    private long statx(Task t, long dirfd, long path, long flags, long mask, long at) {
        int known =
                AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT | AT_EMPTY_PATH | AtFlags.AT_STATX_SYNC_TYPE;
        boolean bothSyncs = (flags & AtFlags.AT_STATX_SYNC_TYPE) == AtFlags.AT_STATX_SYNC_TYPE;
        if ((flags & ~known) != 0 || bothSyncs || (int) mask < 0) {
            return -Errno.EINVAL.number;
        }
        String name = FileArgs.path(t, path);
        return find(t, (int) dirfd, name, FileArgs.walkFlags((int) flags), at, Form.STATX);
    }

    private StatFs fill(Mount mount) {
        StatFs out = new StatFs();
        SuperBlock sb = mount.superBlock();
        sb.statfs(out);
        out.flags = ST_VALID | mount.flags() & 0xf;
        if (mount.isReadOnly()) {
            out.flags |= Mount.RDONLY;
        }
        if (mount.has(Mount.NOATIME)) {
            out.flags |= 0x400;
        }
        if (mount.has(Mount.NODIRATIME)) {
            out.flags |= 0x800;
        }
        if (mount.has(Mount.RELATIME)) {
            out.flags |= 0x1000;
        }
        return out;
    }

    private Mount mountOf(Task t, long path) {
        String name = FileArgs.path(t, path);
        return FileArgs.find(vfs, t, AT_FDCWD, name, PathWalk.FOLLOW).mount();
    }

    private long statfs(Task t, long path, long at) {
        return layout.statfs(t.memory(), t.abi(), at, fill(mountOf(t, path)));
    }

    private long fstatfs(Task t, long fd, long at) {
        Path place = FileArgs.place(t, (int) fd);
        return layout.statfs(t.memory(), t.abi(), at, fill(place.mount()));
    }

    private long statfs64(Task t, long path, long size, long at) {
        Mount mount = mountOf(t, path);
        return size != 84 && size != 88
                ? -Errno.EINVAL.number
                : layout.statfs64(t.memory(), at, fill(mount));
    }

    private long fstatfs64(Task t, long fd, long size, long at) {
        Mount mount = FileArgs.place(t, (int) fd).mount();
        return size != 84 && size != 88
                ? -Errno.EINVAL.number
                : layout.statfs64(t.memory(), at, fill(mount));
    }

    /// access(2), faccessat(2): asks with the real ids, or with the effective ones by AT_EACCESS.
    private long access(Task t, long dirfd, long path, long mode, int flags) {
        int known = AtFlags.AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH;
        if ((mode & ~7) != 0 || (flags & ~known) != 0) {
            return -Errno.EINVAL.number;
        }
        if ((flags & AtFlags.AT_EACCESS) != 0) {
            return accessAsEffective(t, dirfd, path, mode, flags & ~AtFlags.AT_EACCESS);
        }
        Credentials saved = t.creds();
        boolean switched = saved.fsuid() != saved.uid() || saved.fsgid() != saved.gid();
        if (switched || saved.uid() != 0 && saved.effective() != 0) {
            t.setCreds(saved.forAccess());
        }
        try {
            return accessAsEffective(t, dirfd, path, mode, flags);
        } finally {
            t.setCreds(saved);
        }
    }

    private long accessAsEffective(Task t, long dirfd, long path, long mode, int flags) {
        PathWalk walk = vfs.walk();
        String name = FileArgs.path(t, path);
        int error = walk.lookup(t, (int) dirfd, name, FileArgs.walkFlags(flags));
        return error != 0 ? error : check(t, walk, (int) mode);
    }

    private static long check(Task t, PathWalk walk, int mode) {
        if (mode == 0) {
            return 0;
        }
        boolean program = (mode & AtFlags.X_OK) != 0 && walk.inode().isRegular();
        if (program && walk.mount().has(Mount.NOEXEC)) {
            return -Errno.EACCES.number;
        }
        int error = Permissions.check(walk.inode(), mode, t.creds());
        if (error != 0 || (mode & AtFlags.W_OK) == 0 || !walk.mount().isReadOnly()) {
            return error;
        }
        return switch (walk.inode().type()) {
            case StatMode.S_IFREG, StatMode.S_IFDIR, StatMode.S_IFLNK -> -Errno.EROFS.number;
            default -> 0;
        };
    }
}
