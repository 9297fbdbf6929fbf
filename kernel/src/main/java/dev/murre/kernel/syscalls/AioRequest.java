package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.event.AioContext;
import dev.murre.kernel.event.EventFd;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// One `struct iocb`, checked and served. Linux: io_submit_one.
final class AioRequest {
    private static final int PREAD = 0;
    private static final int PWRITE = 1;
    private static final int FSYNC = 2;
    private static final int FDSYNC = 3;
    private static final int POLL = 5;
    private static final int PREADV = 7;
    private static final int PWRITEV = 8;

    private static final int FLAG_RESFD = 1;

    /// In the state of the call: the request that it goes on with has waited for its file.
    private static final int WAITED = 1;

    private static final int RWF_KNOWN = 31;

    private final Task t;
    private final AioContext context;
    private final long buffer;
    private final long length;
    private final long offset;
    private final int rwFlags;

    private AioRequest(Task t, AioContext context, long at) {
        this.t = t;
        this.context = context;
        UserMemory memory = t.memory();
        rwFlags = memory.getInt(at + 12);
        buffer = memory.getLong(at + 24);
        length = memory.getLong(at + 32);
        offset = memory.getLong(at + 40);
    }

    /// 0 when the request is done or waits, BLOCKED to be entered again, or `-errno`.
    static long serve(Task t, AioContext context, long at) {
        UserMemory memory = t.memory();
        var request = new AioRequest(t, context, at);
        if (memory.getLong(at + 48) != 0) {
            return Errno.EINVAL.result();
        }
        if (!context.hasRoom()) {
            return Errno.EAGAIN.result();
        }
        OpenFile waited = t.restart().a == WAITED ? t.restart().held() : null;
        t.restart().a = 0;
        OpenFile file = waited != null ? waited : t.files().require(memory.getInt(at + 20));
        EventFd notified = null;
        if ((memory.getInt(at + 56) & FLAG_RESFD) != 0) {
            notified = eventFd(t, memory.getInt(at + 60));
        }
        memory.putInt(at + 8, 0);
        long data = memory.getLong(at);
        var asked = new AioContext.Request(at, data, notified);
        return request.run(file, memory.getShort(at + 16) & 0xffff, asked);
    }

    private static EventFd eventFd(Task t, int fd) {
        if (t.files().require(fd) instanceof EventFd file) {
            return file;
        }
        throw Errno.EINVAL.exception();
    }

    private long run(OpenFile file, int code, AioContext.Request asked) {
        return switch (code) {
            case PREAD, PREADV, PWRITE, PWRITEV -> transfer(file, code, asked);
            case FSYNC, FDSYNC -> {
                if (buffer != 0 || offset != 0 || length != 0 || rwFlags != 0) {
                    yield Errno.EINVAL.result();
                }
                int result = file.fsync(t, code == FDSYNC);
                yield result == -Errno.EINVAL.number ? result : done(asked, result);
            }
            case POLL -> {
                if ((buffer & ~0xffff) != 0 || offset != 0 || length != 0 || rwFlags != 0) {
                    yield Errno.EINVAL.result();
                }
                hold(asked.notified());
                context.poll(asked, file, (int) buffer);
                yield 0;
            }
            default -> Errno.EINVAL.result();
        };
    }

    private long done(AioContext.Request asked, long result) {
        hold(asked.notified());
        context.complete(asked, result);
        return 0;
    }

    private static void hold(@Nullable EventFd file) {
        if (file != null) {
            file.share();
        }
    }

    private long transfer(OpenFile file, int code, AioContext.Request asked) {
        boolean writes = code == PWRITE || code == PWRITEV;
        if (writes ? !file.canWrite() : !file.canRead()) {
            return Errno.EBADF.result();
        }
        if ((rwFlags & ~RWF_KNOWN) != 0) {
            return Errno.EOPNOTSUPP.result();
        }
        if (file.isSeekable() && offset < 0) {
            return Errno.EINVAL.result();
        }
        boolean vector = code == PREADV || code == PWRITEV;
        IoBuf run =
                vector
                        ? t.ioBuf().resetVector(buffer, length, t.abi())
                        : t.ioBuf().reset(buffer, length);
        long at = file.isSeekable() ? offset : OpenFile.AT_POSITION;
        long result;
        try {
            result = writes ? file.write(t, run, at) : file.read(t, run, at);
        } catch (ErrnoException e) {
            result = run.done() > 0 ? run.done() : e.errno.result();
        }
        if (result == Errno.EAGAIN.result() && !file.isNonBlocking()) {
            t.restart().a = WAITED;
            int keys = writes ? FileIo.WRITE_KEYS : FileIo.READ_KEYS;
            return FileIo.await(t, file, keys);
        }
        return done(asked, result);
    }
}
