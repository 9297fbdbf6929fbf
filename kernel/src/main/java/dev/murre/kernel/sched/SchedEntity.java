package dev.murre.kernel.sched;

import dev.murre.abi.SchedPolicy;
import dev.murre.kernel.base.TimerNode;
import org.jspecify.annotations.Nullable;

/// What the scheduler knows of one task: `sched_entity` and its relatives.
public final class SchedEntity {
    static final int NOT_QUEUED = -1;

    /// Load weights of nice -20 to 19: each step is about 10 % of processor time, sched(7).
    private static final int[] WEIGHTS = {
        88761, 71755, 56483, 46273, 36291, 29154, 23254, 18705, 14949, 11916, 9548, 7620, 6100,
        4904, 3906, 3121, 2501, 1991, 1586, 1277, 1024, 820, 655, 526, 423, 335, 272, 215, 172, 137,
        110, 87, 70, 56, 45, 36, 29, 23, 18, 15
    };

    static final int IDLE_WEIGHT = 3;

    /// What a waiting deadline task lends: more than any real-time priority.
    static final int LENT_BY_DEADLINE = 100;

    int policy = SchedPolicy.SCHED_OTHER;
    int nice;
    int weight = 1024;

    /// 1 to 99 for SCHED_FIFO and SCHED_RR.
    int rtPriority;

    /// The real-time priority that waiters for a lock of its own lend it, 0 for none.
    int boost;

    boolean resetOnFork;
    long affinity = -1;

    /// Weighted run time in nanoseconds: the fair class runs who has least.
    long vruntime;

    long sumExecNanos;
    long execStartNanos;
    long sliceStartSum;

    /// The processor whose queue it is on, or ran on last.
    int cpu;

    SchedGroup group;

    /// Whether its weight counts in its group.
    boolean counted;

    /// Kept off the processors until [#release] fires: its share is used up.
    boolean held;

    /// Kept off the processors until it is thawed.
    boolean frozen;

    /// Set while it runs: it goes behind the others of its real-time priority, for it has yielded
    /// or
    /// used up its slice. One that was preempted stays before them.
    boolean gaveWay;

    /// Set while it runs when it must not run on: until when.
    long holdUntil;

    @Nullable TimerNode release;

    boolean queued;
    int heapIndex = NOT_QUEUED;
    long sequence;

    // SCHED_DEADLINE, nanoseconds.
    long dlRuntime;
    long dlDeadline;
    long dlPeriod;
    int dlFlags;
    long dlAbsolute;
    long dlBudget;
    long switches;

    /// Since when it waits for a processor, and how long it has waited in all.
    long queuedNanos;

    long waitedNanos;

    public int policy() {
        return policy;
    }

    /// -20 to 19.
    public int nice() {
        return nice;
    }

    public int rtPriority() {
        return rtPriority;
    }

    public boolean resetOnFork() {
        return resetOnFork;
    }

    /// The processors it may run on, bit n for processor n.
    public long affinity() {
        return affinity;
    }

    boolean mayRunOn(int processor) {
        return (affinity >>> processor & 1) != 0;
    }

    public long vruntime() {
        return vruntime;
    }

    /// Time on a processor so far.
    public long sumExecNanos() {
        return sumExecNanos;
    }

    public int cpu() {
        return cpu;
    }

    /// Whether its cgroup keeps it off the processors.
    public boolean frozen() {
        return frozen;
    }

    public long dlRuntime() {
        return dlRuntime;
    }

    public long dlDeadline() {
        return dlDeadline;
    }

    /// SCHED_FLAG_RECLAIM and SCHED_FLAG_DL_OVERRUN as they were asked for.
    public int dlFlags() {
        return dlFlags;
    }

    /// How long it has waited on run queues, and how often it came to run: `/proc/PID/schedstat`.
    public long waitedNanos() {
        return waitedNanos;
    }

    public long timesPicked() {
        return switches;
    }

    public long dlPeriod() {
        return dlPeriod;
    }

    /// The real-time priority it runs at: its own or a higher one that is lent to it, 0 if it has
    /// none, 100 if a deadline task lends.
    public int effectivePriority() {
        if (isDeadline()) {
            return LENT_BY_DEADLINE;
        }
        return Math.max(hasRealtimePolicy() ? rtPriority : 0, boost);
    }

    boolean isFair() {
        return boost == 0 && hasFairPolicy();
    }

    boolean hasFairPolicy() {
        return policy == SchedPolicy.SCHED_OTHER
                || policy == SchedPolicy.SCHED_BATCH
                || policy == SchedPolicy.SCHED_IDLE;
    }

    boolean isRealtime() {
        return !isDeadline() && (boost > 0 || hasRealtimePolicy());
    }

    private boolean hasRealtimePolicy() {
        return policy == SchedPolicy.SCHED_FIFO || policy == SchedPolicy.SCHED_RR;
    }

    /// Whether it cannot have children: a deadline task that does not give up its policy at fork.
    public boolean forbidsFork() {
        return isDeadline() && !resetOnFork;
    }

    boolean isDeadline() {
        return policy == SchedPolicy.SCHED_DEADLINE;
    }

    /// The priority of the kernel's scale: 0 to 99 real-time, 100 to 139 nice; field 18 of
    /// `/proc/PID/stat` is this less 100.
    public int priority() {
        if (isDeadline()) {
            return -1;
        }
        return isRealtime() ? 99 - effectivePriority() : 120 + nice;
    }

    static int weightOf(int nice) {
        return WEIGHTS[nice + 20];
    }

    void setNice(int value) {
        nice = value;
        boolean wasCounted = counted;
        discount();
        weight = policy == SchedPolicy.SCHED_IDLE ? IDLE_WEIGHT : WEIGHTS[value + 20];
        if (wasCounted) {
            count();
        }
    }

    /// Run time as it counts for this weight.
    long weighted(long nanos) {
        long effective = group.parent == null ? weight : group.effectiveWeight(weight);
        return effective == 1024 ? nanos : nanos * 1024 / effective;
    }

    public SchedEntity(SchedGroup group) {
        this.group = group;
    }

    void count() {
        if (!counted) {
            counted = true;
            group.add(weight);
        }
    }

    void discount() {
        if (counted) {
            counted = false;
            group.add(-weight);
        }
    }

    public SchedGroup group() {
        return group;
    }
}
