package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Vfs;

/// Files in memory without a name: memfd_create(2), System V shared memory, shared anonymous
/// mappings.
public final class MemoryFiles {
    private final TmpFs fs;
    private final Mount mount;

    public MemoryFiles(Vfs vfs) {
        fs = TmpFs.create(vfs, "tmpfs", 01777);
        mount = vfs.mounts().hidden(fs);
    }

    /// A new open file of size 0; `name` is what `/proc` shows behind a slash, with ` (deleted)`
    /// after it.
    public OpenFile create(FsSubject who, String name, int openFlags, int seals) {
        TmpFile inode = new TmpFile(fs, StatMode.S_IFREG | 0777);
        inode.ownedBy(who, fs.root().inode());
        inode.setNlink(0);
        inode.setSeals(seals);
        OpenFile file = inode.open(who, openFlags);
        file.initUnlinked(mount, name, openFlags, who.creds());
        return file;
    }
}
