package dev.murre.kernel.event;

import static dev.murre.abi.PollEvents.POLLIN;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// A timer that is read from, timerfd_create(2).
public final class TimerFd extends OpenFile {
    /// Whose time it runs by.
    public enum Clock {
        REALTIME,
        MONOTONIC
    }

    private final KernelServices kernel;
    private final Clock clock;
    private final int clockId;
    private final WaitQueue waitQueue = new WaitQueue("timerfd_read");
    private final WordBuffer word = new WordBuffer();
    private final Alarm alarm = new Alarm();
    private long intervalNanos;
    private long expirations;
    private int setFlags;

    public TimerFd(Inode inode, KernelServices kernel, int clockId, Clock clock) {
        super(inode);
        this.kernel = kernel;
        this.clockId = clockId;
        this.clock = clock;
    }

    /// Starts the timer, or stops it when `valueNanos` is 0; timerfd_settime(2).
    ///
    /// @param absolute 1 (`TFD_TIMER_ABSTIME`) when the value is a time of the clock and not a span
    public void set(int flags, long valueNanos, long interval) {
        setFlags = flags;
        kernel.timers().cancel(alarm);
        expirations = 0;
        alarm.owed = false;
        intervalNanos = interval;
        if (valueNanos == 0) {
            return;
        }
        long deadline;
        if ((flags & 1) == 0) {
            deadline = saturatingAdd(kernel.timers().now(), valueNanos);
        } else {
            deadline = clock == Clock.REALTIME ? valueNanos - realtimeOffset() : valueNanos;
        }
        kernel.timers().add(alarm, Math.max(deadline, 0));
        alarm.followRealtime((flags & 1) != 0 && clock == Clock.REALTIME);
    }

    private static long saturatingAdd(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE - 1 : sum;
    }

    private long realtimeOffset() {
        Clocks clocks = kernel.clocks();
        return clocks.realtimeOffsetNanos();
    }

    public long intervalNanos() {
        return intervalNanos;
    }

    /// Nanoseconds until the next expiration; 0 when stopped.
    public long remainingNanos() {
        if (alarm.owed) {
            expirations += alarm.restart();
        }
        if (!alarm.pending()) {
            return 0;
        }
        return Math.max(alarm.deadlineNanos() - kernel.timers().now(), 1);
    }

    @Override
    protected void release() {
        kernel.timers().cancel(alarm);
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (!WordBuffer.fits(to)) {
            return WordBuffer.tooSmall();
        }
        if (expirations == 0) {
            return -Errno.EAGAIN.number;
        }
        long count = expirations;
        expirations = 0;
        if (alarm.owed) {
            count += alarm.restart();
        }
        return word.put(to, count);
    }

    @Override
    public int poll() {
        return expirations > 0 ? POLLIN : 0;
    }

    @Override
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    @Override
    public String fdinfo() {
        long left = remainingNanos();
        return "clockid: %d\nticks: %d\nsettime flags: 0%o\nit_value: (%d, %d)\nit_interval: (%d, %d)\n"
                .formatted(
                        clockId,
                        expirations,
                        setFlags,
                        left / 1_000_000_000,
                        left % 1_000_000_000,
                        intervalNanos / 1_000_000_000,
                        intervalNanos % 1_000_000_000);
    }

    /// After an expiration nobody has read, a periodic timer rests; the next read counts what was
    /// missed.
    private final class Alarm extends TimerNode {
        boolean owed;

        @Override
        protected void fire(long nowNanos) {
            expirations++;
            owed = intervalNanos > 0;
            waitQueue.wakeAll(POLLIN);
        }

        /// Counts the periods that went by and starts the next one.
        long restart() {
            owed = false;
            long missed = (kernel.timers().now() - deadlineNanos()) / intervalNanos;
            kernel.timers().add(this, deadlineNanos() + (missed + 1) * intervalNanos);
            return missed;
        }
    }
}
