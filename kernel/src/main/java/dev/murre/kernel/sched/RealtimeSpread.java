package dev.murre.kernel.sched;

import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// Keeps the real-time tasks of highest priority on the processors, whichever they were queued on:
/// what Linux does by pushing and pulling them between its queues.
final class RealtimeSpread {
    private static final int NOT_REALTIME = 0;

    private final RunQueue[] queues;
    private final Scheduler.Listener listener;

    RealtimeSpread(RunQueue[] queues, Scheduler.Listener listener) {
        this.queues = queues;
        this.listener = listener;
    }

    /// How urgent a task is against real-time ones.
    private static int priority(@Nullable Task task) {
        if (task == null) {
            return NOT_REALTIME - 1;
        }
        SchedEntity e = task.sched();
        return e.isFair() ? NOT_REALTIME : e.effectivePriority();
    }

    private static boolean mayRun(Task task, RunQueue queue) {
        return task.sched().mayRunOn(queue.cpu);
    }

    /// The processor whose task is the least urgent, where `task` would run at once; its own if
    /// that is one of those, null if there is none. Linux: find_lowest_rq.
    @Nullable RunQueue lowest(Task task) {
        RunQueue best = null;
        int least = priority(task);
        for (RunQueue queue : queues) {
            int there = priority(queue.current);
            boolean own = queue.cpu == task.sched().cpu;
            if (queue.realtimeThrottledUntil == 0
                    && mayRun(task, queue)
                    && (there < least || there == least && own && best != null)) {
                best = queue;
                least = there;
            }
        }
        return best;
    }

    /// The most urgent real-time task that waits on another processor, if it goes before `own`.
    @Nullable Task pull(RunQueue queue, @Nullable Task own) {
        Task best = null;
        int most = Math.max(priority(own), NOT_REALTIME);
        if (queue.realtimeThrottledUntil != 0) {
            return null;
        }
        for (RunQueue other : queues) {
            Task task = other == queue ? null : other.realtime.first();
            if (task != null && priority(task) > most && mayRun(task, queue)) {
                best = task;
                most = priority(task);
            }
        }
        return best;
    }

    /// Has another processor take the first real-time task that waits here, if it can run there.
    void push(RunQueue queue) {
        Task waiting = queue.realtime.first();
        RunQueue other = waiting == null ? null : lowest(waiting);
        if (other != null && other != queue) {
            other.needResched = true;
            listener.queued(other.cpu, true);
        }
    }
}
