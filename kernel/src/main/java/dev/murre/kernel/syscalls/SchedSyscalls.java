package dev.murre.kernel.syscalls;

import static dev.murre.abi.SchedPolicy.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.sched.SchedEntity;
import dev.murre.kernel.sched.Scheduler;
import dev.murre.kernel.task.Pid;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskGroup;
import dev.murre.kernel.task.ThreadGroup;
import java.util.ArrayList;
import java.util.List;

/// Scheduling: sched_*, nice, getpriority and setpriority, sched(7).
public final class SchedSyscalls {
    private SchedSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.SCHED_YIELD, (t, a, b, c, d, e, f) -> yieldNow(t));
        table.on(Sysno.NICE, (t, a, b, c, d, e, f) -> nice(t, (int) a));
        table.on(Sysno.GETPRIORITY, (t, a, b, c, d, e, f) -> getpriority(t, (int) a, (int) b));
        table.on(
                Sysno.SETPRIORITY,
                (t, a, b, c, d, e, f) -> setpriority(t, (int) a, (int) b, (int) c));
        table.on(
                Sysno.SCHED_SETSCHEDULER,
                (t, a, b, c, d, e, f) -> setscheduler(t, (int) a, (int) b, c));
        table.on(Sysno.SCHED_GETSCHEDULER, (t, a, b, c, d, e, f) -> getscheduler(t, (int) a));
        table.on(Sysno.SCHED_SETPARAM, (t, a, b, c, d, e, f) -> setscheduler(t, (int) a, -1, b));
        table.on(Sysno.SCHED_GETPARAM, (t, a, b, c, d, e, f) -> getparam(t, (int) a, b));
        table.on(Sysno.SCHED_GET_PRIORITY_MAX, (t, a, b, c, d, e, f) -> limit((int) a, 99));
        table.on(Sysno.SCHED_GET_PRIORITY_MIN, (t, a, b, c, d, e, f) -> limit((int) a, 1));
        table.on(Sysno.SCHED_RR_GET_INTERVAL, (t, a, b, c, d, e, f) -> rrInterval(t, (int) a, b));
        table.on(Sysno.SCHED_SETAFFINITY, (t, a, b, c, d, e, f) -> setaffinity(t, (int) a, b, c));
        table.on(Sysno.SCHED_GETAFFINITY, (t, a, b, c, d, e, f) -> getaffinity(t, (int) a, b, c));
        table.on(
                Sysno.SCHED_SETATTR,
                (t, a, b, c, d, e, f) -> SchedAttributes.set(t, (int) a, b, (int) c));
        table.on(
                Sysno.SCHED_GETATTR,
                (t, a, b, c, d, e, f) -> SchedAttributes.get(t, (int) a, b, (int) c, (int) d));
        IoPriorities.register(table);
    }

    private static long yieldNow(Task t) {
        t.kernel().scheduler().yieldNow(t);
        return 0;
    }

    static Task find(Task t, int pid) {
        if (pid < 0) {
            throw Errno.EINVAL.exception();
        }
        return findAny(t, pid);
    }

    /// As {@link #find}, but a negative number is merely nobody's: sched_setaffinity(2).
    private static Task findAny(Task t, int pid) {
        Task target = pid == 0 ? t : t.pidNamespace().task(pid);
        if (target == null) {
            throw Errno.ESRCH.exception();
        }
        return target;
    }

    static boolean owns(Task t, Task target) {
        Credentials mine = t.creds();
        Credentials theirs = target.creds();
        return mine.euid() == theirs.uid()
                || mine.euid() == theirs.euid()
                || mine.capable(Capability.SYS_NICE);
    }

    /// Whether RLIMIT_NICE or a capability lets the caller give a task this nice value.
    private static boolean mayNice(Task t, Task target, int nice) {
        long limit = target.limits().soft(Rlimit.NICE);
        return 20 - nice <= limit || limit < 0 || t.creds().capable(Capability.SYS_NICE);
    }

    private static void setNice(Task target, int nice) {
        SchedEntity e = target.sched();
        target.kernel()
                .scheduler()
                .setPolicy(target, e.policy(), nice, e.rtPriority(), e.resetOnFork());
    }

    static int clamp(int nice) {
        return Math.max(-20, Math.min(19, nice));
    }

    private static long nice(Task t, int increment) {
        int bounded = Math.max(-40, Math.min(40, increment));
        int nice = clamp(t.sched().nice() + bounded);
        if (bounded < 0 && !mayNice(t, t, nice)) {
            return Errno.EPERM.result();
        }
        setNice(t, nice);
        return 0;
    }

    static List<Task> targets(Task t, int which, int who) {
        List<Task> all = new ArrayList<>();
        switch (which) {
            case PRIO_PROCESS -> {
                Task target = who == 0 ? t : t.pidNamespace().task(who);
                if (target != null) {
                    all.add(target);
                }
            }
            case PRIO_PGRP -> {
                Pid pid = who == 0 ? t.processGroup().pid() : t.pidNamespace().find(who);
                TaskGroup group = pid == null ? null : pid.group();
                if (group != null) {
                    for (ThreadGroup member : group.members()) {
                        all.addAll(member.threads());
                    }
                }
            }
            case PRIO_USER -> {
                int uid = who == 0 ? t.creds().uid() : who;
                var pids = t.pidNamespace();
                Task at = pids.nextTask(1);
                while (at != null) {
                    if (at.creds().uid() == uid) {
                        all.add(at);
                    }
                    at = pids.nextTask(at.pidStruct().numberIn(pids) + 1);
                }
            }
            default -> throw Errno.EINVAL.exception();
        }
        return all;
    }

    /// The system call returns 20 less the nice value, getpriority(2), "C library/kernel
    /// differences".
    private static long getpriority(Task t, int which, int who) {
        long best = Errno.ESRCH.result();
        for (Task target : targets(t, which, who)) {
            best = Math.max(best, 20 - target.sched().nice());
        }
        return best;
    }

    private static long setpriority(Task t, int which, int who, int value) {
        int nice = clamp(value);
        long result = Errno.ESRCH.result();
        for (Task target : targets(t, which, who)) {
            if (!owns(t, target)) {
                result = Errno.EPERM.result();
            } else if (nice < target.sched().nice() && !mayNice(t, target, nice)) {
                result = Errno.EACCES.result();
            } else {
                setNice(target, nice);
                result = result == Errno.ESRCH.result() ? 0 : result;
            }
        }
        return result;
    }

    static boolean fair(int policy) {
        return policy == SCHED_OTHER || policy == SCHED_BATCH || policy == SCHED_IDLE;
    }

    static boolean realtime(int policy) {
        return policy == SCHED_FIFO || policy == SCHED_RR;
    }

    private static long limit(int policy, int realtimeValue) {
        if (realtime(policy)) {
            return realtimeValue;
        }
        return fair(policy) || policy == SCHED_DEADLINE ? 0 : Errno.EINVAL.result();
    }

    private static long setscheduler(Task t, int pid, int wanted, long param) {
        if (param == 0) {
            return Errno.EINVAL.result();
        }
        int priority = t.memory().getInt(param);
        Task target = find(t, pid);
        boolean keep = wanted == -1;
        boolean reset = keep ? target.sched().resetOnFork() : (wanted & SCHED_RESET_ON_FORK) != 0;
        int policy = keep ? target.sched().policy() : wanted & ~SCHED_RESET_ON_FORK;
        return set(t, target, policy, target.sched().nice(), priority, reset);
    }

    static long set(Task t, Task target, int policy, int nice, int priority, boolean reset) {
        boolean valid =
                fair(policy) && priority == 0
                        || realtime(policy) && priority >= 1 && priority <= 99;
        if (!valid) {
            return Errno.EINVAL.result();
        }
        if (!t.creds().capable(Capability.SYS_NICE)) {
            long limit = target.limits().soft(Rlimit.RTPRIO);
            boolean raises =
                    realtime(policy)
                            && (target.sched().policy() != policy && limit == 0
                                    || priority > target.sched().rtPriority()
                                            && Long.compareUnsigned(priority, limit) > 0);
            boolean takesBack = target.sched().resetOnFork() && !reset;
            boolean lowersNice = nice < target.sched().nice() && !mayNice(t, target, nice);
            if (raises || lowersNice || takesBack || !owns(t, target)) {
                return Errno.EPERM.result();
            }
        }
        t.kernel().scheduler().setPolicy(target, policy, nice, priority, reset);
        t.kernel().futexes().pi().priorityChanged(target);
        return 0;
    }

    private static long getscheduler(Task t, int pid) {
        SchedEntity e = find(t, pid).sched();
        return e.policy() | (e.resetOnFork() ? SCHED_RESET_ON_FORK : 0);
    }

    private static long getparam(Task t, int pid, long param) {
        if (param == 0) {
            return Errno.EINVAL.result();
        }
        SchedEntity e = find(t, pid).sched();
        t.memory().putInt(param, realtime(e.policy()) ? e.rtPriority() : 0);
        return 0;
    }

    private static long rrInterval(Task t, int pid, long address) {
        int policy = find(t, pid).sched().policy();
        long nanos =
                policy == SCHED_RR
                        ? Scheduler.RR_SLICE_NANOS
                        : policy == SCHED_FIFO ? 0 : 4_000_000;
        Args.putTimespec(t, address, nanos);
        return 0;
    }

    static long allCpus(Task t) {
        int cpus = t.kernel().scheduler().cpus();
        return cpus >= 64 ? -1 : (1L << cpus) - 1;
    }

    private static long setaffinity(Task t, int pid, long length, long address) {
        long mask = 0;
        for (int i = 0; i < Math.min(length, 8); i++) {
            mask |= (t.memory().getByte(address + i) & 0xffL) << 8 * i;
        }
        Task target = findAny(t, pid);
        if (!owns(t, target)) {
            return Errno.EPERM.result();
        }
        mask &= allCpus(t);
        if (mask == 0) {
            return Errno.EINVAL.result();
        }
        // What it was admitted for is time on all of them.
        if (target.sched().policy() == SCHED_DEADLINE && mask != allCpus(t)) {
            return Errno.EBUSY.result();
        }
        t.kernel().scheduler().setAffinity(target, mask == allCpus(t) ? -1 : mask);
        return 0;
    }

    private static long getaffinity(Task t, int pid, long length, long address) {
        Abi abi = t.abi();
        boolean tooShort = length * 8 < t.kernel().scheduler().cpus();
        if (tooShort || (length & abi.wordSize - 1) != 0) {
            return Errno.EINVAL.result();
        }
        long mask = findAny(t, pid).sched().affinity() & allCpus(t);
        int bytes = (int) Math.min(length, 8);
        UserMemory memory = t.memory();
        for (int i = 0; i < bytes; i++) {
            memory.putByte(address + i, (byte) (mask >>> 8 * i));
        }
        return bytes;
    }
}
