package dev.murre.kernel.task;

import dev.murre.abi.CloneFlags;
import dev.murre.kernel.base.WaitQueue;
import java.util.ArrayDeque;

/// Kernel threads: kthreadd makes them, and each sleeps between its turns.
public final class KernelThreads {
    private record Wanted(String name, KernelFunction function) {}

    private final Kernel kernel;
    private final ArrayDeque<Wanted> wanted = new ArrayDeque<>();
    private final WaitQueue work = new WaitQueue("kthreadd");

    KernelThreads(Kernel kernel) {
        this.kernel = kernel;
    }

    void start() {
        TaskClone.kernelThread(
                kernel.idleTask(),
                "kthreadd",
                this::kthreadd,
                CloneFlags.CLONE_FS | CloneFlags.CLONE_FILES);
    }

    /// Has kthreadd make a thread.
    public void run(String name, KernelFunction function) {
        wanted.add(new Wanted(name, function));
        work.wakeAll();
    }

    private long kthreadd(Task t) {
        for (Wanted next = wanted.poll(); next != null; next = wanted.poll()) {
            TaskClone.kernelThread(
                    t,
                    next.name,
                    next.function,
                    CloneFlags.CLONE_FS | CloneFlags.CLONE_FILES | 17L);
        }
        return t.waitIdle(work);
    }
}
