package dev.murre.kernel.syscalls;

import static dev.murre.kernel.fs.OpenFile.AT_POSITION;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// sendfile(2), splice(2), copy_file_range(2) and vmsplice(2): data that moves inside the kernel.
///
/// A chunk is read only when the other end can take it: what a pipe promises by POLLOUT (PIPE_BUF)
/// bounds chunks whose source cannot be put back.
final class FileTransfer {
    private static final int CHUNK = 65536;
    private static final int PIPE_BUF = 4096;
    private static final int SPLICE_F_NONBLOCK = 2;
    private static final int SPLICE_FLAGS = 0xf;

    private final byte[] bytes = new byte[CHUNK];
    private final ByteIoBuf buffer = new ByteIoBuf();

    private FileTransfer() {}

    static void register(SyscallTable table) {
        FileTransfer calls = new FileTransfer();
        table.on(
                Sysno.SENDFILE,
                (t, out, in, at, n, e, f) -> calls.sendfile(t, out, in, at, n, t.abi().wordSize));
        table.on(
                Sysno.SENDFILE64,
                (t, out, in, at, n, e, f) -> calls.sendfile(t, out, in, at, n, 8));
        table.on(Sysno.SPLICE, calls::splice);
        table.on(Sysno.COPY_FILE_RANGE, calls::copyFileRange);
        table.on(Sysno.VMSPLICE, (t, fd, v, n, fl, e, f) -> calls.vmsplice(t, fd, v, n, fl));
    }

    /// One direction of a transfer; a position of its own, or the file's.
    private static final class End {
        final OpenFile file;
        long at;

        End(OpenFile file, long at) {
            this.file = file;
            this.at = at;
        }

        void advance(long n) {
            if (at != AT_POSITION) {
                at += n;
            }
        }
    }

    private static OpenFile source(Task t, long fd) {
        OpenFile file = t.files().require((int) fd);
        if (!file.canRead()) {
            throw Errno.EBADF.exception();
        }
        return file;
    }

    private static OpenFile target(Task t, long fd) {
        OpenFile file = t.files().require((int) fd);
        if (!file.canWrite()) {
            throw Errno.EBADF.exception();
        }
        return file;
    }

    private static boolean isPipe(OpenFile file) {
        return file.inode().type() == StatMode.S_IFIFO;
    }

    private long sendfile(Task t, long outFd, long inFd, long at, long count, int width) {
        End in = new End(source(t, inFd), AT_POSITION);
        End out = new End(target(t, outFd), AT_POSITION);
        if (!in.file.inode().isRegular() || out.file.isAppend() || count < 0) {
            return -Errno.EINVAL.number;
        }
        if (at != 0) {
            in.at = width == 8 ? t.memory().getLong(at) : t.memory().getInt(at);
            if (in.at < 0) {
                return -Errno.EINVAL.number;
            }
        }
        long done = move(t, in, out, count, out.file.isNonBlocking());
        if (at != 0 && done > 0) {
            if (width == 8) {
                t.memory().putLong(at, in.at);
            } else {
                t.memory().putInt(at, (int) in.at);
            }
        }
        return done;
    }

    /// Moves up to `count` bytes: how many, or `-errno`, or BLOCKED when none could be moved yet.
    private long move(Task t, End in, End out, long count, boolean nonBlocking) {
        long done = 0;
        while (done < count) {
            long n = moveChunk(t, in, out, count - done);
            if (n == 0 || n < 0 && done > 0) {
                return done;
            }
            if (n == -Errno.EAGAIN.number && !nonBlocking) {
                return awaitEither(t, in.file, out.file);
            }
            if (n < 0) {
                return n;
            }
            done += n;
        }
        return done;
    }

    private static long awaitEither(Task t, OpenFile in, OpenFile out) {
        boolean waitsForRoom = (out.poll() & PollEvents.POLLOUT) == 0;
        return waitsForRoom
                ? FileIo.await(t, out, FileIo.WRITE_KEYS)
                : FileIo.await(t, in, FileIo.READ_KEYS);
    }

    private long moveChunk(Task t, End in, End out, long wanted) {
        int ready = out.file.poll();
        if ((ready & (PollEvents.POLLOUT | PollEvents.POLLERR | PollEvents.POLLHUP)) == 0) {
            return -Errno.EAGAIN.number;
        }
        if (isPipe(out.file) && (ready & PollEvents.POLLERR) != 0) {
            return out.file.write(t, buffer.reset(bytes, 0, 1), AT_POSITION); // nobody reads: EPIPE
        }
        boolean returnable = in.file.isSeekable() || out.file.isSeekable();
        int size = (int) Math.min(wanted, returnable ? CHUNK : PIPE_BUF);
        long n = in.file.read(t, buffer.reset(bytes, 0, size), in.at);
        if (n <= 0) {
            return n;
        }
        long written = out.file.write(t, buffer.reset(bytes, 0, (int) n), out.at);
        long moved = Math.max(written, 0);
        if (moved < n && in.file.isSeekable() && in.at == AT_POSITION) {
            in.file.setPos(in.file.pos() - (n - moved));
        }
        in.advance(moved);
        out.advance(moved);
        return written;
    }

    private long splice(
            Task t, long inFd, long inAt, long outFd, long outAt, long count, long flags) {
        if ((flags & ~SPLICE_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        if (count == 0) {
            return 0;
        }
        boolean fromPipe = isPipe(t.files().require((int) inFd));
        boolean toPipe = isPipe(t.files().require((int) outFd));
        if (inAt != 0 && fromPipe || outAt != 0 && toPipe) {
            return -Errno.ESPIPE.number;
        }
        End in = new End(source(t, inFd), AT_POSITION);
        End out = new End(target(t, outFd), AT_POSITION);
        boolean toItself = in.file.inode() == out.file.inode();
        if (!fromPipe && !toPipe || fromPipe && toPipe && toItself) {
            return -Errno.EINVAL.number;
        }
        if (!toPipe && out.file.isAppend()) {
            return -Errno.EINVAL.number;
        }
        in.at = position(t, in.file, inAt);
        out.at = position(t, out.file, outAt);
        boolean nonBlocking = (flags & SPLICE_F_NONBLOCK) != 0;
        long result = move(t, in, out, count, nonBlocking);
        storePosition(t, inAt, in.at, result);
        storePosition(t, outAt, out.at, result);
        return result;
    }

    private static long position(Task t, OpenFile file, long at) {
        if (at == 0) {
            return AT_POSITION;
        }
        if (!file.isSeekable()) {
            throw Errno.EINVAL.exception();
        }
        long position = t.memory().getLong(at);
        if (position < 0) {
            throw Errno.EINVAL.exception();
        }
        return position;
    }

    private static void storePosition(Task t, long at, long position, long result) {
        if (at != 0 && result > 0) {
            t.memory().putLong(at, position);
        }
    }

    private long copyFileRange(
            Task t, long inFd, long inAt, long outFd, long outAt, long count, long flags) {
        if (flags != 0) {
            return -Errno.EINVAL.number;
        }
        End in = new End(source(t, inFd), AT_POSITION);
        End out = new End(target(t, outFd), AT_POSITION);
        if (in.file.inode().isDirectory() || out.file.inode().isDirectory()) {
            return -Errno.EISDIR.number;
        }
        if (!in.file.inode().isRegular() || !out.file.inode().isRegular()) {
            return -Errno.EINVAL.number;
        }
        if (out.file.isAppend()) {
            return -Errno.EBADF.number;
        }
        if (in.file.inode().superBlock() != out.file.inode().superBlock()) {
            return -Errno.EXDEV.number;
        }
        in.at = position(t, in.file, inAt);
        out.at = position(t, out.file, outAt);
        if (in.file.inode() == out.file.inode() && overlap(in, out, count)) {
            return -Errno.EINVAL.number;
        }
        long result = move(t, in, out, count, true);
        storePosition(t, inAt, in.at, result);
        storePosition(t, outAt, out.at, result);
        return result;
    }

    private static boolean overlap(End in, End out, long count) {
        long from = in.at == AT_POSITION ? in.file.pos() : in.at;
        long to = out.at == AT_POSITION ? out.file.pos() : out.at;
        return from < to + count && to < from + count;
    }

    private long vmsplice(Task t, long fd, long vector, long count, long flags) {
        OpenFile pipe = t.files().require((int) fd);
        if (!isPipe(pipe)) {
            return -Errno.EBADF.number;
        }
        boolean nonBlocking = (flags & SPLICE_F_NONBLOCK) != 0;
        var memory = t.ioBuf().resetVector(vector, count, t.abi());
        boolean writes = pipe.canWrite();
        long n = writes ? pipe.write(t, memory, AT_POSITION) : pipe.read(t, memory, AT_POSITION);
        if (n == -Errno.EAGAIN.number && !nonBlocking) {
            return FileIo.await(t, pipe, writes ? FileIo.WRITE_KEYS : FileIo.READ_KEYS);
        }
        return n;
    }
}
