package dev.murre.kernel.fs;

import static dev.murre.abi.StatMode.S_ISGID;
import static dev.murre.abi.StatMode.S_ISUID;
import static dev.murre.abi.StatMode.S_ISVTX;
import static dev.murre.abi.StatMode.S_IXGRP;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;

/// Who may do what, by mode bits and capabilities: path_resolution(7), capabilities(7).
public final class Permissions {
    public static final int MAY_EXEC = 1;
    public static final int MAY_WRITE = 2;
    public static final int MAY_READ = 4;

    private Permissions() {}

    /// 0 or `-EACCES`: whether `creds` may use `inode` in every way of `mask` (MAY_*).
    public static int check(Inode inode, int mask, Credentials creds) {
        int mode = inode.mode();
        if ((mode & (mask | mask << 3 | mask << 6)) == (mask | mask << 3 | mask << 6)) {
            return 0;
        }
        int granted;
        if (creds.fsuid() == inode.uid()) {
            granted = mode >> 6;
        } else if (creds.inGroup(inode.gid())) {
            granted = mode >> 3;
        } else {
            granted = mode;
        }
        if ((granted & mask) == mask || byCapability(inode, mask, creds)) {
            return 0;
        }
        return -Errno.EACCES.number;
    }

    private static boolean byCapability(Inode inode, int mask, Credentials creds) {
        if (inode.isDirectory()) {
            return creds.capableOver(inode.uid(), inode.gid(), Capability.DAC_OVERRIDE)
                    || ((mask & MAY_WRITE) == 0
                            && creds.capableOver(
                                    inode.uid(), inode.gid(), Capability.DAC_READ_SEARCH));
        }
        if (mask == MAY_READ
                && creds.capableOver(inode.uid(), inode.gid(), Capability.DAC_READ_SEARCH)) {
            return true;
        }
        return ((mask & MAY_EXEC) == 0 || (inode.mode() & 0111) != 0)
                && creds.capableOver(inode.uid(), inode.gid(), Capability.DAC_OVERRIDE);
    }

    /// Whether `creds` owns `inode` or may act as if: chmod(2), utimensat(2).
    public static boolean isOwner(Inode inode, Credentials creds) {
        return creds.fsuid() == inode.uid()
                || creds.capableOver(inode.uid(), inode.gid(), Capability.FOWNER);
    }

    /// The sticky rule of unlink(2): in a sticky directory only owners remove or rename an entry.
    static boolean stickyForbids(Inode dir, Inode child, Credentials creds) {
        return (dir.mode() & S_ISVTX) != 0
                && creds.fsuid() != child.uid()
                && creds.fsuid() != dir.uid()
                && !creds.capableOver(child.uid(), child.gid(), Capability.FOWNER);
    }

    /// The mode a file keeps after somebody wrote to it or changed its owner: without the set-id
    /// bits.
    public static int withoutSetId(int mode) {
        int kept = mode & ~S_ISUID;
        if ((mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP)) {
            kept &= ~S_ISGID;
        }
        return kept;
    }
}
