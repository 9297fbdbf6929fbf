package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.signal.SigAction;
import dev.murre.kernel.signal.TaskSignals;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// What only 32-bit x86 has: the calls from before real-time signals and 64-bit times.
public final class I386Syscalls {
    private static final long LOW = 0xffffffffL;

    private I386Syscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        SegmentSyscalls.register(table, kernel);
        table.on(Sysno.SIGACTION, (t, a, b, c, d, e, f) -> sigaction(t, (int) a, b, c));
        table.on(Sysno.SIGNAL, (t, a, b, c, d, e, f) -> signal(t, (int) a, b));
        table.on(Sysno.SIGPROCMASK, (t, a, b, c, d, e, f) -> sigprocmask(t, (int) a, b, c));
        table.on(Sysno.SIGPENDING, (t, a, b, c, d, e, f) -> sigpending(t, a));
        table.on(Sysno.SIGSUSPEND, (t, a, b, c, d, e, f) -> sigsuspend(t, c));
        table.on(Sysno.SGETMASK, (t, a, b, c, d, e, f) -> t.signals().blocked() & LOW);
        table.on(Sysno.SSETMASK, (t, a, b, c, d, e, f) -> ssetmask(t, a));
    }

    private static long sigaction(Task t, int number, long fresh, long old) {
        Signal signal = Args.signal(number);
        UserMemory memory = t.memory();
        SigAction before = t.sigHand().action(signal);
        if (fresh != 0) {
            if (signal == Signal.SIGKILL || signal == Signal.SIGSTOP) {
                return Errno.EINVAL.result();
            }
            SignalSyscalls.set(
                    t,
                    signal,
                    new SigAction(
                            memory.getInt(fresh) & LOW,
                            memory.getInt(fresh + 8),
                            memory.getInt(fresh + 12) & LOW,
                            memory.getInt(fresh + 4) & LOW & ~TaskSignals.UNBLOCKABLE));
        }
        if (old != 0) {
            memory.putInt(old, (int) before.handler());
            memory.putInt(old + 4, (int) before.mask());
            memory.putInt(old + 8, before.flags());
            memory.putInt(old + 12, (int) before.restorer());
        }
        return 0;
    }

    private static long signal(Task t, int number, long handler) {
        Signal signal = Args.signal(number);
        if (signal == Signal.SIGKILL || signal == Signal.SIGSTOP) {
            return Errno.EINVAL.result();
        }
        long before = t.sigHand().action(signal).handler();
        int flags = SigactionFlags.SA_RESETHAND | SigactionFlags.SA_NODEFER;
        SignalSyscalls.set(t, signal, new SigAction(handler, flags, 0, 0));
        return before;
    }

    private static long sigprocmask(Task t, int how, long fresh, long old) {
        TaskSignals signals = t.signals();
        long before = signals.blocked();
        if (fresh != 0) {
            long set = t.memory().getInt(fresh) & LOW;
            switch (how) {
                case SigactionFlags.SIG_BLOCK -> signals.setBlocked(before | set);
                case SigactionFlags.SIG_UNBLOCK -> signals.setBlocked(before & ~set);
                case SigactionFlags.SIG_SETMASK -> signals.setBlocked(before & ~LOW | set);
                default -> {
                    return Errno.EINVAL.result();
                }
            }
        }
        if (old != 0) {
            t.memory().putInt(old, (int) before);
        }
        return 0;
    }

    private static long sigpending(Task t, long address) {
        long pending = t.signals().pending.mask() | t.threadGroup().pending().mask();
        t.memory().putInt(address, (int) (pending & t.signals().blocked()));
        return 0;
    }

    private static long sigsuspend(Task t, long mask) {
        if (t.restart().firstEntry()) {
            t.signals().setTemporaryMask(mask & LOW);
        }
        long result = t.sleepUntil(Timers.NEVER);
        return result == SyscallResult.BLOCKED ? result : Errno.ERESTARTNOHAND.result();
    }

    private static long ssetmask(Task t, long mask) {
        long before = t.signals().blocked() & LOW;
        t.signals().setBlocked(mask & LOW);
        return before;
    }
}
