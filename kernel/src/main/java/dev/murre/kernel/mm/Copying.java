package dev.murre.kernel.mm;

import dev.murre.kernel.base.Rlimits;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import java.util.ArrayList;
import java.util.Objects;

/// Fork and copy-on-write by pulling.
///
/// After a fork the child's window is empty; every private page that the parent had is marked
/// INHERIT in the child and COW in
/// the parent. Whoever touches a page first copies it: the child *pulls* it from the nearest
/// ancestor that has it; a parent
/// that wants to write *pushes* it to the children that still lack it. An address space that nobody
/// runs in any more stays,
/// as a source, until its children have drawn what they inherited.
final class Copying {
    private static final long EVERY_PRESENT = 0x0101010101010101L * Perm.PRESENT;
    private static final long EVERY_WRITE = 0x0101010101010101L * Perm.WRITE;
    private static final long EVERY_INHERIT = 0x0101010101010101L * Perm.INHERIT;
    private static final int INHERIT_FROM_PRESENT = 3;
    private static final int COW_FROM_PRESENT = 1;

    private final Mm mm;
    private boolean abandoned;

    Copying(Mm mm) {
        this.mm = mm;
    }

    /// How many of up to eight permission bytes are of pages that are there or can be drawn.
    static int countHeld(long bits) {
        return Long.bitCount((bits | bits >>> INHERIT_FROM_PRESENT) & EVERY_PRESENT);
    }

    Mm fork(Rlimits limits) {
        mm.shootDown();
        GuestMemory window = mm.account.host().window(mm.memory().limit());
        Mm child = new Mm(mm.account, mm.layout, limits, window);
        mm.account.spaces().add(child);
        child.barriers = mm.barriers;
        for (Vma vma : mm.vmas.all()) {
            if ((vma.flags & Vma.DONT_FORK) == 0) {
                forkVma(child, vma);
            }
        }
        child.code().copyFrom(mm.code());
        child.inheritProgram(mm);
        if (mm.group() != null) {
            child.setGroup(mm.group());
        }
        child.setLocalDescriptors(mm.localDescriptors().clone());
        if (child.inheritedPages > 0) {
            child.parent = mm;
            mm.heirs.add(child);
        }
        return child;
    }

    private void forkVma(Mm child, Vma vma) {
        Vma copy = vma.copy(vma.start, vma.end);
        copy.aliased = false;
        copy.server = null;
        copy.servedModes = 0;
        copy.flags &= ~Vma.LOCKED;
        child.vmas.add(copy);
        child.mappings().account(copy, 1);
        child.register(copy);
        if (!vma.isShared() && (vma.flags & Vma.WIPE_ON_FORK) == 0) {
            child.inheritedPages +=
                    shareRange(child, vma.start >>> Mm.PAGE_SHIFT, vma.end >>> Mm.PAGE_SHIFT);
        }
    }

    /// Marks the private pages of a range COW here and INHERIT in the child; returns how many.
    private long shareRange(Mm child, long first, long end) {
        GuestMemory from = mm.memory();
        GuestMemory to = child.memory();
        long count = 0;
        long page = first;
        while ((page = from.nextUsed(page, end)) < end) {
            boolean whole = (page & 7) == 0 && page + 8 <= end;
            long bits = whole ? from.perms8(page) : from.perm(page);
            long held = bits & (EVERY_PRESENT | EVERY_INHERIT);
            if (held != 0) {
                long present = bits & EVERY_PRESENT;
                long inherit = present << INHERIT_FROM_PRESENT | bits & EVERY_INHERIT;
                long remaining =
                        (bits | present << COW_FROM_PRESENT) & ~(present >>> 2 & EVERY_WRITE);
                count += Long.bitCount(inherit);
                if (whole) {
                    from.setPerms8(page, remaining);
                    to.setPerms8(page, inherit);
                } else {
                    from.setPerm(page, (int) remaining);
                    to.setPerm(page, (int) inherit);
                }
            }
            page += whole ? 8 : 1;
        }
        return count;
    }

    /// Copies an inherited page into the window. Returns CLEAN if it is still its file's, COW if
    /// children have to draw it, else 0. The caller counts and marks it present.
    int pull(long page) {
        Mm source = Objects.requireNonNull(mm.parent);
        while ((source.memory().perm(page) & Perm.PRESENT) == 0) {
            source = Objects.requireNonNull(source.parent);
        }
        Host.copy(source.hostAddress(page), mm.hostAddress(page), Mm.PAGE_SIZE);
        mm.memory().setPerm(page, 0);
        boolean clean = (source.memory().perm(page) & Perm.CLEAN) == Perm.CLEAN;
        inheritedGone(1);
        if (clean) {
            return Perm.CLEAN;
        }
        return someChildLacks(page) ? Perm.COW : 0;
    }

    private boolean someChildLacks(long page) {
        Mm child = mm.heirs.youngestWithout(page);
        while (child != null) {
            if ((child.memory().perm(page) & Perm.INHERIT) != 0) {
                return true;
            }
            child = mm.heirs.olderWithout(child, page);
        }
        return false;
    }

    /// Gives a page that is about to change to every child that still has to draw it. Memory for
    /// that is taken without
    /// asking: the limit applies to whoever faults next.
    void pushToChildren(long page) {
        if (mm.heirs.isEmpty()) {
            return;
        }
        Mm child = mm.heirs.youngestWithout(page);
        while (child != null) {
            // With its last page it leaves the heirs.
            Mm next = mm.heirs.olderWithout(child, page);
            if ((child.memory().perm(page) & Perm.INHERIT) != 0) {
                child.copying.drawNow(page);
            }
            child = next;
        }
        mm.heirs.provided(page);
    }

    void drawNow(long page) {
        mm.account.chargeAnyway(1);
        int state = Perm.PRESENT | pull(page);
        mm.countPresent(1);
        mm.memory().setPerm(page, state);
        Vma vma = mm.vmas.find(page << Mm.PAGE_SHIFT);
        if (vma != null) {
            mm.faults.setAccess(vma, page, state);
        }
    }

    /// Before the pages from `first` up to `end` leave this address space: children draw what they
    /// need of them.
    void settle(long first, long end) {
        if (mm.heirs.isEmpty()) {
            return;
        }
        GuestMemory memory = mm.memory();
        long page = first;
        while ((page = memory.nextUsed(page, end)) < end) {
            if ((memory.perm(page) & (Perm.PRESENT | Perm.INHERIT)) != 0) {
                pushToChildren(page);
            }
            page++;
        }
    }

    /// `pages` pages are no longer to be drawn; with the last one the parent is let go.
    void inheritedGone(long pages) {
        mm.inheritedPages -= pages;
        Mm parent = mm.parent;
        if (mm.inheritedPages == 0 && parent != null) {
            mm.parent = null;
            parent.heirs.remove(mm);
            parent.copying.freeIfUnused();
        }
    }

    /// Nobody runs here any more: frees everything that children do not need.
    void leave() {
        abandoned = true;
        if (mm.heirs.isEmpty()) {
            free();
            return;
        }
        for (Vma vma : new ArrayList<>(mm.vmas.all())) {
            if (vma.isShared()) {
                mm.mappings().unmapRange(vma.start, vma.end);
            }
        }
        Mm heir = mm.heirs.only();
        if (heir != null) {
            handOver(heir);
        }
    }

    /// The only heir takes everything at once, so that chains of dead ancestors do not grow.
    private void handOver(Mm heir) {
        for (Vma vma : new ArrayList<>(heir.vmas.all())) {
            long end = vma.end >>> Mm.PAGE_SHIFT;
            long page = vma.start >>> Mm.PAGE_SHIFT;
            while ((page = heir.memory().nextUsed(page, end)) < end) {
                if ((heir.memory().perm(page) & Perm.INHERIT) != 0) {
                    heir.copying.drawNow(page);
                }
                page++;
            }
        }
    }

    private void freeIfUnused() {
        Mm heir = mm.heirs.only();
        if (abandoned && mm.heirs.isEmpty()) {
            free();
        } else if (abandoned && heir != null) {
            handOver(heir);
        }
    }

    private void free() {
        if (mm.memory().limit() == 0) {
            return;
        }
        mm.code().clear();
        mm.mappings().unmapRange(0, mm.memory().limit());
        mm.memory().release();
    }
}
