package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// `/proc/PID/fd` and `/proc/PID/fdinfo`.
final class FdDirectory extends StateDirectory {
    enum Kind {
        LINKS,
        INFO
    }

    private static final int O_CLOEXEC = 0x80000;

    private final ProcFs fs;
    private final Task task;
    private final Kind kind;

    FdDirectory(ProcFs fs, long ino, int mode, Task task, Kind kind) {
        super(fs, ino, mode, task);
        this.fs = fs;
        this.task = task;
        this.kind = kind;
    }

    private long inoOf(int fd) {
        long base = kind == Kind.LINKS ? 1L << 29 : 1L << 30;
        return base | ((long) task.id() << 10) + fd & (1L << 29) - 1;
    }

    private @Nullable OpenFile file(int fd) {
        FdTable files = task.filesOrNull();
        return files == null ? null : files.getAny(fd);
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        int fd = name.equals("0") ? 0 : ProcRoot.parse(name);
        OpenFile file = fd < 0 ? null : file(fd);
        if (file == null) {
            return null;
        }
        if (kind == Kind.INFO) {
            return new TextInode(fs, inoOf(fd), 0400, task, w -> info(fd), null);
        }
        int mode = (file.canRead() ? 0500 : 0) | (file.canWrite() ? 0300 : 0);
        int shown = file.isPathOnly() ? 0 : mode;
        return new FdLink(fs, inoOf(fd), shown, file, fd);
    }

    private String info(int fd) {
        OpenFile file = file(fd);
        FdTable files = task.filesOrNull();
        if (file == null || files == null) {
            throw Errno.ENOENT.exception();
        }
        int flags = file.flags() | (files.isCloseOnExec(fd) ? O_CLOEXEC : 0);
        return "pos:\t%d\nflags:\t0%o\nmnt_id:\t%d\n"
                        .formatted(file.pos(), flags, file.mount().id())
                + file.fdinfo();
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        FdTable files = task.filesOrNull();
        if (files == null) {
            return;
        }
        int type = kind == Kind.LINKS ? StatMode.S_IFLNK : StatMode.S_IFREG;
        int from = (int) Math.max(0, cookie - FIRST_COOKIE);
        for (int fd = files.nextOpen(from); fd >= 0; fd = files.nextOpen(fd + 1)) {
            if (!sink.entry(Integer.toString(fd), inoOf(fd), type, FIRST_COOKIE + fd + 1)) {
                return;
            }
        }
    }

    /// One `/proc/PID/fd/N`, good as long as the descriptor means the same file.
    private final class FdLink extends Inode {
        private final OpenFile file;
        private final int fd;

        FdLink(ProcFs fs, long ino, int mode, OpenFile file, int fd) {
            super(fs, ino, StatMode.S_IFLNK | mode);
            this.file = file;
            this.fd = fd;
            long now = fs.nowNanos();
            atimeNanos = now;
            mtimeNanos = now;
            ctimeNanos = now;
        }

        @Override
        public boolean stillValid() {
            return file(fd) == file;
        }

        @Override
        public int uid() {
            return FdDirectory.this.uid();
        }

        @Override
        public int gid() {
            return FdDirectory.this.gid();
        }

        @Override
        public long size() {
            return 64;
        }

        @Override
        public long blocks() {
            return 0;
        }

        @Override
        public Path followMagic(FsSubject who) {
            return file.path();
        }

        @Override
        public String readlink(FsSubject who) {
            return PathText.shown(file.path(), who.fs().root());
        }
    }
}
