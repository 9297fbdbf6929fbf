package dev.murre.kernel.task;

import dev.murre.abi.Rlimit;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.signal.SignalSender;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The timers of a process: setitimer(2) and timer_create(2).
public final class ProcessTimers {
    /// setitimer(2)'s three.
    public enum Interval {
        REAL(Signal.SIGALRM),
        VIRTUAL(Signal.SIGVTALRM),
        PROF(Signal.SIGPROF);

        final Signal signal;

        Interval(Signal signal) {
            this.signal = signal;
        }
    }

    private final ThreadGroup process;
    private final IntervalTimer[] intervals = new IntervalTimer[3];
    private final Map<Integer, PosixTimer> posix = new TreeMap<>();
    private int nextId;
    private long lastCpuSignal;

    ProcessTimers(ThreadGroup process) {
        this.process = process;
    }

    /// One of the interval timers.
    public IntervalTimer interval(Interval which) {
        IntervalTimer timer = intervals[which.ordinal()];
        if (timer == null) {
            timer = new IntervalTimer(which);
            intervals[which.ordinal()] = timer;
        }
        return timer;
    }

    /// RLIMIT_CPU: SIGXCPU each second from the soft limit on, SIGKILL at the hard one.
    void checkCpuLimit() {
        Rlimits limits = process.limits();
        long soft = limits.soft(Rlimit.CPU);
        if (soft == Rlimit.INFINITY) {
            return;
        }
        long seconds = usedNanos(process, Interval.PROF) / 1_000_000_000L;
        if (Long.compareUnsigned(seconds, limits.hard(Rlimit.CPU)) >= 0) {
            SignalSender.sendToProcess(process, SigInfo.kernel(Signal.SIGKILL));
        } else if (Long.compareUnsigned(seconds, Math.max(soft, lastCpuSignal + 1)) >= 0) {
            lastCpuSignal = seconds;
            SignalSender.sendToProcess(process, SigInfo.kernel(Signal.SIGXCPU));
        }
    }

    /// All timers of timer_create(2) by id.
    public Map<Integer, PosixTimer> posix() {
        return posix;
    }

    /// Makes a timer of timer_create(2).
    ///
    /// @param target the thread to signal, or null for the process
    /// @param signal null for SIGEV_NONE
    public PosixTimer create(
            int clock,
            @Nullable Signal signal,
            long value,
            boolean valueIsId,
            @Nullable Task target) {
        int id = nextId++;
        PosixTimer timer = new PosixTimer(id, clock, signal, valueIsId ? id : value, target);
        posix.put(id, timer);
        return timer;
    }

    /// timer_delete(2).
    public void delete(PosixTimer timer) {
        process.kernel().timers().cancel(timer);
        posix.remove(timer.id);
    }

    /// A signal is being delivered: if it is a timer's, the timer starts again and its overruns are
    /// counted.
    public SigInfo delivered(SigInfo info) {
        if (info.code() != SigCodes.SI_TIMER) {
            return info;
        }
        PosixTimer timer = posix.get(info.status());
        if (timer == null) {
            return info;
        }
        timer.delivered();
        return SigInfo.timer(info.signal(), info.status(), timer.lastOverrun, info.value());
    }

    /// exec: timers of timer_create(2) go, interval timers stay.
    public void exec() {
        for (PosixTimer timer : posix.values()) {
            process.kernel().timers().cancel(timer);
        }
        posix.clear();
    }

    /// The process ends.
    void stop() {
        exec();
        for (IntervalTimer timer : intervals) {
            if (timer != null) {
                process.kernel().timers().cancel(timer);
            }
        }
    }

    private static long usedNanos(ThreadGroup process, Interval which) {
        Accounting usage = process.usage();
        return which == Interval.VIRTUAL
                ? usage.userNanos()
                : usage.userNanos() + usage.systemNanos();
    }

    /// One of setitimer(2)'s timers. Processor-time timers look again at the earliest moment at
    /// which they could be due.
    public final class IntervalTimer extends TimerNode {
        private final Interval which;
        private long intervalNanos;
        private long expiresAt;
        private boolean armed;

        IntervalTimer(Interval which) {
            this.which = which;
        }

        private long clock() {
            return which == Interval.REAL
                    ? process.kernel().timers().now()
                    : usedNanos(process, which);
        }

        /// Nanoseconds until it fires, 0 when it is off.
        public long remaining() {
            return armed ? Math.max(1000, expiresAt - clock()) : 0;
        }

        public long interval() {
            return intervalNanos;
        }

        /// Arms it, or turns it off with 0.
        public void set(long valueNanos, long newInterval) {
            Timers timers = process.kernel().timers();
            timers.cancel(this);
            intervalNanos = newInterval;
            armed = valueNanos > 0;
            if (armed) {
                expiresAt = clock() + valueNanos;
                timers.add(this, timers.now() + valueNanos);
            }
        }

        @Override
        protected void fire(long nowNanos) {
            Timers timers = process.kernel().timers();
            long left = expiresAt - clock();
            if (left > 0) {
                timers.add(this, nowNanos + Math.max(left, 1_000_000));
                return;
            }
            armed = intervalNanos > 0;
            if (armed) {
                expiresAt += intervalNanos;
                long wait = Math.max(expiresAt - clock(), 1000);
                timers.add(this, nowNanos + wait);
            }
            SignalSender.sendToProcess(process, SigInfo.kernel(which.signal));
        }
    }

    /// A timer of timer_create(2).
    public final class PosixTimer extends TimerNode {
        private final int id;
        private final int clock;
        private final @Nullable Signal signal;
        private final long value;
        private final @Nullable Task target;
        private long intervalNanos;
        private long expiresAt;
        private boolean armed;
        private boolean queued;
        private int overrun;
        private int lastOverrun;

        PosixTimer(int id, int clock, @Nullable Signal signal, long value, @Nullable Task target) {
            this.id = id;
            this.clock = clock;
            this.signal = signal;
            this.value = value;
            this.target = target;
        }

        public int id() {
            return id;
        }

        public int clock() {
            return clock;
        }

        public int lastOverrun() {
            return lastOverrun;
        }

        public long interval() {
            return intervalNanos;
        }

        /// Nanoseconds until it fires, 0 when it is off.
        public long remaining() {
            if (!armed) {
                return 0;
            }
            long now = process.kernel().timers().now();
            if (expiresAt <= now && intervalNanos > 0) {
                long periods = (now - expiresAt) / intervalNanos + 1;
                return expiresAt + periods * intervalNanos - now;
            }
            return Math.max(expiresAt - now, armed && pending() ? 1 : 0);
        }

        /// Arms it for a monotonic time, or turns it off with 0.
        public void set(long deadlineNanos, long newInterval) {
            followRealtime(false);
            Timers timers = process.kernel().timers();
            timers.cancel(this);
            intervalNanos = newInterval;
            armed = deadlineNanos != 0;
            overrun = 0;
            lastOverrun = 0;
            queued = false;
            if (armed) {
                expiresAt = deadlineNanos;
                timers.add(this, deadlineNanos);
            }
        }

        @Override
        protected void realtimeSet(long aheadNanos) {
            expiresAt = deadlineNanos();
        }

        @Override
        protected void fire(long nowNanos) {
            if (signal == null) {
                rearm(nowNanos);
                return;
            }
            queued = true;
            overrun = 0;
            SigInfo info = SigInfo.timer(signal, id, 0, value);
            boolean ignored =
                    process.leader().ignoresOrBlocks(signal)
                            && process.leader().sigHand().action(signal).isIgnore();
            if (ignored) {
                rearm(nowNanos);
                return;
            }
            Task to = target;
            if (to != null && !to.exited()) {
                SignalSender.sendToThread(to, info);
            } else {
                SignalSender.sendToProcess(process, info);
            }
        }

        private void rearm(long nowNanos) {
            queued = false;
            if (intervalNanos == 0) {
                armed = false;
                return;
            }
            long missed = Math.max(0, (nowNanos - expiresAt) / intervalNanos);
            overrun = (int) Math.min(missed, Integer.MAX_VALUE);
            expiresAt += (missed + 1) * intervalNanos;
            process.kernel().timers().add(this, expiresAt);
        }

        /// The signal is being delivered: starts the next period and counts those missed.
        void delivered() {
            if (queued) {
                rearm(process.kernel().timers().now());
                lastOverrun = overrun;
            }
        }
    }
}
