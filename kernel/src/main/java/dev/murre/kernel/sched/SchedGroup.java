package dev.murre.kernel.sched;

import org.jspecify.annotations.Nullable;

/// A group of tasks that shares processor time as one, with a weight and a limit: a cgroup's cpu
/// controller, cgroup-v2's `cpu.weight` and `cpu.max`. Linux: task_group.
///
/// Tasks of all groups stand in one queue; how fast the vruntime of one grows is its own weight
/// times
/// the share of its group among those that have something to run, level by level.
public final class SchedGroup {
    /// The weight of a group nobody gave one, as a task of nice 0 has it.
    public static final int DEFAULT_SHARES = 1024;

    /// No limit.
    public static final long UNLIMITED = -1;

    final @Nullable SchedGroup parent;
    private int shares = DEFAULT_SHARES;

    /// The weights of the tasks and groups in it that have something to run.
    private long load;

    private long quotaNanos = UNLIMITED;
    private long periodNanos = 100_000_000;
    private long periodStart;
    private long usedNanos;
    private long periods;
    private long throttledPeriods;
    private long throttledNanos;
    private long usageNanos;

    public SchedGroup(@Nullable SchedGroup parent) {
        this.parent = parent;
    }

    public void setShares(int value) {
        if (load > 0 && parent != null) {
            parent.add(value - shares);
        }
        shares = value;
    }

    /// @param quota nanoseconds of each period, or [#UNLIMITED]
    public void setLimit(long quota, long period) {
        quotaNanos = quota;
        periodNanos = period;
        usedNanos = 0;
    }

    public int shares() {
        return shares;
    }

    public long periodNanos() {
        return periodNanos;
    }

    /// As `cpu.max` shows it, in microseconds.
    public String limitText() {
        String quota = quotaNanos == UNLIMITED ? "max" : Long.toString(quotaNanos / 1000);
        return quota + " " + periodNanos / 1000;
    }

    /// Processor time of all that are or were in it.
    public long usageNanos() {
        return usageNanos;
    }

    public long periods() {
        return periods;
    }

    public long throttledPeriods() {
        return throttledPeriods;
    }

    public long throttledNanos() {
        return throttledNanos;
    }

    /// Something of this weight begins or, if negative, ceases to want a processor.
    void add(long weight) {
        boolean before = load > 0;
        load += weight;
        if (parent != null && load > 0 != before) {
            parent.add(load > 0 ? shares : -shares);
        }
    }

    /// The weight that one of the group's members has among all tasks.
    long effectiveWeight(long weight) {
        long scaled = weight << 10;
        for (SchedGroup g = this; g.parent != null; g = g.parent) {
            scaled = scaled * g.shares / Math.max(g.load, 1);
        }
        return Math.max(scaled >> 10, 1);
    }

    /// Counts time that a member ran.
    ///
    /// @return until when it must wait because a limit is reached, 0 if it need not
    long ran(long nanos, long now) {
        long until = 0;
        for (SchedGroup g = this; g != null; g = g.parent) {
            g.usageNanos += nanos;
            if (g.quotaNanos != UNLIMITED) {
                g.startPeriod(now);
                g.usedNanos += nanos;
                until = Math.max(until, g.throttledUntil(now));
            }
        }
        return until;
    }

    private void startPeriod(long now) {
        long passed = (now - periodStart) / periodNanos;
        if (passed > 0) {
            if (usedNanos >= quotaNanos) {
                throttledPeriods++;
            }
            periods++;
            periodStart += passed * periodNanos;
            usedNanos = Math.max(0, usedNanos - passed * quotaNanos);
        }
    }

    private long throttledUntil(long now) {
        if (usedNanos < quotaNanos) {
            return 0;
        }
        long until = periodStart + periodNanos;
        throttledNanos += Math.max(0, until - now);
        return until;
    }

    /// Until when members must wait, 0 if they may run.
    long waitUntil(long now) {
        long until = 0;
        for (SchedGroup g = this; g != null; g = g.parent) {
            if (g.quotaNanos != UNLIMITED) {
                g.startPeriod(now);
                if (g.usedNanos >= g.quotaNanos) {
                    until = Math.max(until, g.periodStart + g.periodNanos);
                }
            }
        }
        return until;
    }
}
