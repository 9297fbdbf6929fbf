package dev.murre.kernel.pipe;

import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.SigCodes;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import java.util.ArrayList;
import java.util.List;

/// A pipe or FIFO: the content and who stands at its ends; pipe(7), fifo(7).
public final class Pipe {
    /// The size a pipe has at first, and the most an ordinary user may ask for.
    static final int DEFAULT_SLOTS = 16;

    static final int MAX_UNPRIVILEGED_SIZE = 1 << 20;

    final PipeBuffer buffer = new PipeBuffer(DEFAULT_SLOTS);
    final WaitQueue waitQueue = new WaitQueue("pipe");
    int readers;
    int writers;

    /// How many readers and writers there have ever been: opening a FIFO waits for one of these to
    /// change.
    int readersEver;

    int writersEver;

    /// Ends whose owners want signals, O_ASYNC.
    private final List<PipeEnd> async = new ArrayList<>(0);

    /// Both ends of a new pipe on `inode`, reading end first; pipe2(2) with `flags`.
    public static OpenFile[] open(FsSubject who, Inode inode, int flags) {
        var pipe = new Pipe();
        inode.bound = pipe;
        int status = flags & (OpenFlags.O_NONBLOCK | OpenFlags.O_DIRECT);
        String text = "pipe:[" + inode.ino() + "]";
        var reader = new PipeEnd(inode, pipe);
        reader.initAnonymous(text, status | OpenFlags.O_RDONLY, who.creds());
        reader.attach();
        var writer = new PipeEnd(inode, pipe);
        writer.initAnonymous(text, status | OpenFlags.O_WRONLY, who.creds());
        writer.attach();
        return new OpenFile[] {reader, writer};
    }

    /// Opens a FIFO; [PipeEnd#finishOpen] waits for the other side.
    ///
    /// @throws dev.murre.abi.ErrnoException ENXIO when only to be written to, without blocking, and
    /// nobody reads
    public static OpenFile openFifo(Inode inode, int flags) {
        if (!(inode.bound instanceof Pipe)) {
            inode.bound = new Pipe();
        }
        var pipe = (Pipe) inode.bound;
        boolean writeOnly = (flags & OpenFlags.O_ACCMODE) == OpenFlags.O_WRONLY;
        if (writeOnly && (flags & OpenFlags.O_NONBLOCK) != 0 && pipe.readers == 0) {
            throw Errno.ENXIO.exception();
        }
        return new PipeEnd(inode, pipe);
    }

    /// Has an end tell its owner, or not any more.
    void setAsync(PipeEnd end, boolean on) {
        async.remove(end);
        if (on) {
            async.add(end);
        }
    }

    private void tellReaders() {
        for (int i = 0; i < async.size(); i++) {
            async.get(i).tell(SigCodes.POLL_IN);
        }
    }

    private void tellWriters() {
        for (int i = 0; i < async.size(); i++) {
            async.get(i).tell(SigCodes.POLL_OUT);
        }
    }

    void wakeReaders() {
        tellReaders();
        if (!waitQueue.isEmpty()) {
            waitQueue.wakeOne(POLLIN | POLLRDNORM);
        }
    }

    void wakeWriters() {
        tellWriters();
        if (!waitQueue.isEmpty()) {
            waitQueue.wakeOne(POLLOUT | POLLWRNORM);
        }
    }

    /// An end came or went: everybody looks again.
    void wakeEverybody() {
        waitQueue.wakeAll();
        tellReaders();
        tellWriters();
    }
}
