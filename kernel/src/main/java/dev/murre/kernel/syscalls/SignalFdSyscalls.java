package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.signal.SignalFd;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// signalfd(2).
public final class SignalFdSyscalls {
    private static final int CLOEXEC_NONBLOCK = OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK;
    private static final int SET_BYTES = 8;

    private SignalFdSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        table.on(Sysno.SIGNALFD, (t, fd, mask, size, d, e, f) -> signalfd(t, fd, mask, size, 0));
        table.on(
                Sysno.SIGNALFD4,
                (t, fd, mask, size, flags, e, f) -> signalfd(t, fd, mask, size, (int) flags));
    }

    private static long signalfd(Task t, long fd, long maskAddress, long size, int flags) {
        if (size != SET_BYTES || (flags & ~CLOEXEC_NONBLOCK) != 0) {
            return -Errno.EINVAL.number;
        }
        long mask = t.memory().getLong(maskAddress);
        if ((int) fd == -1) {
            var file = new SignalFd(t.kernel().vfs().anonymousInode(t, 0600), t, mask);
            return Descriptors.installAnonymous(t, file, "anon_inode:[signalfd]", flags);
        }
        OpenFile file = t.files().require((int) fd);
        if (!(file instanceof SignalFd signals)) {
            return -Errno.EINVAL.number;
        }
        signals.setMask(mask);
        return fd;
    }
}
