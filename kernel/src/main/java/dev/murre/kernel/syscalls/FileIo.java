package dev.murre.kernel.syscalls;

import static dev.murre.kernel.fs.OpenFile.AT_POSITION;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// read(2), write(2) and their relatives, and lseek(2).
final class FileIo {
    static final int READ_KEYS =
            PollEvents.POLLIN
                    | PollEvents.POLLRDNORM
                    | PollEvents.POLLPRI
                    | PollEvents.POLLHUP
                    | PollEvents.POLLRDHUP
                    | PollEvents.POLLERR;
    static final int WRITE_KEYS =
            PollEvents.POLLOUT | PollEvents.POLLWRNORM | PollEvents.POLLHUP | PollEvents.POLLERR;

    /// SEEK_HOLE, the last one.
    private static final int SEEK_MAX = 4;

    private static final int RWF_HIPRI = 1;
    private static final int RWF_DSYNC = 2;
    private static final int RWF_SYNC = 4;
    private static final int RWF_NOWAIT = 8;
    private static final int RWF_APPEND = 16;

    private FileIo() {}

    static void register(SyscallTable table) {
        table.on(Sysno.READ, (t, fd, at, n, d, e, f) -> read(t, fd, at, n, AT_POSITION));
        table.on(Sysno.WRITE, (t, fd, at, n, d, e, f) -> write(t, fd, at, n, AT_POSITION));
        table.on(
                Sysno.PREAD64, (t, fd, at, n, d, e, f) -> read(t, fd, at, n, position(t, d, e, f)));
        table.on(
                Sysno.PWRITE64,
                (t, fd, at, n, d, e, f) -> write(t, fd, at, n, position(t, d, e, f)));
        table.on(Sysno.READV, (t, fd, v, n, d, e, f) -> readv(t, fd, v, n, AT_POSITION));
        table.on(Sysno.WRITEV, (t, fd, v, n, d, e, f) -> writev(t, fd, v, n, AT_POSITION, 0));
        table.on(Sysno.PREADV, (t, fd, v, n, lo, hi, f) -> readv(t, fd, v, n, given(t, lo, hi)));
        table.on(
                Sysno.PWRITEV,
                (t, fd, v, n, lo, hi, f) -> writev(t, fd, v, n, given(t, lo, hi), 0));
        table.on(Sysno.PREADV2, FileIo::preadv2);
        table.on(Sysno.PWRITEV2, FileIo::pwritev2);
        table.on(
                Sysno.LSEEK,
                (t, fd, to, whence, d, e, f) -> lseek(t, fd, FileArgs.offset(t, to), whence));
        table.on(Sysno.LLSEEK, FileIo::llseek);
    }

    /// The position of pread64 and pwrite64: the 4th argument, or a pair; ARM aligns the pair.
    private static long position(Task t, long d, long e, long f) {
        long position =
                switch (t.abi()) {
                    case X86_64 -> d;
                    case I386 -> FileArgs.wide(d, e);
                    case ARM -> FileArgs.wide(e, f);
                };
        return valid(position);
    }

    private static long given(Task t, long low, long high) {
        return valid(t.abi() == Abi.X86_64 ? low : FileArgs.wide(low, high));
    }

    private static long valid(long position) {
        if (position < 0) {
            throw Errno.EINVAL.exception();
        }
        return position;
    }

    private static OpenFile readable(Task t, long fd, long position) {
        OpenFile held = t.restart().held();
        if (held != null) {
            return held;
        }
        OpenFile file = t.files().get((int) fd);
        if (file == null) {
            throw Errno.EBADF.exception();
        }
        if (position != AT_POSITION && !file.isSeekable()) {
            throw Errno.ESPIPE.exception();
        }
        if (!file.canRead()) {
            throw Errno.EBADF.exception();
        }
        return file;
    }

    private static OpenFile writable(Task t, long fd, long position) {
        OpenFile held = t.restart().held();
        if (held != null) {
            return held;
        }
        OpenFile file = t.files().get((int) fd);
        if (file == null) {
            throw Errno.EBADF.exception();
        }
        if (position != AT_POSITION && !file.isSeekable()) {
            throw Errno.ESPIPE.exception();
        }
        if (!file.canWrite()) {
            throw Errno.EBADF.exception();
        }
        return file;
    }

    private static long read(Task t, long fd, long address, long length, long position) {
        OpenFile file = readable(t, fd, position);
        return readInto(t, file, t.ioBuf().reset(address, length), position);
    }

    private static long readv(Task t, long fd, long vector, long count, long position) {
        OpenFile file = readable(t, fd, position);
        return readInto(t, file, t.ioBuf().resetVector(vector, count, t.abi()), position);
    }

    private static long readInto(Task t, OpenFile file, IoBuf to, long position) {
        long n = file.read(t, to, position);
        if (n == -Errno.EAGAIN.number && !file.isNonBlocking()) {
            long result = await(t, file, READ_KEYS, file.readDeadline(began(t)));
            return result == -Errno.ETIMEDOUT.number ? file.readTimedOut(t, to) : result;
        }
        t.accounting().countRead(n);
        return n;
    }

    /// When the call being served first had to wait, monotonic nanoseconds.
    private static long began(Task t) {
        SyscallState state = t.restart();
        if (state.deadlineNanos == 0) {
            state.deadlineNanos = t.kernel().timers().now();
        }
        return state.deadlineNanos;
    }

    /// Waits for the file to become ready; EAGAIN if it has nothing to wait on.
    static long await(Task t, OpenFile file, int keys) {
        return await(t, file, keys, Timers.NEVER);
    }

    private static long await(Task t, OpenFile file, int keys, long deadlineNanos) {
        WaitQueue queue = file.waitQueue();
        if (queue != null) {
            t.restart().hold(file);
        }
        return queue == null ? -Errno.EAGAIN.number : t.waitOn(queue, keys, deadlineNanos);
    }

    private static long write(Task t, long fd, long address, long length, long position) {
        OpenFile file = writable(t, fd, position);
        if (length < 0) {
            return -Errno.EINVAL.number;
        }
        long done = t.restart().progress;
        return writeFrom(t, file, t.ioBuf().reset(address + done, length - done), position);
    }

    private static long writev(Task t, long fd, long vector, long count, long position, int flags) {
        OpenFile file = writable(t, fd, position);
        IoBuf from = t.ioBuf().resetVector(vector, count, t.abi());
        skip(from, t.restart().progress);
        if ((flags & RWF_APPEND) != 0) {
            return writeFrom(t, file, from, file.inode().size());
        }
        return writeFrom(t, file, from, position);
    }

    private static void skip(IoBuf from, long count) {
        byte[] scratch = new byte[(int) Math.min(count, 65536)];
        for (long left = count; left > 0; ) {
            left -= from.get(scratch, 0, (int) Math.min(left, scratch.length));
        }
    }

    /// Writes all of `from`, or what a non-blocking or regular file takes. Progress made before a
    /// wait
    /// is remembered in the task.
    private static long writeFrom(Task t, OpenFile file, IoBuf from, long position) {
        SyscallState state = t.restart();
        while (true) {
            long n = file.write(t, from, position);
            if (n >= 0) {
                t.accounting().countWrite(n);
                state.progress += n;
                if (n == 0 || from.remaining() == 0 || file.isSeekable() || file.isNonBlocking()) {
                    return state.progress;
                }
            } else if (n != -Errno.EAGAIN.number || file.isNonBlocking()) {
                return state.progress > 0 ? state.progress : n;
            } else {
                long result = await(t, file, WRITE_KEYS, file.writeDeadline(began(t)));
                boolean partial = result != SyscallResult.BLOCKED && state.progress > 0;
                if (result == -Errno.ETIMEDOUT.number) {
                    result = -Errno.EAGAIN.number;
                }
                return partial ? state.progress : result;
            }
        }
    }

    private static long preadv2(Task t, long fd, long v, long n, long lo, long hi, long flags) {
        if ((flags & ~(RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_NOWAIT)) != 0) {
            return -Errno.EOPNOTSUPP.number;
        }
        long at = t.abi() == Abi.X86_64 ? lo : FileArgs.wide(lo, hi);
        return readv(t, fd, v, n, at == -1 ? AT_POSITION : valid(at));
    }

    private static long pwritev2(Task t, long fd, long v, long n, long lo, long hi, long flags) {
        if ((flags & ~(RWF_HIPRI | RWF_DSYNC | RWF_SYNC | RWF_NOWAIT | RWF_APPEND)) != 0) {
            return -Errno.EOPNOTSUPP.number;
        }
        long at = t.abi() == Abi.X86_64 ? lo : FileArgs.wide(lo, hi);
        return writev(t, fd, v, n, at == -1 ? AT_POSITION : valid(at), (int) flags);
    }

    private static long lseek(Task t, long fd, long offset, long whence) {
        OpenFile file = t.files().get((int) fd);
        if (file == null) {
            return -Errno.EBADF.number;
        }
        if (whence < 0 || whence > SEEK_MAX) {
            return -Errno.EINVAL.number;
        }
        long position = file.seek(t, offset, (int) whence);
        return !t.abi().is64() && position > Integer.MAX_VALUE ? -Errno.EOVERFLOW.number : position;
    }

    private static long llseek(Task t, long fd, long hi, long lo, long at, long whence, long f) {
        OpenFile file = t.files().get((int) fd);
        if (file == null) {
            return -Errno.EBADF.number;
        }
        if (whence < 0 || whence > SEEK_MAX) {
            return -Errno.EINVAL.number;
        }
        long position = file.seek(t, FileArgs.wide(lo, hi), (int) whence);
        if (position < 0) {
            return position;
        }
        t.memory().putLong(at, position);
        return 0;
    }
}
