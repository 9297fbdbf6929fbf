package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.Timex;
import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.mm.Mm;

/// Setting the clock, at once or little by little: clock_settime(2), adjtimex(2). Linux:
/// kernel/time/timekeeping.c and ntp.c.
///
/// What is to be made up for is added to CLOCK_REALTIME several times a second. CLOCK_MONOTONIC is
/// the host's, whose pace nothing here changes; leap seconds are not inserted.
public final class Timekeeping {
    private static final long SECOND = 1_000_000_000L;
    private static final long STEP_NANOS = SECOND / 8;
    private static final long NORMAL_TICK = 10_000;
    private static final long LEAST_TICK = 9_000;
    private static final long MOST_TICK = 11_000;

    /// adjtime(3) makes up for so many microseconds in a second; so many more each second may the
    /// clock be wrong when nobody looks after it.
    private static final long SLEW_MICROS = 500;

    private static final long MAX_FREQUENCY = 500L << Timex.FREQUENCY_SHIFT;
    private static final long MAX_ERROR = 16_000_000;
    private static final long MAX_OFFSET_NANOS = SECOND / 2;
    private static final int MAX_CONSTANT = 10;
    private static final int MAX_TAI = 100_000;

    private final Kernel kernel;
    private final Clocks clocks;

    private long offsetNanos;
    private long frequency;
    private long maxErrorMicros = MAX_ERROR;
    private long maxErrorSince;
    private long estimatedErrorMicros = MAX_ERROR;
    private int status = Timex.STA_UNSYNC;
    private long constant = 2;
    private long tick = NORMAL_TICK;

    /// What adjtime(3) still has to make up for.
    private long adjustMicros;

    /// What is less than a nanosecond of what had to be added, in 1/SECOND of it.
    private long restOfStep;

    private long slewedUntil;

    private final TimerNode steps =
            new TimerNode() {
                @Override
                protected void fire(long nowNanos) {
                    slew(nowNanos);
                }
            };

    Timekeeping(Kernel kernel) {
        this.kernel = kernel;
        this.clocks = kernel.clocks();
    }

    /// Sets CLOCK_REALTIME.
    public void setRealtime(long nanos) {
        long before = clocks.realtimeOffsetNanos();
        clocks.setRealtimeNanos(nanos);
        kernel.timers().realtimeSet(clocks.realtimeOffsetNanos() - before);
        refreshVariables();
    }

    /// Programs read the offset of the real time in a page of their own.
    private void refreshVariables() {
        PidNamespace pids = kernel.pids();
        for (Task each = pids.nextTask(1);
                each != null;
                each = pids.nextTask(each.pidStruct().number() + 1)) {
            Mm mm = each.mmOrNull();
            if (mm != null) {
                mm.refresh();
            }
        }
    }

    /// adjtimex(2) for a caller who may do what it asks: changes what `asked` says and puts what is
    /// so now in its place.
    ///
    /// @return TIME_OK or TIME_ERROR
    /// @throws dev.murre.abi.ErrnoException EINVAL
    public int adjust(Timex asked) {
        check(asked);
        long now = clocks.monotonicNanos();
        ageErrors(now);
        if ((asked.modes & Timex.ADJ_SETOFFSET) != 0) {
            long unit = (asked.modes & Timex.ADJ_NANO) != 0 ? 1 : 1000;
            setRealtime(clocks.realtimeNanos() + asked.seconds * SECOND + asked.fraction * unit);
        }
        if ((asked.modes & Timex.ADJ_ADJTIME) != 0) {
            long before = adjustMicros;
            if ((asked.modes & Timex.ADJ_OFFSET_READONLY) == 0) {
                adjustMicros = asked.offset;
            }
            asked.offset = before;
        } else {
            change(asked, now);
            asked.offset = offsetNanos / nanosPerUnit();
        }
        tell(asked);
        startSlewing(now);
        return (status & (Timex.STA_UNSYNC | Timex.STA_CLOCKERR)) != 0
                ? Timex.TIME_ERROR
                : Timex.TIME_OK;
    }

    private static void check(Timex asked) {
        int modes = asked.modes;
        boolean bad;
        if ((modes & Timex.ADJ_ADJTIME) != 0) {
            bad = (modes & Timex.ADJ_OFFSET_SINGLESHOT) == 0;
        } else {
            bad =
                    (modes & Timex.ADJ_TICK) != 0
                            && !(asked.tick >= LEAST_TICK && asked.tick <= MOST_TICK);
        }
        if ((modes & Timex.ADJ_SETOFFSET) != 0) {
            long most = (modes & Timex.ADJ_NANO) != 0 ? SECOND : 1_000_000;
            bad |= asked.fraction < 0 || asked.fraction >= most;
            bad |= Math.abs(asked.seconds) > Long.MAX_VALUE / SECOND / 2;
        }
        if (bad) {
            throw Errno.EINVAL.exception();
        }
    }

    private void change(Timex asked, long now) {
        int modes = asked.modes;
        if ((modes & Timex.ADJ_STATUS) != 0) {
            status = status & Timex.STA_READ_ONLY | asked.status & ~Timex.STA_READ_ONLY;
        }
        if ((modes & Timex.ADJ_NANO) != 0) {
            status |= Timex.STA_NANO;
        }
        if ((modes & Timex.ADJ_MICRO) != 0) {
            status &= ~Timex.STA_NANO;
        }
        if ((modes & Timex.ADJ_FREQUENCY) != 0) {
            frequency = Math.clamp(asked.frequency, -MAX_FREQUENCY, MAX_FREQUENCY);
        }
        if ((modes & Timex.ADJ_MAXERROR) != 0) {
            maxErrorMicros = Math.clamp(asked.maxError, 0, MAX_ERROR);
            maxErrorSince = now;
        }
        if ((modes & Timex.ADJ_ESTERROR) != 0) {
            estimatedErrorMicros = Math.clamp(asked.estimatedError, 0, MAX_ERROR);
        }
        if ((modes & Timex.ADJ_TIMECONST) != 0) {
            long coarser = (status & Timex.STA_NANO) != 0 ? 0 : 4;
            constant =
                    Math.clamp(
                            Math.clamp(asked.constant, 0, MAX_CONSTANT) + coarser, 0, MAX_CONSTANT);
        }
        if ((modes & Timex.ADJ_TAI) != 0 && asked.constant >= 0 && asked.constant <= MAX_TAI) {
            clocks.setTaiSeconds((int) asked.constant);
        }
        if ((modes & Timex.ADJ_OFFSET) != 0 && (status & Timex.STA_PLL) != 0) {
            long most = MAX_OFFSET_NANOS / nanosPerUnit();
            offsetNanos = Math.clamp(asked.offset, -most, most) * nanosPerUnit();
        }
        if ((modes & Timex.ADJ_TICK) != 0) {
            tick = asked.tick;
        }
    }

    private long nanosPerUnit() {
        return (status & Timex.STA_NANO) != 0 ? 1 : 1000;
    }

    private void tell(Timex result) {
        long now = clocks.realtimeNanos();
        result.frequency = frequency;
        result.maxError = maxErrorMicros;
        result.estimatedError = estimatedErrorMicros;
        result.status = status;
        result.constant = constant;
        result.precision = 1;
        result.tolerance = MAX_FREQUENCY;
        result.seconds = Math.floorDiv(now, SECOND);
        result.fraction = Math.floorMod(now, SECOND) / nanosPerUnit();
        result.tick = tick;
        result.tai = clocks.taiSeconds();
    }

    private void ageErrors(long now) {
        long seconds = (now - maxErrorSince) / SECOND;
        maxErrorSince += seconds * SECOND;
        maxErrorMicros += Math.min(seconds * SLEW_MICROS, MAX_ERROR);
        if (maxErrorMicros > MAX_ERROR) {
            maxErrorMicros = MAX_ERROR;
            status |= Timex.STA_UNSYNC;
        }
    }

    private boolean slews() {
        return adjustMicros != 0 || offsetNanos != 0 || frequency != 0 || tick != NORMAL_TICK;
    }

    private void startSlewing(long now) {
        if (slews() && !steps.pending()) {
            slewedUntil = now;
            kernel.timers().add(steps, now + STEP_NANOS);
        }
    }

    /// Adds to the real time what has come together since the last step.
    private void slew(long now) {
        long span = Math.min(now - slewedUntil, SECOND);
        slewedUntil = now;
        long pace = (tick - NORMAL_TICK) * 100_000 + (frequency * 1000 >> Timex.FREQUENCY_SHIFT);
        long sum = pace * span + restOfStep;
        restOfStep = sum % SECOND;
        long ahead = sum / SECOND + adjustment(span) + phase(span);
        if (ahead != 0) {
            clocks.setRealtimeNanos(clocks.realtimeNanos() + ahead);
            kernel.timers().realtimeSlewed(ahead);
            refreshVariables();
        }
        if (slews()) {
            kernel.timers().add(steps, now + STEP_NANOS);
        }
    }

    private long adjustment(long span) {
        long most = Math.max(1, SLEW_MICROS * span / SECOND);
        long micros = Math.clamp(adjustMicros, -most, most);
        adjustMicros -= micros;
        return micros * 1000;
    }

    /// A part of the offset, the smaller the larger the time constant is.
    private long phase(long span) {
        long part = (offsetNanos >> 2 + constant) / (SECOND / STEP_NANOS) * span / STEP_NANOS;
        long nanos = part == 0 ? offsetNanos : part;
        offsetNanos -= nanos;
        return nanos;
    }
}
