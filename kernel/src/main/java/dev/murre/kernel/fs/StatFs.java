package dev.murre.kernel.fs;

/// What `statfs(2)` reports; blocks are in units of `blockSize` bytes.
public final class StatFs {
    public long type;
    public long blockSize;
    public long blocks;
    public long blocksFree;
    public long blocksAvailable;
    public long files;
    public long filesFree;
    public long fsid;
    public long nameLength;

    /// `ST_*` flags of the mount, filled in by [Vfs].
    public long flags;
}
