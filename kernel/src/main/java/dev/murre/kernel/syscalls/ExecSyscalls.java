package dev.murre.kernel.syscalls;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.util.List;

/// execve and execveat.
public final class ExecSyscalls {
    private final Exec exec;

    private ExecSyscalls(Exec exec) {
        this.exec = exec;
    }

    public static void register(SyscallTable table, Exec exec) {
        ExecSyscalls calls = new ExecSyscalls(exec);
        table.on(Sysno.EXECVE, (t, a, b, c, d, e, f) -> calls.run(t, AtFlags.AT_FDCWD, a, b, c, 0));
        table.on(Sysno.EXECVEAT, (t, a, b, c, d, e, f) -> calls.run(t, (int) a, b, c, d, (int) e));
    }

    private long run(Task t, int dirfd, long name, long argv, long envp, int flags) {
        if (t.restart().object != null) {
            return exec.execve(t, dirfd, "", List::of, List::of, flags);
        }
        boolean mayBeEmpty = (flags & AtFlags.AT_EMPTY_PATH) != 0;
        String path = mayBeEmpty ? t.memory().readString(name, 4095) : t.memory().readPath(name);
        return exec.execve(
                t, dirfd, path, () -> Args.strings(t, argv), () -> Args.strings(t, envp), flags);
    }
}
