package dev.murre.kernel.mm;

import static dev.murre.abi.MmapFlags.PROT_EXEC;
import static dev.murre.abi.MmapFlags.PROT_WRITE;

import dev.murre.abi.Errno;
import dev.murre.abi.MmapFlags;
import dev.murre.abi.Rlimit;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What may be done with mapped memory and how it behaves: mprotect(2), madvise(2),
/// mincore(2), msync(2).
public final class Protection {
    private static final int MADV_WILLNEED = 3;
    private static final int MADV_DONTNEED = 4;
    private static final int MADV_FREE = 8;
    private static final int MADV_REMOVE = 9;
    private static final int MADV_DONTFORK = 10;
    private static final int MADV_DOFORK = 11;
    private static final int MADV_MERGEABLE = 12;
    private static final int MADV_UNMERGEABLE = 13;
    private static final int MADV_HUGEPAGE = 14;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MADV_DONTDUMP = 16;
    private static final int MADV_DODUMP = 17;
    private static final int MADV_WIPEONFORK = 18;
    private static final int MADV_KEEPONFORK = 19;
    private static final int MADV_COLD = 20;
    private static final int MADV_PAGEOUT = 21;

    private final Mm mm;

    Protection(Mm mm) {
        this.mm = mm;
    }

    /// mprotect(2).
    public void protect(long start, long length, int prot) {
        if ((start & Mm.PAGE_MASK) != 0) {
            throw Errno.EINVAL.exception();
        }
        if (length == 0) {
            return;
        }
        long end = start + Mappings.pageAlign(length);
        if (Long.compareUnsigned(end, start) <= 0) {
            throw Errno.ENOMEM.exception();
        }
        boolean down = (prot & MmapFlags.PROT_GROWSDOWN) != 0;
        if (down && (prot & MmapFlags.PROT_GROWSUP) != 0
                || (prot & ~(7 | MmapFlags.PROT_GROWSDOWN | MmapFlags.PROT_GROWSUP | 8)) != 0) {
            throw Errno.EINVAL.exception();
        }
        long from = down ? stackStart(start) : start;
        overRange(from, end, vma -> protectVma(vma, prot & 7));
    }

    private long stackStart(long start) {
        Vma vma = mm.mappings().require(start);
        if (!vma.growsDown()) {
            throw Errno.EINVAL.exception();
        }
        return vma.start;
    }

    private void protectVma(Vma vma, int prot) {
        if (vma.prot == prot) {
            return;
        }
        if ((prot & PROT_WRITE) != 0 && vma.isShared() && !vma.mayWrite()) {
            throw Errno.EACCES.exception();
        }
        boolean becomesData = (prot & PROT_WRITE) != 0 && (vma.prot & PROT_WRITE) == 0;
        if (becomesData
                && !vma.isShared()
                && mm.limits.exceeded(Rlimit.DATA, mm.dataBytes + vma.length())) {
            throw Errno.ENOMEM.exception();
        }
        if (prot != 0) {
            mm.mappings().growWindow(vma.end);
        }
        mm.mappings().account(vma, -1);
        boolean losesExec = (vma.prot & PROT_EXEC) != 0 && (prot & PROT_EXEC) == 0;
        vma.prot = prot;
        if ((prot & PROT_WRITE) != 0) {
            vma.flags |= Vma.WAS_WRITABLE;
        }
        mm.mappings().account(vma, 1);
        long last = Math.min(vma.end, mm.memory().limit()) >>> Mm.PAGE_SHIFT;
        for (long page = vma.start >>> Mm.PAGE_SHIFT; page < last; page++) {
            if (losesExec) {
                mm.dropCode(page);
            }
            int bits = mm.memory().perm(page);
            if ((bits & Perm.PRESENT) != 0) {
                mm.faults.setAccess(vma, page, losesExec ? bits & ~Perm.CODE : bits);
            }
        }
    }

    /// Applies `change` to the part of each mapping in the range; ENOMEM at the first hole, after
    /// what came before it.
    void overRange(long start, long end, Consumer<Vma> change) {
        long at = start;
        long last = bounded(end);
        try {
            while (at < last) {
                Vma vma = mm.mappings().require(at);
                Vma part = mm.mappings().isolate(vma, at, Math.min(vma.end, last));
                at = part.end;
                change.accept(part);
            }
        } finally {
            mm.mappings().mergeAround(start, end);
        }
    }

    /// madvise(2). Holes are skipped, and ENOMEM is reported at the end.
    public void advise(long start, long length, int advice) {
        Consumer<Vma> action = action(advice);
        long size = Mappings.pageAlign(length);
        if ((start & Mm.PAGE_MASK) != 0 || length != 0 && size == 0 || start + size < start) {
            throw Errno.EINVAL.exception();
        }
        boolean hole = false;
        long at = start;
        long end = start + size;
        while (at < end) {
            Vma vma = mm.vmas.findFrom(at);
            if (vma == null || vma.start >= end) {
                hole = true;
                break;
            }
            hole |= vma.start > at;
            Vma part = mm.mappings().isolate(vma, Math.max(vma.start, at), Math.min(vma.end, end));
            at = part.end;
            action.accept(part);
        }
        mm.mappings().mergeAround(start, end);
        if (hole) {
            throw Errno.ENOMEM.exception();
        }
    }

    private Consumer<Vma> action(int advice) {
        return switch (advice) {
            case 0, 1, 2, MADV_COLD, MADV_PAGEOUT -> vma -> {};
            case MADV_MERGEABLE, MADV_UNMERGEABLE, MADV_HUGEPAGE, MADV_NOHUGEPAGE -> vma -> {};
            case MADV_WILLNEED -> vma -> {};
            case MADV_DONTNEED -> this::discard;
            case MADV_FREE -> this::discardAnonymous;
            case MADV_REMOVE -> this::removeContent;
            case MADV_DONTFORK -> vma -> vma.flags |= Vma.DONT_FORK;
            case MADV_DOFORK -> vma -> vma.flags &= ~Vma.DONT_FORK;
            case MADV_DONTDUMP -> vma -> vma.flags |= Vma.DONT_DUMP;
            case MADV_DODUMP -> vma -> vma.flags &= ~Vma.DONT_DUMP;
            case MADV_WIPEONFORK -> this::wipeOnFork;
            case MADV_KEEPONFORK -> vma -> vma.flags &= ~Vma.WIPE_ON_FORK;
            default -> throw Errno.EINVAL.exception();
        };
    }

    /// mbind(2). Holes are skipped.
    public void setPolicy(long start, long length, @Nullable MemoryPolicy policy) {
        long end = start + Mappings.pageAlign(length);
        Vma vma = mm.vmas.findFrom(start);
        while (vma != null && vma.start < end) {
            Vma part =
                    mm.mappings().isolate(vma, Math.max(vma.start, start), Math.min(vma.end, end));
            part.policy = policy;
            vma = mm.vmas.findFrom(part.end);
        }
        mm.mappings().mergeAround(start, end);
    }

    private void wipeOnFork(Vma vma) {
        if (vma.source != null || vma.isShared()) {
            throw Errno.EINVAL.exception();
        }
        vma.flags |= Vma.WIPE_ON_FORK;
    }

    private void discard(Vma vma) {
        if (vma.isLocked()) {
            throw Errno.EINVAL.exception();
        }
        long first = vma.start >>> Mm.PAGE_SHIFT;
        long end = vma.end >>> Mm.PAGE_SHIFT;
        if (!vma.isShared()) {
            mm.copying.settle(first, end);
        }
        mm.clearPages(first, end);
    }

    private void discardAnonymous(Vma vma) {
        if (vma.source != null) {
            throw Errno.EINVAL.exception();
        }
        discard(vma);
    }

    /// Takes the content away from all who map it.
    private void removeContent(Vma vma) {
        PageSource source = vma.source;
        if (vma.isLocked() || source == null) {
            throw Errno.EINVAL.exception();
        }
        if (!vma.isShared() || !vma.mayWrite()) {
            throw Errno.EACCES.exception();
        }
        source.punch(vma.offset, vma.length());
    }

    /// mincore(2): a byte per page, 1 if it is in memory.
    public byte[] resident(long start, long length) {
        if ((start & Mm.PAGE_MASK) != 0) {
            throw Errno.EINVAL.exception();
        }
        long pages = Mappings.pageAlign(length) >>> Mm.PAGE_SHIFT;
        if (pages < 0 || pages > HostMemory.LARGEST_WINDOW >>> Mm.PAGE_SHIFT) {
            throw Errno.ENOMEM.exception();
        }
        byte[] result = new byte[(int) pages];
        for (int i = 0; i < pages; i++) {
            long page = (start >>> Mm.PAGE_SHIFT) + i;
            Vma vma = mm.mappings().require(page << Mm.PAGE_SHIFT);
            boolean present = (mm.memory().perm(page) & (Perm.PRESENT | Perm.INHERIT)) != 0;
            result[i] = (byte) (present || vma.file != null ? 1 : 0);
        }
        return result;
    }

    /// Nothing is mapped in the upper half of what an address can say.
    static long bounded(long end) {
        return end < 0 ? Long.MAX_VALUE : end;
    }

    /// Whether the whole range is mapped: msync(2)'s ENOMEM.
    public boolean isMapped(long start, long length) {
        long end = bounded(start + Mappings.pageAlign(length));
        long at = start;
        while (at < end) {
            Vma vma = mm.vmas.find(at);
            if (vma == null) {
                return false;
            }
            at = vma.end;
        }
        return true;
    }
}
