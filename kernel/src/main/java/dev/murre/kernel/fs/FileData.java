package dev.murre.kernel.fs;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.mm.PageSource;
import dev.murre.kernel.mm.SourceMappings;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.SharedArea;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The content of a regular file, in pages, as read, write and mmap share it.
///
/// Pages are Java arrays until somebody maps the file shared; then the content moves into a
/// [SharedArea], which stays the one truth from then on. Offsets and lengths are bytes. Nothing
/// here checks limits or permissions.
public abstract class FileData implements PageSource {
    public static final int PAGE_SHIFT = 12;
    public static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    private final Vfs vfs;
    private @Nullable SharedArea area;

    /// Stands for the content as it is now; made when asked for, forgotten at every change.
    private @Nullable Object key;

    private @Nullable Inode owner;

    private @Nullable SourceMappings mappings;

    protected FileData(Vfs vfs) {
        this.vfs = vfs;
    }

    /// Says whose times change when a shared mapping is written to.
    public final void owner(Inode inode) {
        owner = inode;
    }

    @Override
    public abstract long size();

    protected abstract void setSize(long newSize);

    /// The page's bytes for reading: null for a hole; a short array stands for zeros after it.
    protected abstract byte @Nullable [] page(long index);

    /// The page's bytes for writing, at least `length` of them.
    protected abstract byte[] pageToWrite(long index, int length);

    /// Forgets whole pages from `from` up to `to` (exclusive): they read as zeros.
    protected abstract void dropPages(long from, long to);

    /// The first stored page at or after `index`, or −1.
    protected abstract long nextPage(long index);

    /// Pages that take up memory.
    public abstract long storedPages();

    /// Says that bytes of a page were changed, for stores that write through.
    protected void changed(long offset, int length) {}

    /// Says that whole pages were made to read as zeros.
    protected void punched(long offset, long length) {}

    /// Puts up to `length` bytes at `offset` into `to`; returns how many there were before the end.
    public final long read(IoBuf to, long offset, long length) {
        if (offset < 0) {
            return 0;
        }
        long left = Math.min(Math.min(length, to.remaining()), size() - offset);
        long at = offset;
        long end = offset + left;
        while (at < end) {
            int inPage = (int) at & PAGE_SIZE - 1;
            int n = (int) Math.min(end - at, PAGE_SIZE - inPage);
            readInPage(to, at >>> PAGE_SHIFT, inPage, n);
            at += n;
        }
        return Math.max(0, left);
    }

    private void readInPage(IoBuf to, long index, int inPage, int n) {
        SharedArea shared = area;
        if (shared != null) {
            to.put(Host.segment(shared.address() + (index << PAGE_SHIFT) + inPage, n), 0, n);
            return;
        }
        byte[] bytes = page(index);
        int stored = bytes == null ? 0 : Math.min(n, bytes.length - inPage);
        if (bytes == null || stored <= 0) {
            to.putZeros(n);
        } else {
            to.put(bytes, inPage, stored);
            if (stored < n) {
                to.putZeros(n - stored);
            }
        }
    }

    /// Takes up to `length` bytes from `from` into the file at `offset`; the file grows as needed.
    /// An EFAULT on the way leaves what came before it in the file.
    public final long write(IoBuf from, long offset, long length) {
        long end = offset + Math.min(length, from.remaining());
        key = null;
        SharedArea shared = area;
        if (shared != null) {
            shared.ensure(end);
        }
        long at = offset;
        while (at < end) {
            int inPage = (int) at & PAGE_SIZE - 1;
            int n = (int) Math.min(end - at, PAGE_SIZE - inPage);
            if (shared != null) {
                from.get(Host.segment(shared.address() + at, n), 0, n);
            } else {
                from.get(pageToWrite(at >>> PAGE_SHIFT, inPage + n), inPage, n);
            }
            if (at + n > size()) {
                setSize(at + n);
            }
            changed(at, n);
            codeChanged(at);
            at += n;
        }
        return end - offset;
    }

    private void codeChanged(long offset) {
        SourceMappings all = mappings;
        if (all != null && all.holdsCode()) {
            all.codeWritten(offset >>> PAGE_SHIFT);
        }
    }

    /// Sets the size; what is cut off reads as zero if the file grows again.
    public final void truncate(long newSize) {
        long old = size();
        key = null;
        if (newSize < old) {
            SourceMappings all = mappings;
            if (all != null) {
                all.dropFrom(roundUp(newSize) >>> PAGE_SHIFT);
            }
            zero(newSize, Math.min(old, roundUp(newSize)) - newSize);
            dropClean(newSize, roundUp(newSize));
            dropPages(roundUp(newSize) >>> PAGE_SHIFT, roundUp(old) >>> PAGE_SHIFT);
            SharedArea shared = area;
            if (shared != null && roundUp(newSize) < shared.size()) {
                Host.segment(
                                shared.address() + roundUp(newSize),
                                Math.min(shared.size(), roundUp(old)) - roundUp(newSize))
                        .fill((byte) 0);
            }
        } else {
            SharedArea shared = area;
            if (shared != null) {
                shared.ensure(newSize);
            }
        }
        setSize(newSize);
    }

    private static long roundUp(long n) {
        return (n + PAGE_SIZE - 1) & -PAGE_SIZE;
    }

    /// Zeroes bytes inside one page.
    private void zero(long offset, long length) {
        if (length <= 0) {
            return;
        }
        SharedArea shared = area;
        if (shared != null) {
            Host.segment(shared.address() + offset, length).fill((byte) 0);
        } else if (page(offset >>> PAGE_SHIFT) != null) {
            int inPage = (int) offset & PAGE_SIZE - 1;
            byte[] bytes = pageToWrite(offset >>> PAGE_SHIFT, inPage + (int) length);
            Arrays.fill(bytes, inPage, inPage + (int) length, (byte) 0);
        } else {
            return;
        }
        changed(offset, (int) length);
    }

    /// Makes a range read as zero and frees whole pages of it; the size stays.
    public final void punchHole(long offset, long length) {
        long end = Math.min(offset + length, roundUp(size()));
        key = null;
        zeroRange(offset, end);
        dropClean(offset, roundUp(end));
    }

    private void dropClean(long from, long to) {
        SourceMappings all = mappings;
        if (all != null && from < to) {
            all.dropClean(from >>> PAGE_SHIFT, to >>> PAGE_SHIFT);
        }
    }

    private void zeroRange(long offset, long end) {
        long firstWhole = roundUp(offset);
        long lastWhole = end & -PAGE_SIZE;
        if (firstWhole >= lastWhole) {
            long border = Math.min(firstWhole, end);
            zero(offset, border - offset);
            zero(border, end - border);
            return;
        }
        zero(offset, firstWhole - offset);
        zero(lastWhole, end - lastWhole);
        SharedArea shared = area;
        if (shared != null) {
            Host.segment(shared.address() + firstWhole, lastWhole - firstWhole).fill((byte) 0);
        } else {
            dropPages(firstWhole >>> PAGE_SHIFT, lastWhole >>> PAGE_SHIFT);
        }
        punched(firstWhole, lastWhole - firstWhole);
    }

    /// The first byte at or after `offset` that is stored, or −1 when only a hole follows.
    public final long nextData(long offset) {
        if (area != null) {
            return offset;
        }
        long found = nextPage(offset >>> PAGE_SHIFT);
        long at = Math.max(offset, found << PAGE_SHIFT);
        return found < 0 || at >= size() ? -1 : at;
    }

    /// The first byte at or after `offset` that is in a hole; the size at the latest.
    public final long nextHole(long offset) {
        if (area != null) {
            return size();
        }
        long index = offset >>> PAGE_SHIFT;
        long last = roundUp(size()) >>> PAGE_SHIFT;
        while (index < last && nextPage(index) == index) {
            index++;
        }
        return Math.min(size(), Math.max(offset, index << PAGE_SHIFT));
    }

    // For memory mappings.

    @Override
    public final boolean readPage(long index, long hostAddress) {
        if (!hasPage(index)) {
            return false;
        }
        SharedArea shared = area;
        if (shared != null) {
            Host.copy(shared.address() + (index << PAGE_SHIFT), hostAddress, PAGE_SIZE);
            return true;
        }
        byte[] bytes = page(index);
        if (bytes != null) {
            Host.copyIn(bytes, 0, hostAddress, Math.min(bytes.length, PAGE_SIZE));
        }
        return true;
    }

    @Override
    public @Nullable SharedArea sharedArea() {
        SharedArea shared = area;
        if (shared != null) {
            return shared;
        }
        long rounded = Math.max(PAGE_SIZE, roundUp(size()));
        shared = vfs.memory().shared(rounded);
        if (shared == null) {
            return null;
        }
        shared.ensure(rounded);
        for (long i = nextPage(0); i >= 0 && i << PAGE_SHIFT < size(); i = nextPage(i + 1)) {
            readPage(i, shared.address() + (i << PAGE_SHIFT));
        }
        area = shared;
        dropPages(0, rounded >>> PAGE_SHIFT);
        return shared;
    }

    @Override
    public final SourceMappings mappings() {
        SourceMappings all = mappings;
        if (all == null) {
            all = new SourceMappings(this);
            mappings = all;
        }
        return all;
    }

    @Override
    public final @Nullable Object contentKey() {
        if (area != null) {
            return null;
        }
        if (key == null) {
            key = new Object();
        }
        return key;
    }

    @Override
    public final void punch(long offset, long length) {
        Inode inode = owner;
        int refused = inode == null ? 0 : inode.mayWrite(offset, length);
        Errno error = Errno.of(-refused);
        if (error != null) {
            throw error.exception();
        }
        punchHole(offset, length);
        written();
    }

    @Override
    public void written() {
        Inode inode = owner;
        if (inode != null) {
            inode.contentChanged();
        }
    }

    /// The content is another one than before: keys given out no longer stand for it.
    protected final void contentReplaced() {
        key = null;
    }

    protected final @Nullable SharedArea area() {
        return area;
    }

    /// Nobody can reach the file any more: gives its memory back.
    public void free() {
        SharedArea shared = area;
        if (shared != null) {
            shared.close();
            area = null;
        }
    }
}
