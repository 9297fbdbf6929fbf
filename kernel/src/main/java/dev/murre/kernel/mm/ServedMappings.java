package dev.murre.kernel.mm;

import dev.murre.abi.Errno;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The mappings of an address space whose pages come from user mode, userfaultfd(2): which they
/// are, how their pages are filled, and what becomes of the kernel's accesses to missing ones.
///
/// A system call that has to read such a page is left and entered again; what it writes there is
/// kept until the page has come, so that nothing is done twice.
public final class ServedMappings {
    /// Modes of a registration: UFFDIO_REGISTER_MODE_MISSING and _WP.
    public static final int MISSING = 1;

    public static final int WRITE_PROTECT = 2;

    private final Mm mm;
    private int servers;
    private boolean waiting;
    private @Nullable ServedFault last;
    private List<DeferredWrite> writes = new ArrayList<>(0);

    ServedMappings(Mm mm) {
        this.mm = mm;
    }

    /// Whether there may be any.
    public boolean any() {
        return servers > 0;
    }

    /// A server of this address space comes (1) or goes (−1).
    public void countServer(int change) {
        servers += change;
    }

    // Faults.

    /// What comes of a fault on a missing page of `vma`; null if it is the kernel's own business.
    @Nullable FaultResult missing(Vma vma, long page, int access) {
        FaultServer server = vma.server;
        if (server == null || (vma.servedModes & MISSING) == 0) {
            return null;
        }
        FaultResult result = server.missing();
        if (result == FaultResult.WAITS) {
            last = new ServedFault(server, page << Mm.PAGE_SHIFT, access, false);
        }
        return result;
    }

    /// Whether a write to a page that is there has to wait.
    boolean waitsToWrite(Vma vma, long page, int access) {
        FaultServer server = vma.server;
        if (server == null || (access & Perm.WRITE) == 0 || !isProtected(vma, page)) {
            return false;
        }
        last = new ServedFault(server, page << Mm.PAGE_SHIFT, access, true);
        return true;
    }

    static boolean isProtected(Vma vma, long page) {
        FaultServer server = vma.server;
        return server != null && (vma.servedModes & WRITE_PROTECT) != 0 && server.protects(page);
    }

    /// The fault that the last [FaultResult#WAITS] or [FaultWait] was about.
    public ServedFault lastFault() {
        return Objects.requireNonNull(last);
    }

    // The kernel's accesses.

    /// From now on accesses may be left to be tried again: a system call or a signal begins.
    public void beginWaiting() {
        waiting = true;
    }

    /// Whether an access may end in [FaultWait].
    public boolean mayWait() {
        return waiting;
    }

    /// An access now fails where a page is missing; returns what was written to such ones.
    public List<DeferredWrite> endWaiting() {
        waiting = false;
        if (writes.isEmpty()) {
            return List.of();
        }
        List<DeferredWrite> kept = writes;
        writes = new ArrayList<>(0);
        return kept;
    }

    /// The kernel needs a missing page: where it writes to instead.
    long access(long address, int size, int access) {
        if (!waiting || !lastFault().server().servesKernel()) {
            throw Errno.EFAULT.exception();
        }
        if ((access & Perm.READ) != 0) {
            throw FaultWait.INSTANCE;
        }
        MemorySegment bytes = Arena.ofAuto().allocate(size);
        writes.add(new DeferredWrite(address, bytes));
        return bytes.address();
    }

    /// Writes what was kept for a page: how far that came.
    public FaultResult write(DeferredWrite kept) {
        long length = kept.bytes().byteSize();
        for (long done = 0; done < length; done++) {
            long address = kept.address() + done;
            if (!mm.memory().allows(address, 1, Perm.WRITE)) {
                FaultResult result = mm.handleFault(address, Perm.WRITE);
                if (result != FaultResult.DONE) {
                    return result;
                }
            }
            byte value = kept.bytes().get(ValueLayout.JAVA_BYTE, done);
            Host.put8(mm.memory().base() + address, value);
        }
        return FaultResult.DONE;
    }

    // Registration.

    /// UFFDIO_REGISTER: mappings in the range get `server`.
    public void register(FaultServer server, long start, long end, int modes) {
        checkRange(start, end, server);
        Vma vma = mm.vmas.findFrom(start);
        while (vma != null && vma.start < end) {
            Vma part = isolate(vma, start, end);
            part.server = server;
            part.servedModes = modes;
            setAccess(part);
            vma = mm.vmas.findFrom(part.end);
        }
        mm.mappings().mergeAround(start, end);
    }

    /// UFFDIO_UNREGISTER.
    public void unregister(long start, long end) {
        checkRange(start, end, null);
        Vma vma = mm.vmas.findFrom(start);
        while (vma != null && vma.start < end) {
            Vma part = isolate(vma, start, end);
            leave(part);
            vma = mm.vmas.findFrom(part.end);
        }
        mm.mappings().mergeAround(start, end);
    }

    /// A server is gone: its mappings are as others again.
    public void forget(FaultServer server) {
        for (Vma vma : new ArrayList<>(mm.vmas.all())) {
            if (vma.server == server) {
                leave(vma);
            }
        }
        mm.mappings().mergeAround(0, mm.memory().limit());
    }

    private void leave(Vma vma) {
        vma.server = null;
        vma.servedModes = 0;
        setAccess(vma);
    }

    private Vma isolate(Vma vma, long start, long end) {
        return mm.mappings().isolate(vma, Math.max(vma.start, start), Math.min(vma.end, end));
    }

    private void setAccess(Vma vma) {
        long end = vma.end >>> Mm.PAGE_SHIFT;
        long page = vma.start >>> Mm.PAGE_SHIFT;
        while ((page = mm.memory().nextUsed(page, end)) < end) {
            int bits = mm.memory().perm(page);
            if ((bits & Perm.PRESENT) != 0) {
                mm.faults.setAccess(vma, page, bits);
            }
            page++;
        }
    }

    /// Linux: userfaultfd_register, userfaultfd_unregister.
    private void checkRange(long start, long end, @Nullable FaultServer server) {
        Vma vma = mm.vmas.findFrom(start);
        if (vma == null) {
            throw Errno.ENOMEM.exception();
        }
        if (vma.start >= end) {
            throw Errno.EINVAL.exception();
        }
        while (vma != null && vma.start < end) {
            if (!canBeServed(vma)) {
                throw Errno.EINVAL.exception();
            }
            if (server != null) {
                if (!vma.mayWrite()) {
                    throw Errno.EPERM.exception();
                }
                if (vma.server != null && vma.server != server) {
                    throw Errno.EBUSY.exception();
                }
            }
            vma = mm.vmas.findFrom(vma.end);
        }
    }

    private static boolean canBeServed(Vma vma) {
        PageSource source = vma.source;
        return source == null || vma.isShared() && source.knowsFilled();
    }

    /// Checks a range of pages that an ioctl is about. Linux: validate_range.
    public void checkPages(long start, long length) {
        if ((start & Mm.PAGE_MASK) != 0
                || (length & Mm.PAGE_MASK) != 0
                || length == 0
                || Long.compareUnsigned(start, mm.layout.maximum()) >= 0
                || Long.compareUnsigned(length, mm.layout.maximum() - start) > 0) {
            throw Errno.EINVAL.exception();
        }
    }

    // Filling.

    /// The registered mapping that all of a range lies in, for filling it.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOENT
    public Vma require(long start, long length, int mode) {
        Vma vma = mm.vmas.find(start);
        if (vma == null
                || vma.server == null
                || length > vma.end - start
                || (vma.servedModes & mode) == 0) {
            throw Errno.ENOENT.exception();
        }
        return vma;
    }

    /// Puts a missing page in place, UFFDIO_COPY: 0 or `-errno`.
    ///
    /// @param content null for zeros
    public int fill(Vma vma, long address, byte @Nullable [] content) {
        long page = address >>> Mm.PAGE_SHIFT;
        if ((mm.memory().perm(page) & (Perm.PRESENT | Perm.INHERIT)) != 0) {
            return -Errno.EEXIST.number;
        }
        PageSource source = vma.source;
        if (source != null && source.isFilled(vma.sourcePage(page))) {
            return -Errno.EEXIST.number;
        }
        FaultResult result = mm.faults.bringInFor(vma, page);
        if (result != FaultResult.DONE) {
            boolean full = result == FaultResult.OUT_OF_MEMORY;
            return full ? -Errno.ENOMEM.number : -Errno.EFAULT.number;
        }
        if (content != null) {
            Host.copyIn(content, 0, mm.hostAddress(page), Mm.PAGE_SIZE);
        }
        return 0;
    }

    /// The protection of a page has changed.
    public void protectionChanged(Vma vma, long page) {
        int bits = mm.memory().perm(page);
        if ((bits & Perm.PRESENT) != 0) {
            mm.faults.setAccess(vma, page, bits);
        }
    }

    /// Whether a page has content that writes can be kept from.
    public boolean isThere(long page) {
        return (mm.memory().perm(page) & (Perm.PRESENT | Perm.INHERIT)) != 0;
    }
}
