package dev.murre.kernel.syscalls;

import static dev.murre.abi.CloneFlags.*;

import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.NamespaceFile;
import dev.murre.kernel.task.PidFile;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskUnshare;

/// unshare(2), setns(2).
public final class NamespaceSyscalls {
    private static final int KNOWN =
            CLONE_THREAD
                    | CLONE_FS
                    | CLONE_NEWNS
                    | CLONE_SIGHAND
                    | CLONE_VM
                    | CLONE_FILES
                    | CLONE_SYSVSEM
                    | CLONE_NEWUTS
                    | CLONE_NEWIPC
                    | CLONE_NEWNET
                    | CLONE_NEWUSER
                    | CLONE_NEWPID
                    | CLONE_NEWCGROUP;

    private NamespaceSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.SETNS, (t, a, b, c, d, e, f) -> setns(t, (int) a, (int) b));
        table.on(Sysno.UNSHARE, (t, a, b, c, d, e, f) -> unshare(t, a));
    }

    private static long setns(Task t, int fd, int type) {
        OpenFile opened = t.files().require(fd);
        if (opened instanceof NamespaceFile file) {
            return TaskUnshare.join(t, file, type);
        }
        return opened instanceof PidFile process
                ? TaskUnshare.join(t, process, type)
                : Errno.EINVAL.result();
    }

    private static long unshare(Task t, long flags) {
        if ((flags & ~(KNOWN & 0xffffffffL)) != 0) {
            return Errno.EINVAL.result();
        }
        return TaskUnshare.unshare(t, (int) flags);
    }
}
