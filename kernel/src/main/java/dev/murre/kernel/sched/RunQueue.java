package dev.murre.kernel.sched;

import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// The tasks that want one processor, and the one that has it.
public final class RunQueue {
    final int cpu;
    final FairQueue fair = new FairQueue();
    final RealtimeQueue realtime = new RealtimeQueue();
    final DeadlineQueue deadline = new DeadlineQueue();
    @Nullable Task current;
    boolean needResched;

    /// What real-time tasks have used of the period that began then.
    long realtimeUsedNanos;

    long realtimePeriodStart;

    /// Until when real-time tasks must wait because they have used up their share, 0 for no wait.
    long realtimeThrottledUntil;

    long switches;

    // For /proc/schedstat.
    long yields;
    long timesIdle;
    long wakeUps;
    long localWakeUps;
    long ranNanos;
    long waitedNanos;

    /// When the last task left the processor, if the next one follows at once; else 0.
    long switchedAtNanos;

    RunQueue(int cpu) {
        this.cpu = cpu;
    }

    /// Whether the running task should give way on its way to user mode.
    public boolean needResched() {
        return needResched;
    }

    /// How many tasks wait.
    public int waiting() {
        return fair.size() + realtime.size() + deadline.size();
    }

    /// How many tasks run or want to.
    public int running() {
        return waiting() + (current != null ? 1 : 0);
    }

    /// How often the processor has changed tasks.
    public long switches() {
        return switches;
    }

    /// The numbers of its line in `/proc/schedstat`, version 15.
    public String statistics() {
        return "%d 0 %d %d %d %d %d %d %d"
                .formatted(
                        yields,
                        switches + timesIdle,
                        timesIdle,
                        wakeUps,
                        localWakeUps,
                        ranNanos,
                        waitedNanos,
                        switches);
    }

    /// The task that runs, or null.
    public @Nullable Task current() {
        return current;
    }

    /// When the task that is now chosen begins: the moment at which the one before it ended, or
    /// now.
    /// A switch reads the clock once that way, and no time is lost between two tasks.
    long takeSwitchTime(Clocks clocks) {
        long at = switchedAtNanos;
        switchedAtNanos = 0;
        return at != 0 ? at : clocks.monotonicNanos();
    }

    /// Lets real-time tasks run again when their next period begins.
    TimerNode realtimeRelease(Scheduler.Listener listener) {
        return new TimerNode() {
            @Override
            protected void fire(long nowNanos) {
                realtimeThrottledUntil = 0;
                realtimeUsedNanos = 0;
                realtimePeriodStart = nowNanos;
                needResched = true;
                listener.queued(cpu, true);
            }
        };
    }

    void add(Task task, boolean preempted) {
        SchedEntity e = task.sched();
        if (e.queued) {
            throw new IllegalStateException(task.comm() + " is queued already");
        }
        e.queued = true;
        e.count();
        e.cpu = cpu;
        if (e.isFair()) {
            fair.add(task);
        } else if (e.isRealtime()) {
            realtime.add(task, preempted);
        } else {
            deadline.add(task);
        }
    }

    void remove(Task task) {
        SchedEntity e = task.sched();
        if (!e.queued) {
            return;
        }
        e.queued = false;
        if (e.isFair()) {
            fair.remove(task);
        } else if (e.isRealtime()) {
            realtime.remove(task);
        } else {
            deadline.remove(task);
        }
    }

    @Nullable Task first() {
        Task best = deadline.first();
        if (best == null && realtimeThrottledUntil == 0) {
            best = realtime.first();
        }
        return best != null ? best : fair.first();
    }

    /// The first task that may run on a processor, this one or another.
    @Nullable Task firstFor(int processor) {
        Task first = first();
        return first == null || first.sched().mayRunOn(processor)
                ? first
                : fair.firstFor(processor);
    }
}
