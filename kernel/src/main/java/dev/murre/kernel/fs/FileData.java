package dev.murre.kernel.fs;

/// The content of a regular file, in pages, as read, write and mmap share it.
///
/// Offsets and lengths are bytes. Nothing here checks limits or permissions.
public abstract class FileData {
    public static final int PAGE_SHIFT = 12;
    public static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    public abstract long size();

    /// Copies up to `length` bytes at `offset` to `to`; returns how many there were before the end.
    public abstract int read(long offset, byte[] to, int at, int length);

    /// Copies `length` bytes into the file, which grows as needed.
    public abstract void write(long offset, byte[] from, int at, int length);

    /// Sets the size; what is cut off reads as zero if the file grows again.
    public abstract void truncate(long newSize);

    /// Makes a range read as zero and frees whole pages of it; the size stays.
    public abstract void punchHole(long offset, long length);

    /// The first byte at or after `offset` that is stored, or −1 when only a hole follows.
    public abstract long nextData(long offset);

    /// The first byte at or after `offset` that is in a hole; the size at the latest.
    public abstract long nextHole(long offset);

    /// Pages that take up memory.
    public abstract long storedPages();
}
