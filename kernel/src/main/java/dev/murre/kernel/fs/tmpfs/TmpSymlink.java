package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;

/// A symbolic link in memory.
final class TmpSymlink extends TmpInode {
    /// From this length on a target has a page of its own; mm/shmem.c: SHORT_SYMLINK_LEN.
    private static final int LONG = 128;

    private static final int BLOCKS_OF_PAGE = 8;

    private final String target;

    TmpSymlink(TmpFs fs, String target) {
        super(fs, fs.newIno(), StatMode.S_IFLNK | 0777);
        this.target = target;
    }

    @Override
    public long size() {
        return target.length();
    }

    @Override
    public long blocks() {
        return target.length() < LONG ? 0 : BLOCKS_OF_PAGE;
    }

    @Override
    public String readlink(FsSubject who) {
        return target;
    }
}
