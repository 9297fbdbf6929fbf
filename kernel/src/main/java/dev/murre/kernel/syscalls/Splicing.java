package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.pipe.PipeEnd;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// splice(2), tee(2) and vmsplice(2).
final class Splicing {
    private static final int SPLICE_F_NONBLOCK = 2;
    private static final int ALL_FLAGS = 15;
    private static final int CHUNK = 65536;

    private Splicing() {}

    static void register(SyscallTable table) {
        table.on(Sysno.SPLICE, Splicing::splice);
        table.on(Sysno.TEE, Splicing::tee);
        table.on(Sysno.VMSPLICE, Splicing::vmsplice);
    }

    private static OpenFile file(Task t, long fd) {
        OpenFile file = t.files().get((int) fd);
        if (file == null) {
            throw Errno.EBADF.exception();
        }
        return file;
    }

    private static long splice(
            Task t, long inFd, long inAt, long outFd, long outAt, long length, long flags) {
        if ((flags & ~ALL_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        OpenFile in = file(t, inFd);
        OpenFile out = file(t, outFd);
        if (!in.canRead() || !out.canWrite()) {
            return -Errno.EBADF.number;
        }
        boolean fromPipe = in instanceof PipeEnd;
        boolean toPipe = out instanceof PipeEnd;
        if (!fromPipe && !toPipe || (out.flags() & OpenFlags.O_APPEND) != 0) {
            return -Errno.EINVAL.number;
        }
        if (fromPipe && inAt != 0 || toPipe && outAt != 0) {
            return -Errno.ESPIPE.number;
        }
        if (fromPipe && toPipe && in.inode() == out.inode()) {
            return -Errno.EINVAL.number;
        }
        if (length == 0) {
            return 0;
        }
        boolean patient = (flags & SPLICE_F_NONBLOCK) == 0;
        return new Transfer(t, in, out, patient).run(inAt, outAt, length);
    }

    /// One pass of a splice: moves what is there and fits, else waits for the side that is not ready.
    private record Transfer(Task t, OpenFile in, OpenFile out, boolean patient) {
        long run(long inAt, long outAt, long length) {
            if (out instanceof PipeEnd pipe && pipe.room() == 0) {
                return await(out, PollEvents.POLLOUT);
            }
            if (!(out instanceof PipeEnd) && (out.poll() & PollEvents.POLLOUT) == 0) {
                return await(out, PollEvents.POLLOUT);
            }
            long room = out instanceof PipeEnd pipe ? pipe.room() : CHUNK;
            byte[] bytes = new byte[(int) Math.min(Math.min(length, CHUNK), room)];
            long from = inAt == 0 ? OpenFile.AT_POSITION : t.memory().getLong(inAt);
            var buffer = new ByteIoBuf(bytes, 0, bytes.length);
            long count = in.read(t, buffer, from);
            if (count == -Errno.EAGAIN.number) {
                return await(in, PollEvents.POLLIN);
            }
            if (count <= 0) {
                return count;
            }
            long to = outAt == 0 ? OpenFile.AT_POSITION : t.memory().getLong(outAt);
            long written = out.write(t, new ByteIoBuf(bytes, 0, (int) count), to);
            long taken = Math.max(written, 0);
            if (taken < count) {
                giveBack(bytes, (int) taken, (int) (count - taken));
            }
            if (inAt != 0 && taken > 0) {
                t.memory().putLong(inAt, from + taken);
            }
            if (outAt != 0 && taken > 0) {
                t.memory().putLong(outAt, to + taken);
            }
            return written;
        }

        private void giveBack(byte[] bytes, int offset, int count) {
            if (in instanceof PipeEnd pipe) {
                pipe.putBack(bytes, offset, count);
            } else if (in.isSeekable()) {
                in.setPos(in.pos() - count);
            }
        }

        private long await(OpenFile file, int key) {
            WaitQueue queue = file.waitQueue();
            if (!patient || file.isNonBlocking() || queue == null) {
                return -Errno.EAGAIN.number;
            }
            int keys = key | PollEvents.POLLHUP | PollEvents.POLLERR;
            return t.waitOn(queue, keys, Timers.NEVER);
        }
    }

    private static long tee(
            Task t, long inFd, long outFd, long length, long flags, long e, long f) {
        if ((flags & ~ALL_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        OpenFile in = file(t, inFd);
        OpenFile out = file(t, outFd);
        if (!in.canRead() || !out.canWrite()) {
            return -Errno.EBADF.number;
        }
        if (!(in instanceof PipeEnd from)
                || !(out instanceof PipeEnd to)
                || in.inode() == out.inode()) {
            return -Errno.EINVAL.number;
        }
        int count = from.copyTo(t, to, (int) Math.min(length, Integer.MAX_VALUE));
        if (count != -Errno.EAGAIN.number || (flags & SPLICE_F_NONBLOCK) != 0) {
            return count;
        }
        OpenFile blocked = to.room() == 0 ? out : in;
        WaitQueue queue = blocked.waitQueue();
        return queue == null ? -Errno.EAGAIN.number : t.waitOn(queue);
    }

    private static long vmsplice(
            Task t, long fd, long vector, long count, long flags, long e, long f) {
        if ((flags & ~ALL_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        if (!(file(t, fd) instanceof PipeEnd pipe)) {
            return -Errno.EBADF.number;
        }
        var buffer = t.ioBuf().resetVector(vector, count, t.abi());
        if (buffer.remaining() == 0) {
            return 0;
        }
        boolean writes = pipe.canWrite();
        long n =
                writes
                        ? pipe.write(t, buffer, OpenFile.AT_POSITION)
                        : pipe.read(t, buffer, OpenFile.AT_POSITION);
        boolean patient = (flags & SPLICE_F_NONBLOCK) == 0 && !pipe.isNonBlocking();
        return n == -Errno.EAGAIN.number && patient ? t.waitOn(pipe.waitQueue()) : n;
    }
}
