package dev.murre.kernel.fs.hostfs;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.DataFile;
import dev.murre.kernel.fs.FileData;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/// A regular file of a bind. The host's file is open while anybody here has it open.
final class HostFile extends HostInode {
    private final HostData data;
    private HostFiles.@Nullable HostContent content;

    /// Whether the host's time stamp changed by our own writing since it was last looked at.
    private boolean written;

    HostFile(HostFs fs, HostAttributes a) {
        super(fs, a);
        data = new HostData(fs, this, a.size());
        data.owner(this);
    }

    @Override
    public FileData data() {
        return data;
    }

    @Override
    public long size() {
        return data.size();
    }

    @Override
    void changedOutside(long newSize) {
        boolean own = data == null || data.isOwnSize(newSize);
        written = false;
        if (!own) {
            data.reset(newSize);
        }
    }

    boolean writtenHere() {
        return written;
    }

    void markWritten() {
        written = true;
    }

    /// The open host file; opened for writing too where the host lets us.
    HostFiles.HostContent content() {
        HostFiles.HostContent c = content;
        if (c == null) {
            try {
                c = fs.files().open(path(), HostFiles.Access.READ_WRITE);
            } catch (ErrnoException e) {
                if (e.errno != Errno.EACCES && e.errno != Errno.EROFS && e.errno != Errno.ETXTBSY) {
                    throw e;
                }
                c = fs.files().open(path(), HostFiles.Access.READ);
            }
            content = c;
        }
        return c;
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        refresh();
        content();
        return new SyncedFile(this, data);
    }

    @Override
    public void truncate(FsSubject who, long newSize) {
        data.truncate(newSize);
        content().truncate(newSize);
        written = true;
        stale();
        if (openCount() == 0) {
            lastClose();
        }
    }

    @Override
    protected void lastClose() {
        data.writeBack();
        HostFiles.HostContent c = content;
        if (c != null) {
            content = null;
            c.close();
        }
    }

    /// A data file that can be asked to reach the host's disk.
    private static final class SyncedFile extends DataFile {
        private final HostFile file;

        SyncedFile(HostFile file, FileData data) {
            super(file, data);
            this.file = file;
        }

        @Override
        public int fsync(FsSubject who, boolean dataOnly) {
            file.data.writeBack();
            file.content().sync();
            return 0;
        }
    }
}
