package dev.murre.kernel.syscalls;

import static dev.murre.abi.ClockIds.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// Reading and setting clocks, and sleeping: clock_gettime, gettimeofday, time, nanosleep and their
/// kin.
public final class ClockSyscalls {
    private static final long COARSE_NANOS = 4_000_000;

    private ClockSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.CLOCK_GETTIME, (t, a, b, c, d, e, f) -> gettime(t, (int) a, b, false));
        table.on(Sysno.CLOCK_GETTIME64, (t, a, b, c, d, e, f) -> gettime(t, (int) a, b, true));
        table.on(Sysno.CLOCK_GETRES, (t, a, b, c, d, e, f) -> getres(t, (int) a, b, false));
        table.on(Sysno.CLOCK_GETRES_TIME64, (t, a, b, c, d, e, f) -> getres(t, (int) a, b, true));
        table.on(Sysno.CLOCK_SETTIME, (t, a, b, c, d, e, f) -> settime(t, (int) a, b, false));
        table.on(Sysno.CLOCK_SETTIME64, (t, a, b, c, d, e, f) -> settime(t, (int) a, b, true));
        table.on(Sysno.GETTIMEOFDAY, (t, a, b, c, d, e, f) -> gettimeofday(t, a, b));
        table.on(Sysno.STIME, (t, a, b, c, d, e, f) -> stime(t, a));
        table.on(Sysno.SETTIMEOFDAY, (t, a, b, c, d, e, f) -> settimeofday(t, a));
        table.on(Sysno.TIME, (t, a, b, c, d, e, f) -> time(t, a));
        table.on(
                Sysno.NANOSLEEP,
                (t, a, b, c, d, e, f) -> nanosleep(t, CLOCK_MONOTONIC, 0, a, b, false));
        table.on(
                Sysno.CLOCK_NANOSLEEP,
                (t, a, b, c, d, e, f) -> nanosleep(t, (int) a, (int) b, c, d, false));
        table.on(
                Sysno.CLOCK_NANOSLEEP_TIME64,
                (t, a, b, c, d, e, f) -> nanosleep(t, (int) a, (int) b, c, d, true));
    }

    /// The time of a clock in nanoseconds.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL if there is no such clock
    static long now(Task t, int clock) {
        Clocks clocks = t.kernel().clocks();
        return switch (clock) {
            case CLOCK_REALTIME, CLOCK_REALTIME_COARSE, CLOCK_REALTIME_ALARM ->
                    clocks.realtimeNanos();
            case CLOCK_TAI -> clocks.realtimeNanos() + clocks.taiSeconds() * Args.NANOS;
            case CLOCK_MONOTONIC,
                    CLOCK_MONOTONIC_RAW,
                    CLOCK_MONOTONIC_COARSE,
                    CLOCK_BOOTTIME,
                    CLOCK_BOOTTIME_ALARM ->
                    clocks.monotonicNanos();
            case CLOCK_PROCESS_CPUTIME_ID -> total(t.threadGroup().usage());
            case CLOCK_THREAD_CPUTIME_ID -> {
                t.kernel().scheduler().updateCurrent(t);
                yield total(t.accounting());
            }
            default -> processorClock(t, clock);
        };
    }

    private static long total(Accounting usage) {
        return usage.userNanos() + usage.systemNanos();
    }

    /// Negative clocks name a process or thread, clock_getcpuclockid(3).
    private static long processorClock(Task t, int clock) {
        int kind = clock & 3;
        if (clock >= 0 || kind == 3) {
            throw Errno.EINVAL.exception();
        }
        int id = ~(clock >> 3);
        Task target = id == 0 ? t : t.pidNamespace().task(id);
        if (target == null) {
            throw Errno.EINVAL.exception();
        }
        boolean thread = (clock & 4) != 0;
        if (thread) {
            t.kernel().scheduler().updateCurrent(target);
        }
        Accounting usage = thread ? target.accounting() : target.threadGroup().usage();
        return kind == 1 ? usage.userNanos() : total(usage);
    }

    static boolean realtime(int clock) {
        return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_ALARM || clock == CLOCK_TAI;
    }

    /// Clocks that can only be read.
    static boolean isWithoutTimers(int clock) {
        return clock == CLOCK_MONOTONIC_RAW
                || clock == CLOCK_REALTIME_COARSE
                || clock == CLOCK_MONOTONIC_COARSE;
    }

    private static long gettime(Task t, int clock, long address, boolean wide) {
        requireDevice(clock);
        put(t, address, now(t, clock), wide);
        return 0;
    }

    /// The clocks that wake a sleeping machine want a real-time clock device, and there is none.
    static boolean wantsDevice(int clock) {
        return clock == CLOCK_REALTIME_ALARM || clock == CLOCK_BOOTTIME_ALARM;
    }

    private static void requireDevice(int clock) {
        if (wantsDevice(clock)) {
            throw Errno.EINVAL.exception();
        }
    }

    private static void put(Task t, long address, long nanos, boolean wide) {
        if (wide) {
            Args.putTimespec64(t, address, nanos);
        } else {
            Args.putTimespec(t, address, nanos);
        }
    }

    private static long getres(Task t, int clock, long address, boolean wide) {
        requireDevice(clock);
        long unused = now(t, clock);
        boolean coarse = clock == CLOCK_REALTIME_COARSE || clock == CLOCK_MONOTONIC_COARSE;
        if (address != 0 && unused >= 0) {
            put(t, address, coarse ? COARSE_NANOS : 1, wide);
        }
        return 0;
    }

    private static long settime(Task t, int clock, long address, boolean wide) {
        if (clock != CLOCK_REALTIME) {
            return Errno.EINVAL.result();
        }
        long nanos = wide ? Args.timespec64(t, address) : Args.timespec(t, address);
        return setRealtime(t, nanos);
    }

    private static long setRealtime(Task t, long nanos) {
        if (!t.creds().capable(Capability.SYS_TIME)) {
            return Errno.EPERM.result();
        }
        t.kernel().timekeeping().setRealtime(nanos);
        return 0;
    }

    private static long gettimeofday(Task t, long time, long zone) {
        if (time != 0) {
            Args.putTimeval(t, time, t.kernel().clocks().realtimeNanos());
        }
        if (zone != 0) {
            t.memory().putLong(zone, 0);
        }
        return 0;
    }

    private static long settimeofday(Task t, long time) {
        return time == 0 ? 0 : setRealtime(t, Args.timeval(t, time));
    }

    /// stime(2), which only the oldest ABIs have: whole seconds.
    private static long stime(Task t, long address) {
        return setRealtime(t, t.memory().getWord(address, t.abi()) * 1_000_000_000L);
    }

    private static long time(Task t, long address) {
        long seconds = t.kernel().clocks().realtimeSeconds();
        if (address != 0) {
            t.memory().putWord(address, seconds, t.abi());
        }
        return seconds;
    }

    private static long nanosleep(
            Task t, int clock, int flags, long request, long remaining, boolean wide) {
        boolean absolute = (flags & TIMER_ABSTIME) != 0;
        if (t.restart().firstEntry()) {
            if (isWithoutTimers(clock) || clock == CLOCK_THREAD_CPUTIME_ID) {
                return Errno.EOPNOTSUPP.result();
            }
            long nanos = wide ? Args.timespec64(t, request) : Args.timespec(t, request);
            long now = t.kernel().timers().now();
            if (absolute) {
                t.restart().deadlineNanos = nanos;
            } else {
                long check = now(t, clock);
                t.restart().deadlineNanos =
                        check < 0 || nanos >= Timers.NEVER - now ? Timers.NEVER : now + nanos;
            }
        }
        long deadline = t.restart().deadlineNanos;
        if (absolute) {
            deadline -= now(t, clock) - t.kernel().timers().now();
        }
        boolean realtime = absolute && realtime(clock);
        long result = realtime ? t.sleepUntilRealtime(deadline) : t.sleepUntil(deadline);
        if (result == SyscallResult.BLOCKED) {
            return result;
        }
        if (result == Errno.ETIMEDOUT.result()) {
            return 0;
        }
        if (absolute) {
            return Errno.ERESTARTNOHAND.result();
        }
        if (remaining != 0) {
            long left = Math.max(0, deadline - t.kernel().timers().now());
            put(t, remaining, left, wide);
        }
        return t.restartLater();
    }
}
