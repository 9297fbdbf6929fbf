package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.abi.SchedPolicy;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// Limits and usage: getrlimit, setrlimit, prlimit64, getrusage, times.
public final class LimitSyscalls {
    private static final long TICK_NANOS = 10_000_000;
    private static final long INFINITY_32 = 0xffffffffL;

    private LimitSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.GETRLIMIT, (t, a, b, c, d, e, f) -> getrlimit(t, (int) a, b, true));
        table.on(Sysno.UGETRLIMIT, (t, a, b, c, d, e, f) -> getrlimit(t, (int) a, b, false));
        table.on(Sysno.SETRLIMIT, (t, a, b, c, d, e, f) -> setrlimit(t, (int) a, b));
        table.on(Sysno.PRLIMIT64, (t, a, b, c, d, e, f) -> prlimit(t, (int) a, (int) b, c, d));
        table.on(Sysno.GETRUSAGE, (t, a, b, c, d, e, f) -> getrusage(t, (int) a, b));
        table.on(Sysno.TIMES, (t, a, b, c, d, e, f) -> times(t, a));
    }

    private static Rlimit limit(int number) {
        Rlimit limit = Rlimit.of(number);
        if (limit == null) {
            throw Errno.EINVAL.exception();
        }
        return limit;
    }

    /// The old call of 32-bit ABIs knows no limit above 2^31 - 1.
    private static long getrlimit(Task t, int number, long address, boolean old) {
        Rlimit limit = limit(number);
        Abi abi = t.abi();
        long soft = t.limits().soft(limit);
        long hard = t.limits().hard(limit);
        if (!abi.is64()) {
            long most = old ? 0x7fffffffL : INFINITY_32;
            soft = Long.compareUnsigned(soft, most) > 0 ? most : soft;
            hard = Long.compareUnsigned(hard, most) > 0 ? most : hard;
        }
        t.memory().putWord(address, soft, abi);
        t.memory().putWord(address + abi.wordSize, hard, abi);
        return 0;
    }

    private static long setrlimit(Task t, int number, long address) {
        Abi abi = t.abi();
        long soft = widen(t.memory().getWord(address, abi), abi);
        long hard = widen(t.memory().getWord(address + abi.wordSize, abi), abi);
        return set(t, t.limits(), limit(number), soft, hard);
    }

    private static long widen(long value, Abi abi) {
        return !abi.is64() && value == INFINITY_32 ? Rlimit.INFINITY : value;
    }

    private static long set(Task t, Rlimits limits, Rlimit limit, long soft, long hard) {
        if (Long.compareUnsigned(soft, hard) > 0) {
            return Errno.EINVAL.result();
        }
        if (limit == Rlimit.NOFILE && Long.compareUnsigned(hard, 1 << 20) > 0) {
            return Errno.EPERM.result();
        }
        if (Long.compareUnsigned(hard, limits.hard(limit)) > 0
                && !t.creds().capable(Capability.SYS_RESOURCE)) {
            return Errno.EPERM.result();
        }
        limits.set(limit, soft, hard);
        return 0;
    }

    private static long prlimit(Task t, int pid, int number, long fresh, long old) {
        UserMemory memory = t.memory();
        long soft = fresh == 0 ? 0 : memory.getLong(fresh);
        long hard = fresh == 0 ? 0 : memory.getLong(fresh + 8);
        Task target = pid == 0 ? t : t.pidNamespace().task(pid);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        if (!mayLimit(t, target)) {
            return Errno.EPERM.result();
        }
        Rlimit limit = limit(number);
        Rlimits limits = target.limits();
        long oldSoft = limits.soft(limit);
        long oldHard = limits.hard(limit);
        if (fresh != 0) {
            long result = set(t, limits, limit, soft, hard);
            if (result != 0) {
                return result;
            }
        }
        if (old != 0) {
            memory.putLong(old, oldSoft);
            memory.putLong(old + 8, oldHard);
        }
        return 0;
    }

    private static boolean mayLimit(Task t, Task target) {
        Credentials mine = t.creds();
        Credentials theirs = target.creds();
        boolean same =
                mine.uid() == theirs.euid()
                        && mine.uid() == theirs.suid()
                        && mine.uid() == theirs.uid()
                        && mine.gid() == theirs.egid()
                        && mine.gid() == theirs.sgid()
                        && mine.gid() == theirs.gid();
        return t == target || same || mine.capable(Capability.SYS_RESOURCE);
    }

    private static long getrusage(Task t, int who, long address) {
        Accounting usage =
                switch (who) {
                    case SchedPolicy.RUSAGE_SELF -> t.threadGroup().usage();
                    case SchedPolicy.RUSAGE_CHILDREN -> t.threadGroup().childrenUsage();
                    case SchedPolicy.RUSAGE_THREAD -> {
                        t.kernel().scheduler().updateCurrent(t);
                        yield t.accounting();
                    }
                    default -> throw Errno.EINVAL.exception();
                };
        putUsage(t, address, usage);
        if (who != SchedPolicy.RUSAGE_CHILDREN) {
            long pages = Math.max(usage.maxRssPages(), t.mm().peakPages());
            Abi abi = t.abi();
            t.memory().putWord(address + 4L * abi.wordSize, pages * 4, abi);
        }
        return 0;
    }

    /// Writes struct rusage, getrusage(2).
    static void putUsage(Task t, long address, Accounting usage) {
        Abi abi = t.abi();
        int w = abi.wordSize;
        UserMemory memory = t.memory();
        Args.putTimeval(t, address, usage.userNanos());
        Args.putTimeval(t, address + 2L * w, usage.systemNanos());
        long[] rest = new long[14];
        rest[0] = usage.maxRssPages() * 4;
        rest[4] = usage.minorFaults();
        rest[5] = usage.majorFaults();
        rest[12] = usage.voluntarySwitches();
        rest[13] = usage.involuntarySwitches();
        for (int i = 0; i < rest.length; i++) {
            memory.putWord(address + (4L + i) * w, rest[i], abi);
        }
    }

    private static long times(Task t, long address) {
        if (address != 0) {
            Abi abi = t.abi();
            Accounting own = t.threadGroup().usage();
            Accounting children = t.threadGroup().childrenUsage();
            long[] values = {
                own.userNanos(), own.systemNanos(), children.userNanos(), children.systemNanos()
            };
            for (int i = 0; i < 4; i++) {
                long at = address + (long) i * abi.wordSize;
                t.memory().putWord(at, values[i] / TICK_NANOS, abi);
            }
        }
        return t.kernel().clocks().monotonicNanos() / TICK_NANOS + 429_496_729L;
    }
}
