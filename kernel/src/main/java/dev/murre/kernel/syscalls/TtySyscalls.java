package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.tty.Tty;

/// vhangup(2).
public final class TtySyscalls {
    private TtySyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        table.on(Sysno.VHANGUP, (t, a, b, c, d, e, f) -> hangUp(t));
    }

    private static long hangUp(Task t) {
        if (!t.creds().capable(Capability.SYS_TTY_CONFIG)) {
            return -Errno.EPERM.number;
        }
        if (t.terminal() instanceof Tty tty) {
            tty.hangUp();
        }
        return 0;
    }
}
