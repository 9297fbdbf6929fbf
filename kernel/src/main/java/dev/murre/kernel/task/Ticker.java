package dev.murre.kernel.task;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The timer interrupt: 250 times a second it has every processor look at its timers and its run
/// queue. Sleeps while the
/// machine idles.
final class Ticker {
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(4);
    private static final int IDLE_TICKS = 16;

    private final List<VirtualCpu> cpus;
    private volatile boolean dormant;
    private volatile boolean stopped;
    private @Nullable Thread thread;

    Ticker(List<VirtualCpu> cpus) {
        this.cpus = cpus;
    }

    void start() {
        thread = Thread.ofPlatform().daemon().name("murre-tick").start(this::loop);
    }

    void stop() {
        stopped = true;
        LockSupport.unpark(thread);
    }

    /// A processor has work again; it says so after it has become busy.
    void wake() {
        if (dormant) {
            dormant = false;
            LockSupport.unpark(thread);
        }
    }

    private void loop() {
        int idle = 0;
        while (!stopped) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            idle = kickBusy() ? 0 : idle + 1;
            if (idle > IDLE_TICKS) {
                dormant = true;
                while (dormant && !stopped && !kickBusy()) {
                    LockSupport.park(this);
                }
                dormant = false;
                idle = 0;
            }
        }
    }

    private boolean kickBusy() {
        boolean busy = false;
        for (VirtualCpu cpu : cpus) {
            if (cpu.isBusy()) {
                cpu.kick();
                busy = true;
            }
        }
        return busy;
    }
}
