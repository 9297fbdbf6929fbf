package dev.murre.kernel.fs.hostfs;

/// What the host tells of a file; times in nanoseconds since the epoch, `rdev` as
/// [dev.murre.kernel.fs.Devices] has it.
public record HostAttributes(
        long dev,
        long ino,
        int mode,
        int nlink,
        int uid,
        int gid,
        long rdev,
        long size,
        long atimeNanos,
        long mtimeNanos,
        long ctimeNanos) {}
