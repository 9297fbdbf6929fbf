package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.Mounts;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// mount(2), umount2(2), pivot_root(2), and calls that write things back or give advice.
final class FileSystems {
    private static final int SYNC_FILE_RANGE_FLAGS = 7;

    private static final long MS_MGC_MASK = 0xffff0000L;
    private static final long MS_MGC_VAL = 0xc0ed0000L;

    private final Mounts mounts;

    private FileSystems(Vfs vfs) {
        this.mounts = vfs.mounts();
    }

    static void register(SyscallTable table, Vfs vfs) {
        FileSystems calls = new FileSystems(vfs);
        table.on(Sysno.MOUNT, (t, s, p, ty, fl, data, f) -> calls.mount(t, s, p, ty, fl, data));
        table.on(
                Sysno.UMOUNT2,
                (t, p, fl, c, d, e, f) -> calls.mounts.umount(t, FileArgs.path(t, p), (int) fl));
        table.on(
                Sysno.UMOUNT,
                (t, p, b, c, d, e, f) -> calls.mounts.umount(t, FileArgs.path(t, p), 0));
        table.on(
                Sysno.PIVOT_ROOT,
                (t, n, o, c, d, e, f) ->
                        calls.mounts.pivotRoot(t, FileArgs.path(t, n), FileArgs.path(t, o)));
        table.on(Sysno.SYNC, (t, a, b, c, d, e, f) -> 0);
        table.on(
                Sysno.SYNCFS,
                (t, fd, b, c, d, e, f) -> {
                    t.files().require((int) fd).inode().superBlock().sync();
                    return 0;
                });
        table.on(
                Sysno.FSYNC, (t, fd, b, c, d, e, f) -> t.files().require((int) fd).fsync(t, false));
        table.on(
                Sysno.FDATASYNC,
                (t, fd, b, c, d, e, f) -> t.files().require((int) fd).fsync(t, true));
        registerAdvice(table);
        registerRefused(table);
    }

    private long mount(Task t, long source, long target, long type, long flags, long data) {
        String kind = type == 0 ? "" : t.memory().readString(type, 4095);
        String place = FileArgs.path(t, target);
        String device = source == 0 ? "none" : FileArgs.path(t, source);
        String options = data == 0 ? null : t.memory().readString(data, 4095);
        long plain = (flags & MS_MGC_MASK) == MS_MGC_VAL ? flags & ~MS_MGC_MASK : flags;
        return mounts.mount(t, device, place, kind, plain, options);
    }

    private static void registerAdvice(SyscallTable table) {
        table.on(
                Sysno.FADVISE64,
                (t, fd, o, n, adv, e, f) -> {
                    long advice = t.abi().is64() ? adv : e;
                    return advise(t, fd, advice);
                });
        table.on(Sysno.FADVISE64_64, (t, fd, b, c, d, e, adv) -> advise(t, fd, adv));
        table.on(Sysno.ARM_FADVISE64_64, (t, fd, adv, c, d, e, f) -> advise(t, fd, adv));
        table.on(
                Sysno.READAHEAD,
                (t, fd, b, c, d, e, f) -> {
                    OpenFile file = t.files().require((int) fd);
                    return !file.canRead()
                            ? -Errno.EBADF.number
                            : file.inode().isRegular() ? 0 : -Errno.EINVAL.number;
                });
        table.on(Sysno.SYNC_FILE_RANGE, (t, fd, b, c, d, e, f) -> syncRange(t, fd, flags(t, d, f)));
        table.on(Sysno.ARM_SYNC_FILE_RANGE, (t, fd, flags, c, d, e, f) -> syncRange(t, fd, flags));
        table.on(Sysno.FALLOCATE, FileSystems::fallocate);
    }

    private static long advise(Task t, long fd, long advice) {
        OpenFile file = t.files().require((int) fd);
        if (file.inode().type() == StatMode.S_IFIFO) {
            return -Errno.ESPIPE.number;
        }
        return advice < 0 || advice > 5 ? -Errno.EINVAL.number : 0;
    }

    /// Where sync_file_range has its flags: 32-bit programs pass two numbers in pairs before them.
    private static long flags(Task t, long d, long f) {
        return t.abi().is64() ? d : f;
    }

    private static long syncRange(Task t, long fd, long flags) {
        OpenFile file = t.files().require((int) fd);
        if ((flags & ~SYNC_FILE_RANGE_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        return file.isSeekable() ? Math.min(0, file.fsync(t, true)) : -Errno.ESPIPE.number;
    }

    private static long fallocate(Task t, long fd, long how, long c, long d, long e, long f) {
        long offset = t.abi().is64() ? c : FileArgs.wide(c, d);
        long length = t.abi().is64() ? d : FileArgs.wide(e, f);
        OpenFile file = t.files().require((int) fd);
        if (offset < 0 || length <= 0) {
            return -Errno.EINVAL.number;
        }
        if (!file.canWrite()) {
            return -Errno.EBADF.number;
        }
        return switch (file.inode().type()) {
            case StatMode.S_IFIFO -> -Errno.ESPIPE.number;
            case StatMode.S_IFDIR -> -Errno.EISDIR.number;
            default -> file.fallocate(t, (int) how, offset, length);
        };
    }

    private static void registerRefused(SyscallTable table) {
        table.on(Sysno.NAME_TO_HANDLE_AT, (t, a, b, c, d, e, f) -> -Errno.EOPNOTSUPP.number);
        table.on(
                Sysno.OPEN_BY_HANDLE_AT,
                (t, a, b, c, d, e, f) ->
                        t.creds().capable(Capability.DAC_READ_SEARCH)
                                ? -Errno.ESTALE.number
                                : -Errno.EPERM.number);
        table.on(Sysno.QUOTACTL, (t, a, b, c, d, e, f) -> -Errno.ENOSYS.number);
        table.on(Sysno.SWAPON, (t, a, b, c, d, e, f) -> -Errno.EPERM.number);
        table.on(Sysno.SWAPOFF, (t, a, b, c, d, e, f) -> -Errno.EPERM.number);
        table.on(Sysno.SYSFS, (t, a, b, c, d, e, f) -> -Errno.EINVAL.number);
    }
}
