package dev.murre.machine.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// One address space as the processor sees it: a window of host memory at {@link #base} for guest
/// addresses 0 up to {@link #limit}, and a byte of {@link Perm} bits per 4 KiB page in {@link
/// #perms}. The bytes
/// past the last page are always 0, so an access that crosses the end of the window finds no
/// permission there.
///
/// The permissions are a Java array because the just-in-time compiler needs a tenth of the work for
/// an access to it that
/// it needs for one to a memory segment, and it gives up on a method after so much work. As it is
/// large and mostly zeros, an address space that has not run for a while goes without: {@link
/// HostMemory} packs it.
public final class GuestMemory {
    public static final int PAGE_SHIFT = 12;
    public static final int PAGE_SIZE = 1 << PAGE_SHIFT;
    public static final int PAGE_MASK = PAGE_SIZE - 1;

    /// So many pages make a huge page of the host.
    public static final int HUGE_PAGE_PAGES = 512;

    private static final long HUGE_PAGE_MASK = ((long) HUGE_PAGE_PAGES << PAGE_SHIFT) - 1;

    private static final VarHandle EIGHT =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final byte[] NOTHING = new byte[8];

    private final HostMemory host;
    private long base;
    private long limit;
    private boolean released;

    /// One of these two is null, but for released memory.
    private byte @Nullable [] perms;

    private @Nullable PackedPerms packed;

    /// How many processors have it loaded, and whether one had since somebody looked.
    private int loaded;

    private boolean used;

    /// Whether huge pages were asked for somewhere in the window.
    private boolean huge;

    GuestMemory(HostMemory host, long base, byte[] perms, long limit) {
        this.host = host;
        this.base = base;
        this.perms = perms;
        this.limit = limit;
    }

    /// A processor is going to run in it.
    public void load() {
        loaded++;
        used = true;
        perms();
    }

    /// A processor has left it.
    public void unload() {
        loaded--;
    }

    /// Whether it has not been loaded since this was asked before.
    boolean isIdle() {
        boolean idle = loaded == 0 && !used;
        used = loaded > 0;
        return idle;
    }

    /// Gives its array away, all zeros; null if it has none.
    byte @Nullable [] pack() {
        byte[] array = perms;
        if (array != null) {
            packed = PackedPerms.takeFrom(this);
            perms = null;
        }
        return array;
    }

    private byte[] unpack() {
        PackedPerms from = packed;
        if (from == null) {
            throw new IllegalStateException("this memory was released");
        }
        byte[] array = host.permissions(limit);
        perms = array;
        packed = null;
        from.putInto(this);
        host.hasArray(this);
        return array;
    }

    /// Host address of guest address 0.
    public long base() {
        return base;
    }

    /// The permission byte of each page. The array is the one in use as long as the memory is
    /// loaded.
    public byte[] perms() {
        byte[] array = perms;
        return array != null ? array : unpack();
    }

    /// The first guest address beyond the window; a multiple of the page size.
    public long limit() {
        return limit;
    }

    /// The permission byte of a page; 0 beyond the window.
    public int perm(long page) {
        if (isBeyond(page)) {
            return 0;
        }
        PackedPerms few = packed;
        return few != null ? few.get(page) : perms()[(int) page] & 0xff;
    }

    /// Whether a page lies beyond the window.
    public boolean isBeyond(long page) {
        return page >= limit >>> PAGE_SHIFT;
    }

    public void setPerm(long page, int bits) {
        PackedPerms few = packed;
        if (few == null || !few.set(page, bits)) {
            perms()[(int) page] = (byte) bits;
        }
    }

    /// The permission bytes of eight pages from `page` (a multiple of 8) on, the first one lowest.
    public long perms8(long page) {
        PackedPerms few = packed;
        return few != null ? few.get8(page) : (long) EIGHT.get(perms(), (int) page);
    }

    /// Skips pages whose permission bytes are 0, as far as that can be done eight at a time: a page
    /// from `page` on with no others before it, or at least `end` if there are only such.
    public long nextUsed(long page, long end) {
        if (isBeyond(page)) {
            return Math.max(page, end);
        }
        if ((page & 7) != 0) {
            return page;
        }
        PackedPerms few = packed;
        if (few != null) {
            return few.nextUsed(page, end);
        }
        byte[] array = perms();
        long last = Math.min(end, limit >>> PAGE_SHIFT);
        long at = page;
        while (at < last && (long) EIGHT.get(array, (int) at) == 0) {
            at += 8;
        }
        return at < last ? at : Math.max(at, end);
    }

    public void setPerms8(long page, long bits) {
        PackedPerms few = packed;
        if (few == null || !few.set8(page, bits)) {
            EIGHT.set(perms(), (int) page, bits);
        }
    }

    /// Whether an access of `size` (1 to 4096) bytes at `address` finds every bit of `bits` ({@link
    /// Perm#READ}…) in each
    /// page that it touches.
    public static boolean allows(byte[] perms, long limit, long address, int size, int bits) {
        if (Long.compareUnsigned(address, limit) >= 0) {
            return false;
        }
        int perm = Unchecked.get(perms, address >>> PAGE_SHIFT);
        if ((int) (address & PAGE_MASK) > PAGE_SIZE - size) {
            perm &= Unchecked.get(perms, address + size - 1 >>> PAGE_SHIFT);
        }
        return (perm & bits) == bits;
    }

    public boolean allows(long address, int size, int bits) {
        return allows(perms(), limit, address, size, bits);
    }

    /// The address that a page fault reports for an access that {@link #allows} refused: the
    /// access's own address, or the
    /// start of the second page where the first one is not to blame.
    public long faultAddress(long address, int size, int bits) {
        boolean firstRefuses =
                Long.compareUnsigned(address, limit) >= 0
                        || (perm(address >>> PAGE_SHIFT) & bits) != bits;
        return firstRefuses ? address : (address + size - 1) & ~(long) PAGE_MASK;
    }

    /// Whether a huge page of the host begins at `page`.
    public boolean startsHugePage(long page) {
        return (base + (page << PAGE_SHIFT) & HUGE_PAGE_MASK) == 0;
    }

    /// Says that the whole huge page that begins at `page` will be used.
    public void expectHugePage(long page) {
        host.expectAll(base + (page << PAGE_SHIFT), HUGE_PAGE_MASK + 1);
        huge = true;
    }

    /// Whether huge pages were asked for since this was asked before.
    boolean takeHuge() {
        boolean was = huge;
        huge = false;
        return was;
    }

    /// Moves the window to a larger one; present pages keep their content. The caller has made sure
    /// that no processor runs
    /// in it.
    public void grow(long newLimit) {
        GuestMemory larger = host.window(newLimit);
        movePages(larger);
        byte[] array = larger.perms();
        host.free(this, perms());
        host.forget(larger);
        base = larger.base;
        perms = array;
        limit = larger.limit;
    }

    private void movePages(GuestMemory target) {
        for (long page = 0; page < limit >>> PAGE_SHIFT; page++) {
            if ((page & 7) == 0 && perms8(page) == 0) {
                page += 7;
                continue;
            }
            int bits = perm(page);
            target.setPerm(page, bits);
            if ((bits & Perm.PRESENT) != 0) {
                long offset = page << PAGE_SHIFT;
                Host.copy(base + offset, target.base + offset, PAGE_SIZE);
                Host.fill(base + offset, PAGE_SIZE, (byte) 0);
            }
            setPerm(page, 0);
        }
    }

    /// Gives the window back; its owner has cleared every page and permission byte.
    public void release() {
        if (!released) {
            released = true;
            host.forget(this);
            host.free(this, perms);
            perms = NOTHING;
            packed = null;
            limit = 0;
        }
    }
}
