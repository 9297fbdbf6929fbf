package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.pipe.Pipe;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// pipe(2) and what moves data through pipes: splice(2), tee(2), vmsplice(2).
public final class PipeSyscalls {
    private static final int ALLOWED =
            OpenFlags.O_CLOEXEC | OpenFlags.O_NONBLOCK | OpenFlags.O_DIRECT;

    private PipeSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        kernel.vfs().setFifoDriver((who, node, flags) -> Pipe.openFifo(node, flags));
        table.on(Sysno.PIPE, (t, fds, b, c, d, e, f) -> pipe(t, fds, 0));
        table.on(
                Sysno.PIPE2,
                (t, fds, flags, c, d, e, f) -> pipe(t, fds, (int) flags));
        Splicing.register(table);
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
        } catch (dev.murre.abi.ErrnoException fault) {
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
}
