package dev.murre.kernel.syscalls;

import static dev.murre.abi.PrctlOptions.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskOptions;

/// Options of prctl(2) for what this machine has not: they are kept and told, or refused as on a
/// machine without.
final class ProcessOptions {
    private static final int MACHINE_CHECK_CLEAR = 0;
    private static final int MACHINE_CHECK_SET = 1;

    // Which speculation, and what to do about it.
    private static final int STORE_BYPASS = 0;
    private static final int INDIRECT_BRANCH = 1;
    private static final int ENABLE = 2;
    private static final int DISABLE = 4;
    private static final int FORCE_DISABLE = 8;

    private ProcessOptions() {}

    static boolean knows(int option) {
        return switch (option) {
            case PR_GET_TIMING,
                    PR_SET_TIMING,
                    PR_TASK_PERF_EVENTS_DISABLE,
                    PR_TASK_PERF_EVENTS_ENABLE,
                    PR_MCE_KILL,
                    PR_MCE_KILL_GET,
                    PR_SET_THP_DISABLE,
                    PR_GET_THP_DISABLE,
                    PR_GET_SPECULATION_CTRL,
                    PR_SET_SPECULATION_CTRL ->
                    true;
            default -> false;
        };
    }

    static long call(Task t, int option, long a, long b, long c, long d) {
        switch (option) {
            case PR_SET_TIMING -> {
                return a == 0 ? 0 : Errno.EINVAL.result();
            }
            case PR_MCE_KILL -> setMachineCheck(t, a, b, c, d);
            case PR_MCE_KILL_GET -> {
                PrctlSyscalls.requireNone(a, b, c, d);
                return t.options().machineCheck;
            }
            case PR_SET_THP_DISABLE -> {
                PrctlSyscalls.requireNone(b, c, d);
                t.threadGroup().setHugePagesDisabled(a != 0);
            }
            case PR_GET_THP_DISABLE -> {
                PrctlSyscalls.requireNone(a, b, c, d);
                return t.threadGroup().hugePagesDisabled() ? 1 : 0;
            }
            case PR_GET_SPECULATION_CTRL -> {
                PrctlSyscalls.requireNone(b, c, d);
                return a == STORE_BYPASS || a == INDIRECT_BRANCH ? 0 : Errno.ENODEV.result();
            }
            case PR_SET_SPECULATION_CTRL -> {
                PrctlSyscalls.requireNone(c, d);
                return setSpeculation(a, b);
            }
            default -> {}
        }
        return 0;
    }

    /// A machine on which no speculation is a danger.
    private static long setSpeculation(long which, long what) {
        if (which == STORE_BYPASS) {
            return Errno.ENXIO.result();
        }
        if (which != INDIRECT_BRANCH) {
            return Errno.ENODEV.result();
        }
        if (what == DISABLE || what == FORCE_DISABLE) {
            return Errno.EPERM.result();
        }
        return what == ENABLE ? 0 : Errno.ERANGE.result();
    }

    private static void setMachineCheck(Task t, long a, long b, long c, long d) {
        PrctlSyscalls.requireNone(c, d);
        if (a == MACHINE_CHECK_CLEAR && b == 0) {
            t.options().machineCheck = TaskOptions.MACHINE_CHECK_DEFAULT;
        } else if (a == MACHINE_CHECK_SET && b >= 0 && b <= 2) {
            t.options().machineCheck = (int) b;
        } else {
            throw Errno.EINVAL.exception();
        }
    }
}
