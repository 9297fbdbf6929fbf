package dev.murre.kernel.task;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// The lock under which all kernel code runs.
///
/// The only processor that has something to do keeps it while it runs a program, as long as nobody
/// else asks: giving it up and taking it again would cost every kernel entry two atomic operations.
/// Another thread that wants it says so first and interrupts the processor, which then gives the
/// lock up on its way back to the program. Of several busy processors each gives it up while it
/// runs a program.
final class KernelLock {
    /// Attempts before waiting asleep, some 20 µs.
    private static final int SPINS = 500;

    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger wanted = new AtomicInteger();
    private final List<VirtualCpu> cpus;

    /// How many processors have something to do.
    private final AtomicInteger busy = new AtomicInteger();

    KernelLock(List<VirtualCpu> cpus) {
        this.cpus = cpus;
    }

    /// Takes the lock for a processor. Of several processors each tries for a while first: kernel
    /// work is mostly shorter than putting a thread to sleep and waking it.
    void lock() {
        if (lock.tryLock()) {
            return;
        }
        ask();
        for (int i = cpus.size() > 1 ? SPINS : 0; i > 0; i--) {
            if (lock.tryLock()) {
                wanted.decrementAndGet();
                return;
            }
            Thread.onSpinWait();
        }
        lock.lock();
        wanted.decrementAndGet();
    }

    private void ask() {
        wanted.incrementAndGet();
        if (busy.get() <= 1) {
            for (VirtualCpu cpu : cpus) {
                cpu.kick();
            }
        }
    }

    /// A processor has found something to do (1), or no longer has (−1). With the lock held.
    void countBusy(int change) {
        busy.addAndGet(change);
    }

    void unlock() {
        lock.unlock();
    }

    /// Whether a processor has to give the lock up before it runs a program.
    boolean isWanted() {
        return busy.get() > 1 || wanted.get() != 0;
    }

    /// Runs something with the lock held, on a thread that is not a processor.
    void hold(Runnable work) {
        ask();
        lock.lock();
        try {
            wanted.decrementAndGet();
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
