package dev.murre.kernel.mm;

import dev.murre.abi.MmapFlags;
import dev.murre.abi.Rlimit;
import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.memory.SharedArea;
import org.jspecify.annotations.Nullable;

/// Page faults: bringing a page in, copying it on write, growing the stack, and giving pages to the
/// translator.
final class Faults {
    /// Linux's stack_guard_gap: nothing may be mapped this close below a stack.
    static final long STACK_GUARD_GAP = 256 * GuestMemory.PAGE_SIZE;

    private final Mm mm;

    Faults(Mm mm) {
        this.mm = mm;
    }

    FaultResult handle(long address, int access) {
        if (Long.compareUnsigned(address, mm.layout.maximum()) >= 0) {
            return FaultResult.NOT_MAPPED;
        }
        Vma vma = mm.vmas.find(address);
        if (vma == null) {
            vma = growStack(address);
            if (vma == null) {
                return FaultResult.NOT_MAPPED;
            }
        }
        if ((Mm.permissionsOf(vma) & access) != access) {
            return FaultResult.NOT_ALLOWED;
        }
        return touch(vma, address >>> Mm.PAGE_SHIFT, access);
    }

    /// Makes `page` of `vma` accessible; the mapping's protection has been checked or does not
    /// count.
    FaultResult touch(Vma vma, long page, int access) {
        GuestMemory memory = mm.memory();
        if (memory.isBeyond(page)) {
            return FaultResult.BEYOND_END; // address space that is only reserved
        }
        int bits = memory.perm(page);
        if ((bits & Perm.PRESENT) == 0) {
            FaultResult result = missing(vma, page, bits, access);
            if (result == null) {
                result = bringIn(vma, page, bits);
            }
            if (result != FaultResult.DONE) {
                return result;
            }
            bits = memory.perm(page);
        }
        if (mm.served().waitsToWrite(vma, page, access)) {
            return FaultResult.WAITS;
        }
        if ((access & Perm.WRITE) != 0) {
            if ((bits & Perm.COW) != 0) {
                mm.copying.pushToChildren(page);
                bits &= ~Perm.CLEAN;
            }
            if ((bits & Perm.CODE) != 0 || hasCode(page)) {
                mm.dropCode(page);
                bits &= ~Perm.CODE;
                SourceMappings all = sharedMappings(vma);
                if (all != null) {
                    all.codeWritten(vma.sourcePage(page));
                }
            }
        }
        setAccess(vma, page, bits);
        return FaultResult.DONE;
    }

    /// What becomes of a fault on a page that somebody in user mode brings in; null if nobody does.
    private @Nullable FaultResult missing(Vma vma, long page, int bits, int access) {
        FaultServer server = vma.server;
        if (server == null || (bits & Perm.INHERIT) != 0) {
            return null;
        }
        PageSource source = vma.source;
        if (source != null && source.isFilled(vma.sourcePage(page))) {
            return null;
        }
        FaultResult result = mm.served().missing(vma, page, access);
        if (result == null) {
            server.renewed(page);
        }
        return result;
    }

    /// Brings a page in that its server fills.
    FaultResult bringInFor(Vma vma, long page) {
        FaultResult result = bringIn(vma, page, mm.memory().perm(page));
        if (result == FaultResult.DONE) {
            setAccess(vma, page, mm.memory().perm(page));
        }
        return result;
    }

    /// Sets what may be done with a present page, by its mapping and what must be withheld.
    void setAccess(Vma vma, long page, int bits) {
        int allowed = Mm.permissionsOf(vma);
        int state = bits & (Perm.PRESENT | Perm.COW | Perm.CODE | Perm.SHARED);
        if ((allowed & Perm.WRITE) != 0 && hasCode(page)) {
            state |= Perm.CODE;
        }
        if ((state & (Perm.COW | Perm.CODE)) != 0 || ServedMappings.isProtected(vma, page)) {
            allowed &= ~Perm.WRITE;
        }
        if ((mm.memory().perm(page) & ~allowed & Perm.ACCESS) != 0) {
            mm.shootDown();
        }
        mm.memory().setPerm(page, state | allowed);
    }

    private boolean hasCode(long page) {
        return !mm.code().isEmpty() && mm.code().find(page) != null;
    }

    private FaultResult bringIn(Vma vma, long page, int bits) {
        if (vma.isShared()) {
            return bringInShared(vma, page);
        }
        MemoryGroup group = mm.group();
        if (group != null && !group.hasRoom() || !mm.account.charge(1)) {
            return FaultResult.OUT_OF_MEMORY;
        }
        int state = Perm.PRESENT;
        if ((bits & Perm.INHERIT) != 0) {
            state |= mm.copying.pull(page);
        } else {
            PageSource source = vma.source;
            if (source == null) {
                lookAhead(vma, page);
            } else if (!source.readPage(vma.sourcePage(page), mm.hostAddress(page))) {
                mm.account.uncharge(1);
                return FaultResult.BEYOND_END;
            } else {
                state |= Perm.CLEAN;
            }
        }
        mm.countPresent(1);
        mm.memory().setPerm(page, state);
        return FaultResult.DONE;
    }

    /// A mapping that is filled from its start on will go on like that: with one huge page of the
    /// host behind what comes next, the host has one fault to serve instead of hundreds.
    private void lookAhead(Vma vma, long page) {
        GuestMemory memory = mm.memory();
        long back = page - GuestMemory.HUGE_PAGE_PAGES;
        long ahead = page + GuestMemory.HUGE_PAGE_PAGES;
        if (memory.startsHugePage(page)
                && vma.start >>> Mm.PAGE_SHIFT <= back
                && vma.end >>> Mm.PAGE_SHIFT >= ahead
                && (memory.perm(page - 1) & memory.perm(back) & Perm.PRESENT) != 0) {
            memory.expectHugePage(page);
        }
    }

    private FaultResult bringInShared(Vma vma, long page) {
        PageSource source = vma.source;
        if (source == null || !source.hasPage(vma.sourcePage(page))) {
            return FaultResult.BEYOND_END;
        }
        if (!source.chargePage(vma.sourcePage(page))) {
            return FaultResult.OUT_OF_MEMORY;
        }
        if (!vma.aliased) {
            SharedArea area = source.sharedArea();
            if (area == null) {
                return FaultResult.BEYOND_END;
            }
            area.alias(mm.memory().base() + vma.start, vma.offset, vma.length());
            vma.aliased = true;
        }
        if (vma.file != null && (vma.prot & MmapFlags.PROT_WRITE) != 0) {
            source.written();
        }
        mm.countShared(1);
        SourceMappings all = source.mappings();
        int code = all != null && all.holdsCode() ? Perm.CODE : 0;
        mm.memory().setPerm(page, Perm.PRESENT | Perm.SHARED | code);
        return FaultResult.DONE;
    }

    /// The stack mapping above `address`, extended down to it if the rules allow.
    @Nullable Vma growStack(long address) {
        Vma above = mm.vmas.findFrom(address);
        if (above == null || !above.growsDown()) {
            return null;
        }
        long start = address & ~Mm.PAGE_MASK;
        long growth = above.start - start;
        if (mm.limits.exceeded(Rlimit.STACK, above.end - start)
                || mm.limits.exceeded(Rlimit.AS, mm.totalBytes + growth)) {
            return null;
        }
        Vma below = mm.vmas.before(above.start);
        if (below != null
                && !below.growsDown()
                && below.prot != 0
                && start - below.end < STACK_GUARD_GAP) {
            return null;
        }
        if (below != null && below.end > start) {
            return null;
        }
        mm.vmas.moveStart(above, start);
        mm.totalBytes += growth;
        mm.dataBytes += growth;
        return above;
    }

    FaultResult installCode(long address, int mode) {
        long page = address >>> Mm.PAGE_SHIFT;
        FaultResult result = handle(address, Perm.EXEC);
        Vma vma = mm.vmas.find(address);
        if (result != FaultResult.DONE || vma == null) {
            return result;
        }
        if (mm.code().find(page) == null) {
            SourceMappings all = sharedMappings(vma);
            if (all != null) {
                all.becameCode(vma.sourcePage(page));
            }
            mm.code().add(codePage(vma, page, mode));
        }
        setAccess(vma, page, mm.memory().perm(page));
        return FaultResult.DONE;
    }

    private static @Nullable SourceMappings sharedMappings(Vma vma) {
        PageSource source = vma.source;
        return source == null || !vma.isShared() ? null : source.mappings();
    }

    private CodePage codePage(Vma vma, long page, int mode) {
        PageSource source = vma.source;
        Object key =
                source == null || (vma.flags & (Vma.WAS_WRITABLE | Vma.SHARED)) != 0
                        ? null
                        : source.contentKey();
        if (key == null) {
            return new CodePage(page);
        }
        CodeImage image = vma.code;
        if (image == null || !image.isOf(key)) {
            image = mm.account.codeImage(key, page - vma.sourcePage(page), mode);
            vma.code = image;
            image.attach(mm.code(), vma.start >>> Mm.PAGE_SHIFT, vma.end >>> Mm.PAGE_SHIFT);
        }
        return image.page(page);
    }
}
