package dev.murre.kernel.mm;

import dev.murre.abi.MmapFlags;
import dev.murre.machine.memory.GuestMemory;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A mapping: Linux's `vm_area_struct`. Addresses are multiples of the page size.
public final class Vma {
    /// Behaviour flags.
    static final int SHARED = 1;

    static final int GROWS_DOWN = 2;
    static final int DONT_FORK = 4;
    static final int WIPE_ON_FORK = 8;
    static final int LOCKED = 16;

    /// Was writable at some time: its pages may differ from the file's.
    static final int WAS_WRITABLE = 32;

    /// A shared mapping may never become writable: the file is not open for writing.
    static final int NO_WRITE = 64;

    static final int NO_RESERVE = 128;
    static final int DONT_DUMP = 256;

    long start;
    long end;
    int prot;
    int flags;
    final @Nullable PageSource source;
    final @Nullable MappedFile file;

    /// Byte offset in the source of `start`; for anonymous private mappings the address itself.
    long offset;

    /// What `/proc/PID/maps` calls it if there is no file, such as `[heap]`; may be empty.
    final String name;

    /// The shared memory behind it has been aliased into the window.
    boolean aliased;

    /// The code of its content, once something in it was executed. Its known pages belong to the
    /// address space from then on, even where their bytes are not in memory.
    @Nullable CodeImage code;

    /// Who brings its pages in from user mode, and when: [ServedMappings].
    @Nullable FaultServer server;

    int servedModes;

    /// mbind(2).
    @Nullable MemoryPolicy policy;

    Vma(
            long start,
            long end,
            int prot,
            int flags,
            @Nullable PageSource source,
            long offset,
            @Nullable MappedFile file,
            String name) {
        this.start = start;
        this.end = end;
        this.prot = prot;
        this.flags = flags | ((prot & MmapFlags.PROT_WRITE) != 0 ? WAS_WRITABLE : 0);
        this.source = source;
        this.offset = offset;
        this.file = file;
        this.name = name;
    }

    /// A copy for a part of the range or for another address space; holds the file once more.
    Vma copy(long newStart, long newEnd) {
        MappedFile held = file == null ? null : file.share();
        Vma copy =
                new Vma(
                        newStart,
                        newEnd,
                        prot,
                        flags,
                        source,
                        offset + (newStart - start),
                        held,
                        name);
        copy.aliased = aliased;
        copy.server = server;
        copy.servedModes = servedModes;
        copy.policy = policy;
        return copy;
    }

    public long start() {
        return start;
    }

    public long end() {
        return end;
    }

    public long length() {
        return end - start;
    }

    /// `PROT_` bits.
    public int prot() {
        return prot;
    }

    public boolean isShared() {
        return (flags & SHARED) != 0;
    }

    public boolean growsDown() {
        return (flags & GROWS_DOWN) != 0;
    }

    public boolean isLocked() {
        return (flags & LOCKED) != 0;
    }

    public boolean mayWrite() {
        return (flags & NO_WRITE) == 0;
    }

    /// Byte offset of `start` in the file; 0 without one.
    public long fileOffset() {
        return file == null ? 0 : offset;
    }

    public @Nullable MappedFile file() {
        return file;
    }

    public @Nullable PageSource source() {
        return source;
    }

    /// Null for the default.
    public @Nullable MemoryPolicy policy() {
        return policy;
    }

    public String name() {
        return name;
    }

    boolean contains(long address) {
        return address >= start && address < end;
    }

    /// Page of the source for a guest page number.
    long sourcePage(long page) {
        return page - (start >>> GuestMemory.PAGE_SHIFT) + (offset >>> GuestMemory.PAGE_SHIFT);
    }

    /// Whether `next`, which begins where this one ends, can become part of it.
    boolean canMerge(Vma next) {
        return end == next.start
                && prot == next.prot
                && flags == next.flags
                && source == next.source
                && file == next.file
                && aliased == next.aliased
                && server == next.server
                && servedModes == next.servedModes
                && Objects.equals(policy, next.policy)
                && name.equals(next.name)
                && (source == null || offset + length() == next.offset);
    }
}
