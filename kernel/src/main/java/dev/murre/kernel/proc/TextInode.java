package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// A file whose text is made when it is read.
class TextInode extends StateInode {
    private final Source source;
    private final @Nullable Sink sink;

    /// Makes the text for a reader, in Latin-1; may throw `ErrnoException`.
    @FunctionalInterface
    interface Source {
        String text(FsSubject who);
    }

    /// Takes what was written, without its final newline; may throw `ErrnoException`.
    @FunctionalInterface
    interface Sink {
        void write(FsSubject who, String text);
    }

    TextInode(
            SuperBlock sb,
            long ino,
            int mode,
            @Nullable Task task,
            Source source,
            @Nullable Sink sink) {
        super(sb, ino, StatMode.S_IFREG | mode, task);
        this.source = source;
        this.sink = sink;
    }

    String text(FsSubject who) {
        requireTask();
        return source.text(who);
    }

    void write(FsSubject who, String text) {
        Sink to = sink;
        if (to == null) {
            throw Errno.EIO.exception();
        }
        to.write(who, text);
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        return new TextFile(this);
    }
}
