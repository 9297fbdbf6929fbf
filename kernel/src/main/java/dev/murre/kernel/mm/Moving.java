package dev.murre.kernel.mm;

import static dev.murre.abi.MmapFlags.MAP_FIXED;
import static dev.murre.abi.MmapFlags.MREMAP_FIXED;
import static dev.murre.abi.MmapFlags.MREMAP_MAYMOVE;

import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;

/// mremap(2): resizing and moving mappings.
public final class Moving {
    private final Mm mm;

    Moving(Mm mm) {
        this.mm = mm;
    }

    /// mremap(2); the new address.
    public long remap(
            long address,
            long oldLength,
            long newLength,
            int flags,
            long newAddress,
            Locking.Right right) {
        check(address, newLength, flags, newAddress);
        long oldSize = Mappings.pageAlign(oldLength);
        long newSize = Mappings.pageAlign(newLength);
        if ((flags & MREMAP_FIXED) != 0) {
            boolean overlap = address < newAddress + newSize && newAddress < address + oldSize;
            if (overlap || (newAddress & Mm.PAGE_MASK) != 0) {
                throw Errno.EINVAL.exception();
            }
        }
        Vma vma = mm.vmas.find(address);
        if (vma == null) {
            throw Errno.EFAULT.exception();
        }
        if (oldSize == 0 && !vma.isShared()) {
            throw Errno.EINVAL.exception();
        }
        if (oldSize > vma.end - address) {
            throw Errno.EFAULT.exception();
        }
        if ((flags & MREMAP_FIXED) == 0 && newSize <= oldSize && oldSize != 0) {
            if (newSize < oldSize) {
                mm.mappings().unmapRange(address + newSize, address + oldSize);
            }
            return address;
        }
        checkLimits(vma, newSize - oldSize);
        mm.locking().checkGrowth(vma, newSize - oldSize, right);
        if ((flags & MREMAP_FIXED) == 0 && growInPlace(vma, address, oldSize, newSize)) {
            return address;
        }
        if ((flags & MREMAP_MAYMOVE) == 0) {
            throw Errno.ENOMEM.exception();
        }
        return move(vma, address, oldSize, newSize, flags, newAddress);
    }

    private void check(long address, long newLength, int flags, long newAddress) {
        boolean badFlags =
                (flags & ~(MREMAP_MAYMOVE | MREMAP_FIXED)) != 0
                        || (flags & MREMAP_FIXED) != 0 && (flags & MREMAP_MAYMOVE) == 0;
        if (badFlags || (address & Mm.PAGE_MASK) != 0 || Mappings.pageAlign(newLength) == 0) {
            throw Errno.EINVAL.exception();
        }
        if ((flags & MREMAP_FIXED) != 0
                && Long.compareUnsigned(
                                newAddress, mm.layout.maximum() - Mappings.pageAlign(newLength))
                        > 0) {
            throw Errno.EINVAL.exception();
        }
    }

    private void checkLimits(Vma vma, long growth) {
        if (mm.limits.exceeded(Rlimit.AS, mm.totalBytes + growth)
                || Mappings.countsAsData(vma)
                        && mm.limits.exceeded(Rlimit.DATA, mm.dataBytes + growth)) {
            throw Errno.ENOMEM.exception();
        }
    }

    private boolean growInPlace(Vma vma, long address, long oldSize, long newSize) {
        long newEnd = address + newSize;
        boolean fits =
                address + oldSize == vma.end
                        && newEnd <= mm.memory().limit()
                        && !mm.vmas.overlaps(vma.end, newEnd)
                        && !vma.aliased;
        if (fits) {
            mm.mappings().account(vma, -1);
            vma.end = newEnd;
            mm.mappings().account(vma, 1);
        }
        return fits;
    }

    private long move(
            Vma vma, long address, long oldSize, long newSize, int flags, long newAddress) {
        int kind = (flags & MREMAP_FIXED) != 0 ? MAP_FIXED : 0;
        long sourceOffset = vma.offset + (address - vma.start);
        long target =
                mm.mappings()
                        .map(
                                newAddress,
                                newSize,
                                vma.prot,
                                kind,
                                vma.flags,
                                vma.source,
                                sourceOffset,
                                vma.file,
                                vma.name);
        if (!vma.isShared()) {
            movePages(address, target, Math.min(oldSize, newSize));
        }
        if (oldSize != 0) {
            mm.mappings().unmapRange(address, address + oldSize);
        }
        return target;
    }

    private void movePages(long from, long to, long length) {
        long first = from >>> Mm.PAGE_SHIFT;
        mm.shootDown();
        long end = first + (length >>> Mm.PAGE_SHIFT);
        mm.copying.settle(first, end);
        if (mm.memory().nextUsed(first, end) < end) {
            mm.mappings().growWindow(to + length);
        }
        for (long page = first; (page = mm.memory().nextUsed(page, end)) < end; page++) {
            long offset = (page << Mm.PAGE_SHIFT) - from;
            Vma source = mm.mappings().require(from + offset);
            int bits = mm.memory().perm(page);
            if ((bits & Perm.INHERIT) != 0) {
                mm.faults.touch(source, page, Perm.READ);
                bits = mm.memory().perm(page);
            }
            if ((bits & Perm.PRESENT) != 0) {
                long target = to + offset >>> Mm.PAGE_SHIFT;
                if (!mm.account.charge(1)) {
                    throw Errno.ENOMEM.exception();
                }
                Host.copy(mm.hostAddress(page), mm.hostAddress(target), Mm.PAGE_SIZE);
                mm.countPresent(1);
                boolean clean = (bits & Perm.CLEAN) == Perm.CLEAN;
                mm.faults.setAccess(
                        mm.mappings().require(to + offset),
                        target,
                        clean ? Perm.PRESENT | Perm.CLEAN : Perm.PRESENT);
            }
        }
    }
}
