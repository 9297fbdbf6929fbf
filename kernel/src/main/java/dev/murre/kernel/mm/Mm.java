package dev.murre.kernel.mm;

import dev.murre.abi.MmapFlags;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.base.UserMemory;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Perm;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// An address space: Linux's `mm_struct`. Shared by tasks (CLONE_VM); counted by [#get] and [#put].
///
/// Its work is spread over [Faults], [Copying] (fork and copy-on-write), [Mappings] (the mmap
/// family), [Protection] and
/// [UserAccess].
public final class Mm {
    static final int PAGE_SHIFT = GuestMemory.PAGE_SHIFT;
    static final int PAGE_SIZE = GuestMemory.PAGE_SIZE;
    public static final long PAGE_BYTES = PAGE_SIZE;
    static final long PAGE_MASK = GuestMemory.PAGE_MASK;

    final MemoryAccount account;
    final Layout layout;

    /// The local descriptor table, modify_ldt(2); empty until something is put into it.
    private long[] localDescriptors = {};
    final VmaTree vmas = new VmaTree();
    Rlimits limits;
    private final GuestMemory memory;
    private final CodeSpace code = new CodeSpace();
    private int users = 1;

    /// The address space this one draws inherited pages from, and how many it has not drawn yet.
    @Nullable Mm parent;

    long inheritedPages;

    /// Those that may still draw pages from this one.
    final Heirs heirs = new Heirs();

    /// Its place among its parent's heirs, which see.
    long birth;

    @Nullable Mm older;
    @Nullable Mm younger;

    /// Pages whose content is in the window, without shared ones; what RSS counts.
    private long presentPages;

    private long peakPages;
    private long sharedPages;

    /// Bytes mapped, and of those private writable ones (RLIMIT_DATA) and locked ones.
    long totalBytes;

    long dataBytes;
    long lockedBytes;

    /// Heap, program and stack addresses for brk(2) and `/proc/PID/stat`.
    long brkStart;

    long brk;
    private long codeStart;
    private long codeEnd;
    private long dataStart;
    private long dataEnd;
    private long stackStart;
    private long argStart;
    private long argEnd;
    private long envStart;
    private long envEnd;
    private byte[] auxv = {};

    /// What membarrier(2) has been told to be ready for.
    public int barriers;

    private @Nullable MappedFile executable;
    private @Nullable MemoryGroup group;

    /// What lasts as long as programs run here, such as contexts of io_setup(2), by address.
    public interface Attachment {
        /// The address space is gone.
        void end();
    }

    private final Map<Long, Attachment> attachments = new TreeMap<>();

    final Faults faults = new Faults(this);
    final Copying copying = new Copying(this);
    private final Mappings mappings = new Mappings(this);
    private final Protection protection = new Protection(this);
    private final Locking locking = new Locking(this);
    private final Moving moving = new Moving(this);
    private final UserAccess access = new UserAccess(this);
    private final ServedMappings served = new ServedMappings(this);

    Mm(MemoryAccount account, Layout layout, Rlimits limits, GuestMemory memory) {
        this.account = account;
        this.layout = layout;
        this.limits = limits;
        this.memory = memory;
    }

    /// An empty address space.
    public static Mm create(MemoryAccount account, Layout layout, Rlimits limits) {
        Mm mm = new Mm(account, layout, limits, account.host().window(layout.window()));
        account.spaces().add(mm);
        return mm;
    }

    /// What a processor has loaded that runs no program: nothing can be mapped in it. Linux:
    /// init_mm.
    public static Mm empty(MemoryAccount account) {
        return new Mm(account, Layout.X86_64, Rlimits.forInit(), account.host().noWindow());
    }

    /// A copy for a child process; its memory is drawn when touched.
    ///
    /// @param childLimits the limits of the child's thread group
    public Mm fork(Rlimits childLimits) {
        return copying.fork(childLimits);
    }

    /// One more task uses it.
    public Mm get() {
        users++;
        return this;
    }

    /// A task lets go; the last one frees it (what children still need stays for them).
    public void put() {
        if (--users == 0) {
            attachments.values().forEach(Attachment::end);
            attachments.clear();
            account.spaces().remove(this);
            copying.leave();
            MappedFile file = executable;
            executable = null;
            if (file != null) {
                file.put();
            }
        }
    }

    public void attach(long address, Attachment what) {
        attachments.put(address, what);
    }

    public void detach(long address) {
        attachments.remove(address);
    }

    public @Nullable Attachment attachment(long address) {
        return attachments.get(address);
    }

    public int users() {
        return users;
    }

    /// For the processor.
    public GuestMemory memory() {
        return memory;
    }

    /// For the processor.
    public CodeSpace code() {
        return code;
    }

    /// For the kernel's reading and writing on the program's behalf.
    public UserMemory user() {
        return access;
    }

    /// Reading and writing whatever the protection says, for ptrace and `/proc/PID/mem`.
    public ForcedAccess forced() {
        return new ForcedAccess(this);
    }

    /// mmap, munmap, brk.
    public Mappings mappings() {
        return mappings;
    }

    /// mprotect, madvise, mlock, mincore, msync.
    public Protection protection() {
        return protection;
    }

    /// Mappings whose pages come from user mode.
    public ServedMappings served() {
        return served;
    }

    public Locking locking() {
        return locking;
    }

    /// mremap.
    public Moving moving() {
        return moving;
    }

    public Layout layout() {
        return layout;
    }

    public long[] localDescriptors() {
        return localDescriptors;
    }

    public void setLocalDescriptors(long[] table) {
        localDescriptors = table;
    }

    /// Makes an access that the processor refused possible.
    ///
    /// @param accessBits {@link Perm#READ}, WRITE or EXEC
    public FaultResult handleFault(long address, int accessBits) {
        return faults.handle(address, accessBits);
    }

    /// Installs the translated-code page of `address`, after a CODE_PAGE trap.
    public FaultResult installCode(long address, int mode) {
        return faults.installCode(address, mode);
    }

    public @Nullable Vma find(long address) {
        return vmas.find(address);
    }

    /// All mappings in order of address.
    public Collection<Vma> vmas() {
        return vmas.all();
    }

    /// Pages in memory that belong to this address space alone.
    public long presentPages() {
        return presentPages;
    }

    /// Pages of shared mappings in use.
    public long sharedPages() {
        return sharedPages;
    }

    /// The most that was ever resident, in pages.
    public long peakPages() {
        return Math.max(peakPages, presentPages + sharedPages);
    }

    /// Resident pages of one mapping: `/proc/PID/smaps`.
    public long residentPages(Vma vma) {
        long count = 0;
        long end = vma.end >>> PAGE_SHIFT;
        long page = vma.start >>> PAGE_SHIFT;
        while ((page = memory.nextUsed(page, end)) < end) {
            boolean whole = (page & 7) == 0 && page + 8 <= end;
            long bits = whole ? memory.perms8(page) : memory.perm(page);
            count += Copying.countHeld(bits);
            page += whole ? 8 : 1;
        }
        return count;
    }

    private static final int CORE_ANONYMOUS_PRIVATE = 1;
    private static final int CORE_ANONYMOUS_SHARED = 1 << 1;
    private static final int CORE_FILE_PRIVATE = 1 << 2;
    private static final int CORE_FILE_SHARED = 1 << 3;
    private static final int CORE_ELF_HEADERS = 1 << 4;

    /// How much of a mapping a core file holds, from its start on, core(5).
    ///
    /// @param filter `/proc/PID/coredump_filter`
    public long coreBytes(Vma vma, int filter) {
        boolean reserved = vma.source == null && vma.prot == 0;
        boolean written = (vma.flags & Vma.WAS_WRITABLE) != 0;
        if ((vma.flags & Vma.DONT_DUMP) != 0 || reserved && !written) {
            return 0;
        }
        if (vma.isShared()) {
            int bit = vma.file != null ? CORE_FILE_SHARED : CORE_ANONYMOUS_SHARED;
            return (filter & bit) != 0 ? vma.length() : 0;
        }
        boolean anonymous = vma.file == null || written;
        if (anonymous && (filter & CORE_ANONYMOUS_PRIVATE) != 0
                || vma.file != null && (filter & CORE_FILE_PRIVATE) != 0) {
            return vma.length();
        }
        boolean first = vma.file != null && vma.offset == 0;
        boolean header = first && (vma.prot & MmapFlags.PROT_READ) != 0;
        return header && (filter & CORE_ELF_HEADERS) != 0 ? PAGE_SIZE : 0;
    }

    /// Whether there may be anything but zeros at `address`, which lies in `vma`.
    public boolean hasContent(Vma vma, long address) {
        int bits = memory.perm(address >>> PAGE_SHIFT);
        return vma.source != null || (bits & (Perm.PRESENT | Perm.INHERIT)) != 0;
    }

    /// Whether the page of an address has content, here or where it is inherited from.
    public boolean isHeld(long address) {
        return (memory.perm(address >>> PAGE_SHIFT) & (Perm.PRESENT | Perm.INHERIT)) != 0;
    }

    /// Bytes of all mappings.
    public long totalBytes() {
        return totalBytes;
    }

    public long dataBytes() {
        return dataBytes;
    }

    public long lockedBytes() {
        return lockedBytes;
    }

    /// Drops what was read of sources that every address space reads for itself: they have changed.
    public void refresh() {
        for (Vma vma : vmas.all()) {
            if (vma.source != null && (vma.flags & Vma.WIPE_ON_FORK) != 0) {
                clearPages(vma.start >>> PAGE_SHIFT, vma.end >>> PAGE_SHIFT);
            }
        }
    }

    /// Moves what the address space uses to another group's account.
    public void setGroup(MemoryGroup to) {
        if (group != null) {
            group.count(-presentPages);
        }
        group = to;
        to.count(presentPages);
    }

    @Nullable MemoryGroup group() {
        return group;
    }

    void countPresent(long pages) {
        if (group != null) {
            group.count(pages);
        }
        presentPages += pages;
        peakPages = Math.max(peakPages, presentPages);
        if (pages < 0) {
            account.uncharge(-pages);
        }
    }

    void countShared(long pages) {
        sharedPages += pages;
    }

    long hostAddress(long page) {
        return memory.base() + (page << PAGE_SHIFT);
    }

    /// The permission bits that `vma` gives a present page, apart from what is withheld.
    static int permissionsOf(Vma vma) {
        int prot = vma.prot & 7;
        int bits = prot & Perm.WRITE | ((prot & 7) != 0 ? Perm.READ : 0);
        return bits | prot & Perm.EXEC;
    }

    /// Before a permission is taken away, translated code is dropped, or the window moves: no other
    /// processor runs here from now on until the kernel's lock is given up, so none acts on what it
    /// checked before. What Linux does with TLB shoot-downs.
    void shootDown() {
        account.processors().leave(this);
    }

    /// Drops the translated code of a page.
    void dropCode(long page) {
        if (code.find(page) != null) {
            shootDown();
            code.remove(page);
        }
    }

    /// Lets the content of a mapping know of it.
    void register(Vma vma) {
        PageSource source = vma.source;
        SourceMappings all = source == null ? null : source.mappings();
        if (all != null && vma.isShared()) {
            all.add(this);
        } else if (all != null) {
            all.addPrivate(account);
        }
    }

    /// Clears pages from `first` up to `end` out of the window, whatever they hold.
    void clearPages(long first, long end) {
        if (!code.isEmpty()) {
            shootDown();
            code.removeRange(first, end);
        }
        long page = first;
        while ((page = memory.nextUsed(page, end)) < end) {
            int bits = memory.perm(page);
            if (bits != 0) {
                page = clearRun(page, end, bits);
            } else {
                page++;
            }
        }
    }

    /// Clears the run of pages from `first` on whose state is alike; returns where it ends.
    private long clearRun(long first, long end, int bits) {
        shootDown();
        int kind = kindOf(bits);
        long page = first;
        while (page < end && kindOf(memory.perm(page)) == kind) {
            memory.setPerm(page, 0);
            page++;
        }
        long pages = page - first;
        if (kind == Perm.SHARED) {
            countShared(-pages);
        } else if (kind == Perm.PRESENT) {
            account.host().clear(hostAddress(first), pages << PAGE_SHIFT);
            countPresent(-pages);
        } else {
            copying.inheritedGone(pages);
        }
        return page;
    }

    /// SHARED for an alias of shared memory, PRESENT for a page of this window, or INHERIT; 0 for
    /// none.
    private static int kindOf(int bits) {
        if ((bits & Perm.CLEAN) == Perm.SHARED) {
            return Perm.SHARED;
        }
        return (bits & Perm.PRESENT) != 0 ? Perm.PRESENT : bits & Perm.INHERIT;
    }

    /// Where the loader has put things; for brk and procfs. Addresses in bytes.
    public void setProgram(long newCodeStart, long newCodeEnd, long newDataStart, long newDataEnd) {
        codeStart = newCodeStart;
        codeEnd = newCodeEnd;
        dataStart = newDataStart;
        dataEnd = newDataEnd;
    }

    /// Where the arguments and environment strings are on the stack.
    public void setStack(
            long newStackStart,
            long newArgStart,
            long newArgEnd,
            long newEnvStart,
            long newEnvEnd) {
        stackStart = newStackStart;
        argStart = newArgStart;
        argEnd = newArgEnd;
        envStart = newEnvStart;
        envEnd = newEnvEnd;
    }

    /// prctl(PR_SET_MM…) and the loader: start of the heap and its present end.
    public void setBrk(long start, long end) {
        brkStart = start;
        brk = end;
    }

    public void setAuxv(byte[] bytes) {
        auxv = bytes;
    }

    /// The auxiliary vector as bytes, for `/proc/PID/auxv`.
    public byte[] auxv() {
        return auxv;
    }

    /// Remembers the program's file (`/proc/PID/exe`); takes over one reference.
    public void setExecutable(MappedFile file) {
        MappedFile old = executable;
        executable = file;
        if (old != null) {
            old.put();
        }
    }

    public @Nullable MappedFile executable() {
        return executable;
    }

    void inheritProgram(Mm from) {
        brkStart = from.brkStart;
        brk = from.brk;
        setProgram(from.codeStart, from.codeEnd, from.dataStart, from.dataEnd);
        setStack(from.stackStart, from.argStart, from.argEnd, from.envStart, from.envEnd);
        auxv = from.auxv;
        MappedFile file = from.executable;
        executable = file == null ? null : file.share();
    }

    public long brkStart() {
        return brkStart;
    }

    public long brk() {
        return brk;
    }

    public long codeStart() {
        return codeStart;
    }

    public long codeEnd() {
        return codeEnd;
    }

    public long dataStart() {
        return dataStart;
    }

    public long dataEnd() {
        return dataEnd;
    }

    public long stackStart() {
        return stackStart;
    }

    public long argStart() {
        return argStart;
    }

    public long argEnd() {
        return argEnd;
    }

    public long envStart() {
        return envStart;
    }

    public long envEnd() {
        return envEnd;
    }
}
