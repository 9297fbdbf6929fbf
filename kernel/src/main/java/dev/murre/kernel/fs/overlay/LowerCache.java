package dev.murre.kernel.fs.overlay;

import java.util.ArrayDeque;

/// Bounds the memory that pages read from lower trees take: the oldest cluster goes first.
public final class LowerCache {
    static final int CLUSTER_PAGES = 16;

    private record Cluster(LayeredData data, long firstPage) {}

    private final ArrayDeque<Cluster> clusters = new ArrayDeque<>();
    private final long maxClusters;

    public LowerCache(long maxBytes) {
        maxClusters = Math.max(16, maxBytes / (CLUSTER_PAGES * 4096L));
    }

    void added(LayeredData data, long firstPage) {
        clusters.addLast(new Cluster(data, firstPage));
        if (clusters.size() > maxClusters) {
            Cluster oldest = clusters.removeFirst();
            oldest.data.forget(oldest.firstPage);
        }
    }
}
