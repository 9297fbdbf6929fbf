package dev.murre.kernel.mm;

import dev.murre.abi.MmapFlags;
import dev.murre.machine.memory.Perm;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/// Which address spaces map a source's content shared, Linux's `i_mmap`: for what happens to the
/// content behind their backs.
public final class SharedMappings {
    private final PageSource source;
    private final Set<Mm> spaces = Collections.newSetFromMap(new WeakHashMap<>());
    private boolean holdsCode;

    public SharedMappings(PageSource source) {
        this.source = source;
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

    /// The guest page at which a mapping shows a page of the source.
    private static long guestPage(Vma vma, long page) {
        return page + (vma.start >>> Mm.PAGE_SHIFT) - (vma.offset >>> Mm.PAGE_SHIFT);
    }

    /// The content now ends before page `first`: later accesses fault anew, and find the end.
    public void dropFrom(long first) {
        forEach(
                (mm, vma) -> {
                    long from = Math.max(guestPage(vma, first), vma.start >>> Mm.PAGE_SHIFT);
                    mm.clearPages(from, Math.max(from, vma.end >>> Mm.PAGE_SHIFT));
                });
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
