package dev.murre.kernel.syscalls;

import static dev.murre.abi.SchedPolicy.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.sched.SchedEntity;
import dev.murre.kernel.sched.Scheduler;
import dev.murre.kernel.task.Task;

/// sched_setattr(2) and sched_getattr(2): `struct sched_attr`.
final class SchedAttributes {
    private static final int SIZE = 48;

    /// With the two utilisation clamps, which no scheduler here heeds.
    private static final int SIZE_KNOWN = 56;

    private static final int PAGE = 4096;

    private static final int RESET_ON_FORK = 1;
    private static final int RECLAIM = 2;
    private static final int OVERRUN = 4;
    private static final int KEEP_POLICY = 8;
    private static final int KEEP_PARAMS = 16;

    /// SCHED_FLAG_UTIL_CLAMP_MIN and MAX.
    private static final int UTIL_CLAMPS = 0x60;

    private static final int KNOWN =
            RESET_ON_FORK | RECLAIM | OVERRUN | KEEP_POLICY | KEEP_PARAMS | UTIL_CLAMPS;

    private SchedAttributes() {}

    static long set(Task t, int pid, long address, int callFlags) {
        if (address == 0 || pid < 0 || callFlags != 0) {
            return Errno.EINVAL.result();
        }
        UserMemory memory = t.memory();
        checkSize(memory, address);
        int policy = memory.getInt(address + 4);
        long flags = memory.getLong(address + 8);
        if (policy < 0) {
            return Errno.EINVAL.result();
        }
        Task target = SchedSyscalls.find(t, pid);
        SchedEntity e = target.sched();
        if ((flags & ~KNOWN) != 0) {
            return Errno.EINVAL.result();
        }
        if ((flags & KEEP_POLICY) != 0) {
            policy = e.policy();
        }
        boolean reset = (flags & KEEP_POLICY) != 0 ? e.resetOnFork() : (flags & RESET_ON_FORK) != 0;
        if ((flags & KEEP_PARAMS) != 0) {
            return keepParameters(t, target, policy, flags, reset);
        }
        if (policy == SCHED_DEADLINE) {
            return setDeadline(t, target, address, flags, reset);
        }
        int nice = SchedSyscalls.clamp(memory.getInt(address + 16));
        int priority = memory.getInt(address + 20);
        boolean fair = SchedSyscalls.fair(policy);
        return SchedSyscalls.set(t, target, policy, fair ? nice : e.nice(), priority, reset);
    }

    /// The fields behind those known here must be zero, E2BIG. Linux: sched_copy_attr.
    private static void checkSize(UserMemory memory, long address) {
        int size = memory.getInt(address);
        boolean fits = size == 0 || size >= SIZE && size <= PAGE;
        for (int i = SIZE_KNOWN; fits && i < size; i++) {
            fits = memory.getByte(address + i) == 0;
        }
        if (!fits) {
            memory.putInt(address, SIZE_KNOWN);
            throw Errno.E2BIG.exception();
        }
    }

    /// Changes flags only, whatever policy is named: the policy is a parameter.
    private static long keepParameters(Task t, Task target, int policy, long flags, boolean reset) {
        SchedEntity e = target.sched();
        if (policy > SCHED_DEADLINE || policy == 4) {
            return Errno.EINVAL.result();
        }
        if (e.policy() == SCHED_DEADLINE) {
            Scheduler scheduler = t.kernel().scheduler();
            scheduler.setDeadlineFlags(target, (int) flags & (RECLAIM | OVERRUN), reset);
            return 0;
        }
        return SchedSyscalls.set(t, target, e.policy(), e.nice(), e.rtPriority(), reset);
    }

    private static long setDeadline(Task t, Task target, long address, long flags, boolean reset) {
        UserMemory memory = t.memory();
        long runtime = memory.getLong(address + 24);
        long deadline = memory.getLong(address + 32);
        long period = memory.getLong(address + 40);
        boolean valid =
                memory.getInt(address + 20) == 0
                        && deadline > 0
                        && runtime >= Scheduler.DEADLINE_RUNTIME_MIN
                        && period >= 0
                        && runtime <= deadline
                        && (period == 0 || deadline <= period);
        if (!valid) {
            return Errno.EINVAL.result();
        }
        Scheduler scheduler = t.kernel().scheduler();
        long all = SchedSyscalls.allCpus(t);
        boolean everywhere = (target.sched().affinity() & all) == all;
        if (!t.creds().capable(Capability.SYS_NICE) || !everywhere) {
            return Errno.EPERM.result();
        }
        if (!scheduler.admits(target, runtime, period == 0 ? deadline : period)) {
            return Errno.EBUSY.result();
        }
        scheduler.setDeadline(target, runtime, deadline, period);
        scheduler.setDeadlineFlags(target, (int) flags & (RECLAIM | OVERRUN), reset);
        return 0;
    }

    static long get(Task t, int pid, long address, int size, int callFlags) {
        if (address == 0 || pid < 0 || callFlags != 0 || size < SIZE || size > PAGE) {
            return Errno.EINVAL.result();
        }
        SchedEntity e = SchedSyscalls.find(t, pid).sched();
        UserMemory memory = t.memory();
        boolean deadline = e.policy() == SCHED_DEADLINE;
        memory.putInt(address, SIZE);
        memory.putInt(address + 4, e.policy());
        memory.putLong(
                address + 8, (e.resetOnFork() ? RESET_ON_FORK : 0) | (deadline ? e.dlFlags() : 0));
        memory.putInt(address + 16, SchedSyscalls.fair(e.policy()) ? e.nice() : 0);
        memory.putInt(address + 20, SchedSyscalls.realtime(e.policy()) ? e.rtPriority() : 0);
        memory.putLong(address + 24, deadline ? e.dlRuntime() : 0);
        memory.putLong(address + 32, deadline ? e.dlDeadline() : 0);
        memory.putLong(address + 40, deadline ? e.dlPeriod() : 0);
        return 0;
    }
}
