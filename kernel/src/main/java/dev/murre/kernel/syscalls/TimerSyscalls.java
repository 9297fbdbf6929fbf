package dev.murre.kernel.syscalls;

import static dev.murre.abi.ClockIds.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.ProcessTimers;
import dev.murre.kernel.task.ProcessTimers.Interval;
import dev.murre.kernel.task.ProcessTimers.IntervalTimer;
import dev.murre.kernel.task.ProcessTimers.PosixTimer;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// Timers that send signals: alarm, setitimer and timer_create.
public final class TimerSyscalls {
    private static final int SIGEVENT_BYTES = 64;

    private TimerSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.ALARM, (t, a, b, c, d, e, f) -> alarm(t, a & 0xffffffffL));
        table.on(Sysno.GETITIMER, (t, a, b, c, d, e, f) -> getitimer(t, (int) a, b));
        table.on(Sysno.SETITIMER, (t, a, b, c, d, e, f) -> setitimer(t, (int) a, b, c));
        table.on(Sysno.TIMER_CREATE, (t, a, b, c, d, e, f) -> create(t, (int) a, b, c));
        table.on(
                Sysno.TIMER_SETTIME,
                (t, a, b, c, d, e, f) -> settime(t, (int) a, (int) b, c, d, false));
        table.on(
                Sysno.TIMER_SETTIME64,
                (t, a, b, c, d, e, f) -> settime(t, (int) a, (int) b, c, d, true));
        table.on(Sysno.TIMER_GETTIME, (t, a, b, c, d, e, f) -> gettime(t, (int) a, b, false));
        table.on(Sysno.TIMER_GETTIME64, (t, a, b, c, d, e, f) -> gettime(t, (int) a, b, true));
        table.on(Sysno.TIMER_GETOVERRUN, (t, a, b, c, d, e, f) -> timer(t, (int) a).lastOverrun());
        table.on(Sysno.TIMER_DELETE, (t, a, b, c, d, e, f) -> delete(t, (int) a));
    }

    private static ProcessTimers timers(Task t) {
        return t.threadGroup().timers();
    }

    private static long alarm(Task t, long seconds) {
        IntervalTimer timer = timers(t).interval(Interval.REAL);
        long left = timer.remaining();
        timer.set(seconds * Args.NANOS, 0);
        long rounded = left / Args.NANOS;
        boolean up = left % Args.NANOS >= Args.NANOS / 2 || rounded == 0 && left > 0;
        return up ? rounded + 1 : rounded;
    }

    private static IntervalTimer interval(Task t, int which) {
        if (which < 0 || which > 2) {
            throw Errno.EINVAL.exception();
        }
        return timers(t).interval(Interval.values()[which]);
    }

    private static long getitimer(Task t, int which, long address) {
        IntervalTimer timer = interval(t, which);
        putIntervals(t, address, timer.interval(), timer.remaining());
        return 0;
    }

    private static void putIntervals(Task t, long address, long interval, long value) {
        Args.putTimeval(t, address, interval);
        Args.putTimeval(t, address + 2L * t.abi().wordSize, value);
    }

    private static long setitimer(Task t, int which, long fresh, long old) {
        IntervalTimer timer = interval(t, which);
        long interval = 0;
        long value = 0;
        if (fresh != 0) {
            interval = Args.timeval(t, fresh);
            value = Args.timeval(t, fresh + 2L * t.abi().wordSize);
        }
        long oldInterval = timer.interval();
        long oldValue = timer.remaining();
        timer.set(value, interval);
        if (old != 0) {
            putIntervals(t, old, oldInterval, oldValue);
        }
        return 0;
    }

    private static long create(Task t, int clock, long event, long idAddress) {
        if (event != 0) {
            t.memory().copyFromUser(event, new byte[SIGEVENT_BYTES], 0, SIGEVENT_BYTES);
        }
        long known = ClockSyscalls.now(t, clock);
        if (known < 0) {
            return Errno.EINVAL.result();
        }
        if (ClockSyscalls.isWithoutTimers(clock)) {
            return Errno.EOPNOTSUPP.result();
        }
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        int w = abi.wordSize;
        Signal signal = Signal.SIGALRM;
        Task target = null;
        long value = 0;
        if (event != 0) {
            value = memory.getWord(event, abi);
            int notify = memory.getInt(event + w + 4);
            signal = notify == SIGEV_NONE ? null : Args.signal(memory.getInt(event + w));
            switch (notify) {
                case SIGEV_NONE, SIGEV_SIGNAL, SIGEV_THREAD -> {}
                case SIGEV_THREAD_ID -> {
                    target = t.pidNamespace().task(memory.getInt(event + w + 8));
                    if (target == null || target.threadGroup() != t.threadGroup()) {
                        return Errno.EINVAL.result();
                    }
                }
                default -> {
                    return Errno.EINVAL.result();
                }
            }
        }
        if (ClockSyscalls.wantsDevice(clock)) {
            return Errno.EOPNOTSUPP.result();
        }
        PosixTimer timer = timers(t).create(clock, signal, value, event == 0, target);
        memory.putInt(idAddress, timer.id());
        return 0;
    }

    private static PosixTimer timer(Task t, int id) {
        PosixTimer timer = timers(t).posix().get(id);
        if (timer == null) {
            throw Errno.EINVAL.exception();
        }
        return timer;
    }

    private static long read(Task t, long address, boolean wide) {
        return wide ? Args.timespec64(t, address) : Args.timespec(t, address);
    }

    private static void write(Task t, long address, PosixTimer timer, boolean wide) {
        long interval = timer.interval();
        long value = timer.remaining();
        if (wide) {
            Args.putTimespec64(t, address, interval);
            Args.putTimespec64(t, address + 16, value);
        } else {
            Args.putTimespec(t, address, interval);
            Args.putTimespec(t, address + 2L * t.abi().wordSize, value);
        }
    }

    private static long settime(Task t, int id, int flags, long fresh, long old, boolean wide) {
        if (fresh == 0) {
            return Errno.EINVAL.result();
        }
        PosixTimer timer = timer(t, id);
        long size = wide ? 16 : 2L * t.abi().wordSize;
        long interval = read(t, fresh, wide);
        long value = read(t, fresh + size, wide);
        if (old != 0) {
            write(t, old, timer, wide);
        }
        if (value == 0) {
            timer.set(0, interval);
            return 0;
        }
        long now = t.kernel().timers().now();
        boolean absolute = (flags & TIMER_ABSTIME) != 0;
        long span = absolute ? value - ClockSyscalls.now(t, timer.clock()) : value;
        long deadline = span >= Long.MAX_VALUE - now ? Long.MAX_VALUE - 1 : now + span;
        timer.set(deadline == 0 ? 1 : deadline, interval);
        timer.followRealtime(absolute && ClockSyscalls.realtime(timer.clock()));
        return 0;
    }

    private static long gettime(Task t, int id, long address, boolean wide) {
        write(t, address, timer(t, id), wide);
        return 0;
    }

    private static long delete(Task t, int id) {
        timers(t).delete(timer(t, id));
        return 0;
    }
}
