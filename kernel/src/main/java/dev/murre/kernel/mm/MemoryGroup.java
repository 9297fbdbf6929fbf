package dev.murre.kernel.mm;

import org.jspecify.annotations.Nullable;

/// Address spaces that share a limit on memory: a cgroup's memory controller.
public final class MemoryGroup {
    /// No limit.
    public static final long UNLIMITED = Long.MAX_VALUE;

    private final @Nullable MemoryGroup parent;
    private long limitPages = UNLIMITED;
    private long usedPages;
    private long peakPages;
    private long highPages = UNLIMITED;
    private long timesHigh;
    private long timesAtLimit;
    private long timesOut;
    private long killed;
    private boolean killsAll;

    public MemoryGroup(@Nullable MemoryGroup parent) {
        this.parent = parent;
    }

    public long limitPages() {
        return limitPages;
    }

    public void setLimitPages(long pages) {
        limitPages = pages;
    }

    public long usedPages() {
        return usedPages;
    }

    public long peakPages() {
        return peakPages;
    }

    /// How often somebody ran into the limit of this group or one below it.
    public long timesAtLimit() {
        return timesAtLimit;
    }

    /// How often a page was refused for it.
    public long timesOut() {
        return timesOut;
    }

    /// How many processes of this group or one below it were killed for that.
    public long killed() {
        return killed;
    }

    /// A process of this group is killed because a limit was reached.
    public void countKilled() {
        for (MemoryGroup g = this; g != null; g = g.parent) {
            g.killed++;
        }
    }

    /// Above so much the group is a nuisance, `memory.high`; nobody is stopped for it.
    public long highPages() {
        return highPages;
    }

    public void setHighPages(long pages) {
        highPages = pages;
        if (usedPages > highPages) {
            countHigh(this);
        }
    }

    public long timesHigh() {
        return timesHigh;
    }

    /// `memory.oom.group`: all of the group is killed, or nobody.
    public boolean killsAll() {
        return killsAll;
    }

    public void setKillsAll(boolean on) {
        killsAll = on;
    }

    /// The group, of this one and those above, whose limit is reached; null if there is none.
    public @Nullable MemoryGroup full() {
        MemoryGroup full = null;
        for (MemoryGroup g = this; g != null; g = g.parent) {
            if (g.usedPages >= g.limitPages) {
                full = g;
            }
        }
        return full;
    }

    /// Whether another page fits in here and in all groups above.
    boolean hasRoom() {
        MemoryGroup full = full();
        for (MemoryGroup g = full; g != null; g = g.parent) {
            g.timesAtLimit++;
            g.timesOut++;
        }
        return full == null;
    }

    private static void countHigh(MemoryGroup from) {
        for (MemoryGroup g = from; g != null; g = g.parent) {
            g.timesHigh++;
        }
    }

    /// Counts pages that come or, if negative, go.
    void count(long pages) {
        for (MemoryGroup g = this; g != null; g = g.parent) {
            g.usedPages += pages;
            g.peakPages = Math.max(g.peakPages, g.usedPages);
            if (pages > 0 && g.usedPages > g.highPages) {
                countHigh(g);
            }
        }
    }
}
