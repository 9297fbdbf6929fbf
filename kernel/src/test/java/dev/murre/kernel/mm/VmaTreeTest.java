package dev.murre.kernel.mm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Gaps are found where a plain look at every page finds them, whatever came and went before.
class VmaTreeTest {
    private static final int PAGES = 64;
    private static final long LOW = 4 * 4096;

    private final VmaTree tree = new VmaTree();
    private final List<Vma> mapped = new ArrayList<>();

    private void map(long start, long pages) {
        Vma vma = new Vma(start, start + pages * 4096, 0, 0, null, start, null, "");
        tree.add(vma);
        mapped.add(vma);
    }

    private boolean isFree(long start, long end) {
        return mapped.stream().noneMatch(vma -> vma.start < end && vma.end > start);
    }

    private long highestGap(long high, long length) {
        for (long start = high - length; start >= LOW; start -= 4096) {
            if (isFree(start, start + length)) {
                return start;
            }
        }
        return -1;
    }

    private void change(Random random) {
        if (!mapped.isEmpty() && random.nextInt(3) == 0) {
            Vma gone = mapped.remove(random.nextInt(mapped.size()));
            tree.remove(gone);
        } else if (!mapped.isEmpty() && random.nextInt(4) == 0) {
            Vma grown = mapped.get(random.nextInt(mapped.size()));
            if (grown.start > LOW && isFree(grown.start - 4096, grown.start)) {
                tree.moveStart(grown, grown.start - 4096);
            }
        } else if (!mapped.isEmpty() && random.nextInt(4) == 0) {
            Vma lower = mapped.get(random.nextInt(mapped.size()));
            Vma next = tree.find(lower.end);
            if (next != null) {
                tree.join(lower, next);
                mapped.remove(next);
            }
        } else {
            long high = (random.nextInt(4) == 0 ? PAGES / 2 : PAGES) * 4096L;
            long pages = 1 + random.nextInt(5);
            long expected = highestGap(high, pages * 4096);
            assertEquals(expected, tree.findGapTopDown(LOW, high, pages * 4096));
            if (expected >= 0) {
                map(expected, pages);
            }
        }
    }

    @Test
    void findsTheHighestGap() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            tree.clear();
            mapped.clear();
            for (int step = 0; step < 200; step++) {
                try {
                    change(random);
                } catch (AssertionError e) {
                    throw new AssertionError("seed " + seed + ", step " + step, e);
                }
            }
        }
    }

    /// 65,530 mappings of a page are as many as a process may have: each is found without passing
    /// the others.
    @Test
    void manyMappingsTakeNoTime() {
        long high = 1L << 40;
        ThreadMXBean times = ManagementFactory.getThreadMXBean();
        long before = times.getCurrentThreadCpuTime();
        for (int i = 0; i < 65_530; i++) {
            long gap = tree.findGapTopDown(LOW, high, 4096);
            assertEquals(high - 4096L * (i + 1), gap);
            tree.add(new Vma(gap, gap + 4096, 0, 0, null, gap, null, ""));
        }
        assertTrue(times.getCurrentThreadCpuTime() - before < 5_000_000_000L);
    }
}
