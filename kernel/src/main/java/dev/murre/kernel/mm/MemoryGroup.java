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
    private long timesAtLimit;
    private long killed;

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

    /// How many processes were killed for that.
    public long killed() {
        return killed;
    }

    /// Whether another page fits in here and in all groups above.
    boolean hasRoom() {
        MemoryGroup full = null;
        for (MemoryGroup g = this; g != null; g = g.parent) {
            if (g.usedPages >= g.limitPages) {
                full = g;
            }
        }
        for (MemoryGroup g = full; g != null; g = g.parent) {
            g.timesAtLimit++;
            g.killed++;
        }
        return full == null;
    }

    /// Counts pages that come or, if negative, go.
    void count(long pages) {
        for (MemoryGroup g = this; g != null; g = g.parent) {
            g.usedPages += pages;
            g.peakPages = Math.max(g.peakPages, g.usedPages);
        }
    }
}
