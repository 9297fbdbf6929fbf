package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.Errno;
import dev.murre.abi.FcntlCommands;
import dev.murre.kernel.fs.DataFile;
import dev.murre.kernel.fs.FileData;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;

/// A regular file in memory.
public class TmpFile extends TmpInode {
    private final FileData data;

    /// Seals of memfd_create(2), F_SEAL_*; a file that is no memfd is sealed against sealing.
    private int seals = FcntlCommands.F_SEAL_SEAL;

    protected TmpFile(TmpFs fs, long ino, int mode, MemoryData data) {
        super(fs, ino, mode);
        this.data = data;
        data.owner(this);
    }

    TmpFile(TmpFs fs, int mode) {
        this(fs, fs.newIno(), mode, new MemoryData(fs));
    }

    @Override
    public long size() {
        return data.size();
    }

    @Override
    public long blocks() {
        return data.storedPages() << 3;
    }

    @Override
    public FileData data() {
        return data;
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        return new DataFile(this, data);
    }

    @Override
    public void truncate(FsSubject who, long newSize) {
        if ((seals & FcntlCommands.F_SEAL_SHRINK) != 0 && newSize < size()
                || (seals & FcntlCommands.F_SEAL_GROW) != 0 && newSize > size()) {
            throw Errno.EPERM.exception();
        }
        data.truncate(newSize);
        contentChanged();
    }

    @Override
    public int mayWrite(long offset, long length) {
        boolean forbidden =
                (seals & FcntlCommands.F_SEAL_WRITE) != 0
                        || (seals & FcntlCommands.F_SEAL_GROW) != 0 && offset + length > size();
        return forbidden ? -Errno.EPERM.number : 0;
    }

    @Override
    public int seals() {
        return seals;
    }

    @Override
    public void setSeals(int newSeals) {
        seals = newSeals;
    }

    @Override
    protected void evict() {
        super.evict();
        data.free();
    }
}
