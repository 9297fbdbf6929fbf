package dev.murre.kernel.fs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.IoBuf;

/// An open directory. The position is a cookie: 0 before `.`, 1 before `..`, then the directory's
/// own.
public final class DirectoryFile extends OpenFile {
    public DirectoryFile(Inode inode) {
        super(inode);
    }

    @Override
    public boolean isSeekable() {
        return true;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        return -Errno.EISDIR.number;
    }

    @Override
    public long seek(FsSubject who, long offset, int whence) {
        return seekWithoutEnd(offset, whence);
    }

    @Override
    public int iterate(FsSubject who, DirSink sink) {
        Inode inode = inode();
        if (inode.nlink() == 0) {
            return -Errno.ENOENT.number;
        }
        if (pos == 0) {
            if (!sink.entry(".", inode.ino(), StatMode.S_IFDIR, 1)) {
                return 0;
            }
            pos = 1;
        }
        if (pos == 1) {
            Inode up = dentry().parent().inode();
            if (!sink.entry("..", up.ino(), StatMode.S_IFDIR, 2)) {
                return 0;
            }
            pos = 2;
        }
        inode.iterate(who, pos <= 2 ? 0 : pos, new Advancing(sink));
        inode.superBlock().vfs().touchAtime(mount(), inode);
        return 0;
    }

    /// Moves the position behind each entry that was taken.
    private final class Advancing implements DirSink {
        private final DirSink sink;

        Advancing(DirSink sink) {
            this.sink = sink;
        }

        @Override
        public boolean entry(String name, long ino, int type, long next) {
            if (!sink.entry(name, ino, type, next)) {
                return false;
            }
            pos = next;
            return true;
        }
    }

    @Override
    public int fsync(FsSubject who, boolean dataOnly) {
        return 0;
    }
}
