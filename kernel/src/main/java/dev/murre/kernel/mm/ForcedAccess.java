package dev.murre.kernel.mm;

import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import java.util.Objects;

/// Reading and writing a process's memory whatever its pages permit, as ptrace(2) and
/// `/proc/PID/mem` do: private pages are
/// copied first, and translated code is dropped.
public final class ForcedAccess {
    private final Mm mm;

    ForcedAccess(Mm mm) {
        this.mm = mm;
    }

    /// Reads up to `length` bytes; how many could be read before the first hole.
    public int read(long address, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length && ready(address + done, Perm.READ)) {
            int part = inPage(address + done, length - done);
            Host.copyOut(mm.memory().base() + address + done, target, offset + done, part);
            done += part;
        }
        return done;
    }

    /// Writes up to `length` bytes; how many could be written before the first hole.
    public int write(long address, byte[] source, int offset, int length) {
        int done = 0;
        while (done < length && ready(address + done, Perm.WRITE)) {
            int part = inPage(address + done, length - done);
            Host.copyIn(source, offset + done, mm.memory().base() + address + done, part);
            done += part;
        }
        return done;
    }

    private boolean ready(long address, int access) {
        if (Long.compareUnsigned(address, mm.layout.maximum()) >= 0) {
            return false;
        }
        Vma vma = mm.vmas.find(address);
        if (vma == null || vma.isShared() && (access & Perm.WRITE) != 0 && !vma.mayWrite()) {
            return false;
        }
        long page = address >>> GuestMemory.PAGE_SHIFT;
        if (mm.faults.touch(vma, page, access) != FaultResult.DONE) {
            return false;
        }
        if ((access & Perm.WRITE) != 0) {
            Vma changed = Objects.requireNonNull(vma);
            changed.flags |= Vma.WAS_WRITABLE;
            mm.dropCode(page);
            mm.faults.setAccess(changed, page, mm.memory().perm(page) & ~Perm.CODE);
        }
        return true;
    }

    private static int inPage(long address, int length) {
        return (int) Math.min(length, GuestMemory.PAGE_SIZE - (address & GuestMemory.PAGE_MASK));
    }
}
