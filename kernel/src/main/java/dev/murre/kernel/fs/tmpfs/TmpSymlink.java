package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;

/// A symbolic link in memory.
final class TmpSymlink extends TmpInode {
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
    public String readlink(FsSubject who) {
        return target;
    }
}
