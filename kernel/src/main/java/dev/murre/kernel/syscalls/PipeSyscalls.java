package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.pipe.Pipe;
import dev.murre.kernel.pipe.PipeEnd;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// pipe(2) and tee(2).
public final class PipeSyscalls {
    private static final int ALLOWED =
            OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK | OpenFlags.O_DIRECT;

    private static final int SPLICE_F_NONBLOCK = 2;
    private static final int SPLICE_FLAGS = 15;

    private PipeSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        kernel.vfs().setFifoDriver((who, node, flags) -> Pipe.openFifo(node, flags));
        table.on(Sysno.PIPE, (t, fds, b, c, d, e, f) -> pipe(t, fds, 0));
        table.on(
                Sysno.PIPE2,
                (t, fds, flags, c, d, e, f) -> pipe(t, fds, FileArgs.openFlags(t, flags)));
        table.on(Sysno.TEE, PipeSyscalls::tee);
    }

    private static long pipe(Task t, long fds, int flags) {
        if ((flags & ~ALLOWED) != 0) {
            return -Errno.EINVAL.number;
        }
        Inode inode = t.kernel().vfs().anonymousInode(t, StatMode.S_IFIFO | 0600);
        OpenFile[] ends = Pipe.open(t, inode, flags);
        int reader = Descriptors.install(t, ends[0], flags);
        if (reader < 0) {
            ends[1].put();
            return reader;
        }
        int writer = Descriptors.install(t, ends[1], flags);
        if (writer < 0) {
            close(t, reader);
            return writer;
        }
        try {
            t.memory().putInt(fds, reader);
            t.memory().putInt(fds + 4, writer);
        } catch (ErrnoException fault) {
            close(t, reader);
            close(t, writer);
            throw fault;
        }
        return 0;
    }

    private static void close(Task t, int fd) {
        FdTable files = t.files();
        files.close(t, fd);
    }

    private static long tee(
            Task t, long inFd, long outFd, long length, long flags, long e, long f) {
        if ((flags & ~SPLICE_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        OpenFile in = t.files().require((int) inFd);
        OpenFile out = t.files().require((int) outFd);
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
}
