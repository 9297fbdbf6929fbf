package dev.murre.kernel.mm;

import org.jspecify.annotations.Nullable;

/// The address spaces that may still draw pages from one, by birth.
///
/// A page that has been given to everybody who lacked it is lacked by those born later only. With
/// that remembered, a parent of thousands that writes to the same pages after each fork looks at
/// one child each time.
final class Heirs {
    /// With fewer, looking at each is cheaper than remembering.
    private static final int FEW = 4;

    private @Nullable Mm newest;
    private int count;
    private long births;

    /// Page number + 1 → the number of births at the time when nobody lacked the page; open
    /// addressing.
    private int[] pages = {};

    private long[] provided = {};
    private int known;

    boolean isEmpty() {
        return count == 0;
    }

    /// The only one, or null if there are none or several.
    @Nullable Mm only() {
        return count == 1 ? newest : null;
    }

    void add(Mm child) {
        Mm next = newest;
        child.birth = ++births;
        child.older = next;
        if (next != null) {
            next.younger = child;
        }
        newest = child;
        count++;
    }

    void remove(Mm child) {
        Mm older = child.older;
        Mm younger = child.younger;
        if (older != null) {
            older.younger = younger;
        }
        if (younger != null) {
            younger.older = older;
        } else {
            newest = older;
        }
        child.older = null;
        child.younger = null;
        if (--count == 0) {
            pages = new int[0];
            provided = new long[0];
            known = 0;
        }
    }

    /// The youngest one, if it may lack `page`.
    @Nullable Mm youngestWithout(long page) {
        return orNull(newest, page);
    }

    /// The next one after `child`, by falling age, that may lack `page`.
    @Nullable Mm olderWithout(Mm child, long page) {
        return orNull(child.older, page);
    }

    private @Nullable Mm orNull(@Nullable Mm child, long page) {
        return child == null || known != 0 && child.birth <= providedAt(page) ? null : child;
    }

    private long providedAt(long page) {
        int at = slot(pages, (int) page + 1);
        return pages[at] == 0 ? 0 : provided[at];
    }

    /// Nobody lacks `page` now.
    void provided(long page) {
        if (count <= FEW) {
            return;
        }
        if (2 * known >= pages.length) {
            enlarge();
        }
        int at = slot(pages, (int) page + 1);
        if (pages[at] == 0) {
            pages[at] = (int) page + 1;
            known++;
        }
        provided[at] = births;
    }

    private void enlarge() {
        int[] oldPages = pages;
        long[] oldProvided = provided;
        pages = new int[Math.max(64, 2 * oldPages.length)];
        provided = new long[pages.length];
        for (int i = 0; i < oldPages.length; i++) {
            if (oldPages[i] != 0) {
                int at = slot(pages, oldPages[i]);
                pages[at] = oldPages[i];
                provided[at] = oldProvided[i];
            }
        }
    }

    private static int slot(int[] pages, int key) {
        int mask = pages.length - 1;
        int at = key * 0x9e3779b9 >>> 7 & mask;
        while (pages[at] != 0 && pages[at] != key) {
            at = at + 1 & mask;
        }
        return at;
    }
}
