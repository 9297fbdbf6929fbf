package dev.murre.kernel.fs.overlay;

import java.util.ArrayDeque;

/// Bounds the memory that pages read from lower trees and binds take: the oldest cluster goes
/// first.
public final class LowerCache {
    /// Pages read at once.
    public static final int CLUSTER_PAGES = 16;

    /// Content whose pages can be read again.
    public interface Reader {
        /// Lets go of the cluster that begins with a page.
        void forget(long firstPage);
    }

    private record Cluster(Reader reader, long firstPage) {}

    private final ArrayDeque<Cluster> clusters = new ArrayDeque<>();
    private final long maxClusters;

    public LowerCache(long maxBytes) {
        maxClusters = Math.max(16, maxBytes / (CLUSTER_PAGES * 4096L));
    }

    /// A cluster was read: an older one may have to go.
    public void added(Reader reader, long firstPage) {
        clusters.addLast(new Cluster(reader, firstPage));
        if (clusters.size() > maxClusters) {
            Cluster oldest = clusters.removeFirst();
            oldest.reader.forget(oldest.firstPage);
        }
    }
}
