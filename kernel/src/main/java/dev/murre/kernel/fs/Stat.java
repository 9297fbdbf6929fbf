package dev.murre.kernel.fs;

/// What `stat(2)` and `statx(2)` report; a reused holder, not a value.
public final class Stat {
    public long dev;
    public long ino;
    public int mode;
    public int nlink;
    public int uid;
    public int gid;
    public long rdev;
    public long size;
    public int blockSize;

    /// In units of 512 bytes.
    public long blocks;

    public long atimeNanos;
    public long mtimeNanos;
    public long ctimeNanos;
    public long btimeNanos;
}
