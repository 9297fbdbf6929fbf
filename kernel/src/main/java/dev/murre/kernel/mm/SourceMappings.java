package dev.murre.kernel.mm;

import dev.murre.abi.MmapFlags;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// Which address spaces map a source's content, Linux's `i_mmap`: for what happens to the content
/// behind their backs.
public final class SourceMappings {
    private final PageSource source;
    private final Set<Mm> spaces = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean holdsCode;

    /// Where to look for private mappings, once there has been one.
    private @Nullable MemoryAccount privateIn;

    public SourceMappings(PageSource source) {
        this.source = source;
    }

    /// There is a private mapping; where it is will be looked for when that matters.
    void addPrivate(MemoryAccount account) {
        privateIn = account;
    }

    private interface Action {
        void on(Mm mm, Vma vma);
    }

    void add(Mm mm) {
        spaces.add(mm);
    }

    private void forEach(Action action) {
        for (Mm mm : spaces) {
            for (Vma vma : mm.vmas.all()) {
                if (vma.isShared() && vma.source == source) {
                    action.on(mm, vma);
                }
            }
        }
    }

    private void forEachPrivate(Action action) {
        MemoryAccount account = privateIn;
        if (account == null) {
            return;
        }
        for (Mm mm : account.spaces()) {
            for (Vma vma : mm.vmas.all()) {
                if (!vma.isShared() && vma.source == source) {
                    action.on(mm, vma);
                }
            }
        }
    }

    /// The guest page at which a mapping shows a page of the source.
    private static long guestPage(Vma vma, long page) {
        return page + (vma.start >>> Mm.PAGE_SHIFT) - (vma.offset >>> Mm.PAGE_SHIFT);
    }

    /// The content now ends before page `first`: later accesses fault anew, and find the end.
    public void dropFrom(long first) {
        drop(first, Long.MAX_VALUE >>> Mm.PAGE_SHIFT);
        forEachPrivate(
                (mm, vma) -> {
                    long end = vma.end >>> Mm.PAGE_SHIFT;
                    long from = Math.clamp(guestPage(vma, first), vma.start >>> Mm.PAGE_SHIFT, end);
                    mm.copying.settle(from, end);
                    mm.clearPages(from, end);
                });
    }

    /// Shared mappings fault anew on the pages from `first` up to `end`.
    void drop(long first, long end) {
        forEach(
                (mm, vma) -> {
                    long start = vma.start >>> Mm.PAGE_SHIFT;
                    long last = vma.end >>> Mm.PAGE_SHIFT;
                    mm.clearPages(
                            Math.clamp(guestPage(vma, first), start, last),
                            Math.clamp(guestPage(vma, end), start, last));
                });
    }

    /// The content of the pages from `first` up to `end` is another now: private mappings that have
    /// not written to them read them anew.
    public void dropClean(long first, long end) {
        forEachPrivate(
                (mm, vma) -> {
                    long start = vma.start >>> Mm.PAGE_SHIFT;
                    long last = vma.end >>> Mm.PAGE_SHIFT;
                    dropClean(
                            mm,
                            Math.clamp(guestPage(vma, first), start, last),
                            Math.clamp(guestPage(vma, end), start, last));
                });
    }

    private static void dropClean(Mm mm, long first, long end) {
        GuestMemory memory = mm.memory();
        for (long page = first; (page = memory.nextUsed(page, end)) < end; page++) {
            if ((memory.perm(page) & Perm.INHERIT) != 0) {
                mm.copying.drawNow(page);
            }
            if ((memory.perm(page) & Perm.CLEAN) == Perm.CLEAN) {
                mm.copying.settle(page, page + 1);
                mm.clearPages(page, page + 1);
            }
        }
    }

    /// Whether some mapping may be written through, now or after mprotect(2).
    public boolean anyWritable() {
        boolean[] found = {false};
        forEach((mm, vma) -> found[0] |= vma.mayWrite());
        return found[0];
    }

    /// Whether some page of it has been translated through a mapping.
    public boolean holdsCode() {
        return holdsCode;
    }

    /// A page is about to be translated: writing to it, through whichever mapping, must fault
    /// first.
    void becameCode(long page) {
        holdsCode = true;
        forEach(
                (mm, vma) -> {
                    long there = guestPage(vma, page);
                    int bits = vma.contains(there << Mm.PAGE_SHIFT) ? mm.memory().perm(there) : 0;
                    if ((bits & Perm.PRESENT) != 0 && (vma.prot & MmapFlags.PROT_WRITE) != 0) {
                        mm.shootDown();
                        mm.memory().setPerm(there, (bits | Perm.CODE) & ~Perm.WRITE);
                    }
                });
    }

    /// A page is about to be written: no translation of it stays.
    public void codeWritten(long page) {
        forEach(
                (mm, vma) -> {
                    long there = guestPage(vma, page);
                    if (vma.contains(there << Mm.PAGE_SHIFT)) {
                        mm.dropCode(there);
                    }
                });
    }
}
