package dev.murre.kernel.task;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// The lock under which all kernel code runs.
///
/// A machine's only processor keeps it while it runs a program, as long as nobody else asks: giving
/// it up and taking it again would cost every kernel entry two atomic operations. Another thread
/// that
/// wants it says so first and interrupts the processor, which then gives the lock up on its way
/// back
/// to the program. Of several processors each gives it up while it runs a program.
final class KernelLock {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger wanted = new AtomicInteger();
    private final List<VirtualCpu> cpus;

    KernelLock(List<VirtualCpu> cpus) {
        this.cpus = cpus;
    }

    /// Takes the lock for a processor.
    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /// Whether a processor has to give the lock up before it runs a program.
    boolean isWanted() {
        return cpus.size() > 1 || wanted.get() != 0;
    }

    /// Runs something with the lock held, on a thread that is not a processor.
    void hold(Runnable work) {
        wanted.incrementAndGet();
        for (VirtualCpu cpu : cpus) {
            cpu.kick();
        }
        lock.lock();
        try {
            wanted.decrementAndGet();
            work.run();
        } finally {
            lock.unlock();
        }
    }
}
