package dev.murre.kernel.explain;

import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.Task;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.Story.PageState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Address spaces: what is mapped and how its pages stand.
final class MemoryView {
    private MemoryView() {}

    /// One address space by itself.
    static Story.Pages of(String title, Task t) {
        Mm mm = t.mm();
        List<Story.Region> regions = new ArrayList<>();
        for (Vma vma : mm.vmas()) {
            Map<PageState, Long> counts = new EnumMap<>(PageState.class);
            for (long page = first(vma); page < end(vma); page++) {
                int bits = mm.memory().perm(page);
                boolean there = (bits & Perm.PRESENT) != 0;
                boolean inherited = (bits & Perm.INHERIT) != 0;
                count(
                        counts,
                        there
                                ? PageState.OWN
                                : inherited ? PageState.SHARED_UNTIL_WRITTEN : PageState.UNTOUCHED);
            }
            regions.add(region(t, mm, vma, counts));
        }
        return new Story.Pages(title, regions);
    }

    /// A parent's mappings and how the child stands to each page.
    static Story.Pages both(String title, Task parent, Task child) {
        Mm own = parent.mm();
        Mm other = child.mm();
        List<Story.Region> regions = new ArrayList<>();
        for (Vma vma : own.vmas()) {
            Map<PageState, Long> counts = new EnumMap<>(PageState.class);
            for (long page = first(vma); page < end(vma); page++) {
                count(counts, state(own, other, vma, page));
            }
            regions.add(region(parent, own, vma, counts));
        }
        return new Story.Pages(title, regions);
    }

    private static PageState state(Mm parent, Mm child, Vma vma, long page) {
        int p = parent.memory().perm(page);
        int c = child.memory().perm(page);
        boolean parentHas = (p & Perm.PRESENT) != 0;
        boolean childHas = (c & Perm.PRESENT) != 0;
        if (parent == child || vma.isShared()) {
            return parentHas || childHas ? PageState.SHARED : PageState.UNTOUCHED;
        }
        if ((c & Perm.INHERIT) != 0) {
            return PageState.SHARED_UNTIL_WRITTEN;
        }
        if (parentHas && childHas) {
            return PageState.COPIED;
        }
        return parentHas || childHas ? PageState.OWN : PageState.UNTOUCHED;
    }

    private static Story.Region region(Task t, Mm mm, Vma vma, Map<PageState, Long> counts) {
        List<Story.Count> list = new ArrayList<>();
        counts.forEach((state, pages) -> list.add(new Story.Count(state, pages)));
        return new Story.Region(Look.range(vma), Look.protection(vma), Look.name(t, mm, vma), list);
    }

    private static void count(Map<PageState, Long> counts, PageState state) {
        counts.merge(state, 1L, Long::sum);
    }

    private static long first(Vma vma) {
        return vma.start() >>> GuestMemory.PAGE_SHIFT;
    }

    private static long end(Vma vma) {
        return vma.end() >>> GuestMemory.PAGE_SHIFT;
    }

    /// A page's bits in words.
    static String page(Mm mm, long address) {
        int bits = mm.memory().perm(address >>> GuestMemory.PAGE_SHIFT);
        if ((bits & Perm.INHERIT) != 0) {
            return "still the parent's";
        }
        if ((bits & Perm.PRESENT) == 0) {
            return "not there";
        }
        String access =
                ((bits & Perm.READ) != 0 ? "r" : "-")
                        + ((bits & Perm.WRITE) != 0 ? "w" : "-")
                        + ((bits & Perm.EXEC) != 0 ? "x" : "-");
        return access + ((bits & Perm.COW) != 0 ? ", copy on write" : "");
    }
}
