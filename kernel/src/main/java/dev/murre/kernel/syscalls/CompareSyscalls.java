package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.PidFile;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// What other processes have: kcmp(2), pidfd_getfd(2).
public final class CompareSyscalls {
    private static final int KCMP_FILE = 0;
    private static final int KCMP_VM = 1;
    private static final int KCMP_FILES = 2;
    private static final int KCMP_FS = 3;
    private static final int KCMP_SIGHAND = 4;

    /// Unequal, and in no order.
    private static final int UNORDERED = 3;

    private CompareSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(
                Sysno.KCMP,
                (t, a, b, c, d, e, f) -> kcmp(t, (int) a, (int) b, (int) c, (int) d, (int) e));
        table.on(Sysno.PIDFD_GETFD, (t, a, b, c, d, e, f) -> getFd(t, (int) a, (int) b, (int) c));
    }

    private static long kcmp(Task t, int pid1, int pid2, int type, int fd1, int fd2) {
        Task first = t.pidNamespace().task(pid1);
        Task second = t.pidNamespace().task(pid2);
        if (first == null || second == null) {
            return Errno.ESRCH.result();
        }
        if (!PtraceSyscalls.mayTrace(t, first) || !PtraceSyscalls.mayTrace(t, second)) {
            return Errno.EPERM.result();
        }
        return switch (type) {
            case KCMP_FILE -> {
                OpenFile one = file(first, fd1);
                OpenFile other = file(second, fd2);
                yield one == null || other == null ? Errno.EBADF.result() : compare(one, other);
            }
            case KCMP_VM -> compare(first.mmOrNull(), second.mmOrNull());
            case KCMP_FILES -> compare(first.filesOrNull(), second.filesOrNull());
            case KCMP_FS -> compare(first.fsOrNull(), second.fsOrNull());
            case KCMP_SIGHAND -> compare(first.sigHand(), second.sigHand());
            default -> Errno.EINVAL.result();
        };
    }

    private static @Nullable OpenFile file(Task t, int fd) {
        FdTable files = t.filesOrNull();
        return files == null ? null : files.getAny(fd);
    }

    private static long compare(@Nullable Object one, @Nullable Object other) {
        if (one == other) {
            return 0;
        }
        int order = Integer.compare(System.identityHashCode(one), System.identityHashCode(other));
        return order == 0 ? UNORDERED : order < 0 ? 1 : 2;
    }

    private static long getFd(Task t, int pidfd, int fd, int flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (!(t.files().require(pidfd) instanceof PidFile process)) {
            return Errno.EBADF.result();
        }
        Task target = process.target().task();
        if (target == null || target.exited()) {
            return Errno.ESRCH.result();
        }
        if (!PtraceSyscalls.mayTrace(t, target)) {
            return Errno.EPERM.result();
        }
        OpenFile file = file(target, fd);
        if (file == null) {
            return Errno.EBADF.result();
        }
        file.share();
        int copy =
                t.files().install(file, 0, t.limits().soft(Rlimit.NOFILE), FdTable.CloseOnExec.YES);
        if (copy < 0) {
            file.put();
        }
        return copy;
    }
}
