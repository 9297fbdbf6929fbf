package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.util.List;

/// ioprio_get(2) and ioprio_set(2): kept and told, for there are no queues of block devices here.
final class IoPriorities {
    private static final int CLASS_SHIFT = 13;
    private static final int LEVELS = 8;
    private static final int NORMAL_LEVEL = 4;

    private static final int NONE = 0;
    private static final int REAL_TIME = 1;
    private static final int BEST_EFFORT = 2;
    private static final int IDLE = 3;

    private IoPriorities() {}

    static void register(SyscallTable table) {
        table.on(Sysno.IOPRIO_GET, (t, a, b, c, d, e, f) -> get(t, (int) a, (int) b));
        table.on(Sysno.IOPRIO_SET, (t, a, b, c, d, e, f) -> set(t, (int) a, (int) b, (int) c));
    }

    /// IOPRIO_WHO_PROCESS, _PGRP and _USER are one more than getpriority's; the first is a thread.
    private static List<Task> targets(Task t, int which, int who) {
        return SchedSyscalls.targets(t, which - 1, who);
    }

    private static long get(Task t, int which, int who) {
        List<Task> all = targets(t, which, who);
        if (all.isEmpty()) {
            return Errno.ESRCH.result();
        }
        int best = all.getFirst().options().ioPriority;
        for (Task target : all.subList(1, all.size())) {
            best = Math.min(comparable(best), comparable(target.options().ioPriority));
        }
        return best;
    }

    /// Who has chosen none counts as an ordinary one.
    private static int comparable(int priority) {
        return priority >> CLASS_SHIFT == NONE
                ? BEST_EFFORT << CLASS_SHIFT | NORMAL_LEVEL
                : priority;
    }

    private static long set(Task t, int which, int who, int priority) {
        int level = priority & (1 << CLASS_SHIFT) - 1;
        boolean fits =
                switch (priority >> CLASS_SHIFT) {
                    case NONE -> level == 0;
                    case REAL_TIME, BEST_EFFORT -> level < LEVELS;
                    case IDLE -> true;
                    default -> false;
                };
        if (!fits) {
            return Errno.EINVAL.result();
        }
        if (priority >> CLASS_SHIFT == REAL_TIME && !t.creds().capable(Capability.SYS_ADMIN)) {
            return Errno.EPERM.result();
        }
        List<Task> all = targets(t, which, who);
        for (Task target : all) {
            if (!mayChange(t, target)) {
                return Errno.EPERM.result();
            }
            target.options().ioPriority = priority;
        }
        return all.isEmpty() ? Errno.ESRCH.result() : 0;
    }

    private static boolean mayChange(Task t, Task target) {
        return target.creds().uid() == t.creds().euid()
                || target.creds().uid() == t.creds().uid()
                || t.creds().capable(Capability.SYS_NICE);
    }
}
