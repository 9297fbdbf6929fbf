package dev.murre.kernel.fs.overlay;

import org.jspecify.annotations.Nullable;

/// What a lower tree knows of a file; times in nanoseconds since the epoch.
///
/// @param identity equal for all names of one file with several links; null when it has only one
public record LowerAttributes(
        int mode,
        int uid,
        int gid,
        int nlink,
        long rdev,
        long size,
        long atimeNanos,
        long mtimeNanos,
        long ctimeNanos,
        @Nullable Object identity) {}
