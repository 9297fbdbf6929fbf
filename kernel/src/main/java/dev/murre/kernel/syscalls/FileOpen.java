package dev.murre.kernel.syscalls;

import static dev.murre.abi.AtFlags.AT_FDCWD;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FdTable.CloseOnExec;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Opener;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// open(2), close(2), dup(2) and their relatives.
final class FileOpen {
    private static final int CLOSE_RANGE_UNSHARE = 2;
    private static final int CLOSE_RANGE_CLOEXEC = 4;

    private final Vfs vfs;

    private FileOpen(Vfs vfs) {
        this.vfs = vfs;
    }

    static void register(SyscallTable table, Vfs vfs) {
        FileOpen calls = new FileOpen(vfs);
        table.on(Sysno.OPEN, (t, p, fl, m, d, e, f) -> calls.open(t, AT_FDCWD, p, fl, m));
        table.on(Sysno.OPENAT, (t, fd, p, fl, m, e, f) -> calls.open(t, fd, p, fl, m));
        table.on(Sysno.OPENAT2, (t, fd, p, how, n, e, f) -> calls.openHow(t, fd, p, how, n));
        table.on(
                Sysno.CREAT,
                (t, p, m, c, d, e, f) -> {
                    int flags = OpenFlags.O_CREAT | OpenFlags.O_WRONLY | OpenFlags.O_TRUNC;
                    return calls.open(t, AT_FDCWD, p, flags, m);
                });
        table.on(Sysno.CLOSE, (t, fd, b, c, d, e, f) -> t.files().close(t, (int) fd));
        table.on(Sysno.CLOSE_RANGE, (t, from, to, fl, d, e, f) -> closeRange(t, from, to, fl));
        table.on(Sysno.DUP, (t, fd, b, c, d, e, f) -> dup(t, fd, 0, CloseOnExec.NO));
        table.on(Sysno.DUP2, (t, old, fd, c, d, e, f) -> dup2(t, old, fd));
        table.on(Sysno.DUP3, (t, old, fd, fl, d, e, f) -> dup3(t, old, fd, fl));
        table.on(Sysno.UMASK, (t, mask, b, c, d, e, f) -> t.fs().setUmask((int) mask));
    }

    /// openat2(2), which Linux has since 5.6.
    private long openHow(Task t, long dirfd, long path, long how, long size) {
        OpenHow given = OpenHow.read(t, how, size);
        return open(t, dirfd, path, given.flags(), given.mode(), given.resolve());
    }

    private long open(Task t, long dirfd, long path, long flags, long mode) {
        return open(t, dirfd, path, flags, mode, 0);
    }

    private long open(Task t, long dirfd, long path, long flags, long mode, int refused) {
        int use = FileArgs.openFlags(t, flags);
        OpenFile file;
        if (t.restart().object instanceof OpenFile waiting) {
            file = waiting;
        } else {
            use &= OpenFlags.ALL;
            if ((use & OpenFlags.O_SYNC) != 0) {
                use |= OpenFlags.O_DSYNC;
            }
            if (t.abi().is64()) {
                use |= OpenFlags.O_LARGEFILE;
            }
            int both = OpenFlags.O_CREAT | OpenFlags.O_DIRECTORY;
            boolean unnamed = (use & OpenFlags.O_TMPFILE) == OpenFlags.O_TMPFILE;
            if ((use & both) == both || unnamed && (use & OpenFlags.O_ACCMODE) == 0) {
                return -Errno.EINVAL.number;
            }
            Opener opener = vfs.opener();
            String name = FileArgs.path(t, path);
            int error = opener.openRestricted(t, (int) dirfd, name, use, (int) mode, refused);
            if (error != 0) {
                return error;
            }
            file = opener.opened();
        }
        return finish(t, file, use);
    }

    /// Ends an open that may have to wait for the other end of a FIFO.
    private static long finish(Task t, OpenFile file, int flags) {
        int ready = file.finishOpen(t);
        if (ready == -Errno.EAGAIN.number && !file.isNonBlocking()) {
            WaitQueue queue = file.waitQueue();
            if (queue != null) {
                t.restart().object = file;
                long result = t.waitOn(queue, -1, Timers.NEVER);
                if (result != SyscallResult.BLOCKED) {
                    file.put();
                }
                return result;
            }
        }
        if (ready < 0) {
            file.put();
            return ready;
        }
        boolean cloexec = (flags & OpenFlags.O_CLOEXEC) != 0;
        return install(t, file, 0, cloexec ? CloseOnExec.YES : CloseOnExec.NO);
    }

    /// Gives a file its descriptor; when there is none to be had the file is closed again.
    static long install(Task t, OpenFile file, int from, CloseOnExec onExec) {
        long limit = t.limits().soft(Rlimit.NOFILE);
        int fd = t.files().install(file, from, limit, onExec);
        if (fd < 0) {
            file.put();
        }
        return fd;
    }

    /// dup(2) and F_DUPFD: another descriptor from `from` on.
    static long dup(Task t, long fd, long from, CloseOnExec onExec) {
        OpenFile file = t.files().getAny((int) fd);
        if (file == null) {
            return -Errno.EBADF.number;
        }
        if (from < 0 || t.limits().exceeded(Rlimit.NOFILE, from + 1)) {
            return -Errno.EINVAL.number;
        }
        return install(t, file.share(), (int) from, onExec);
    }

    /// close_range(2), which Linux has since 5.9.
    private static long closeRange(Task t, long from, long to, long flags) {
        long first = from & 0xffffffffL;
        long last = to & 0xffffffffL;
        if ((flags & ~(CLOSE_RANGE_UNSHARE | CLOSE_RANGE_CLOEXEC)) != 0 || first > last) {
            return -Errno.EINVAL.number;
        }
        if ((flags & CLOSE_RANGE_UNSHARE) != 0 && t.files().users() > 1) {
            FdTable shared = t.files();
            t.setFiles(shared.copy());
            shared.put(t);
        }
        FdTable files = t.files();
        int fd = first > Integer.MAX_VALUE ? -1 : files.nextOpen((int) first);
        while (fd >= 0 && fd <= last) {
            if ((flags & CLOSE_RANGE_CLOEXEC) != 0) {
                files.setCloseOnExec(fd, CloseOnExec.YES);
            } else {
                files.close(t, fd);
            }
            fd = files.nextOpen(fd + 1);
        }
        return 0;
    }

    private static long dup2(Task t, long oldFd, long newFd) {
        if ((int) oldFd == (int) newFd) {
            return t.files().getAny((int) oldFd) == null ? -Errno.EBADF.number : (int) newFd;
        }
        return dup3(t, oldFd, newFd, 0);
    }

    private static long dup3(Task t, long oldFd, long newFd, long flags) {
        if ((flags & ~OpenFlags.O_CLOEXEC) != 0 || (int) oldFd == (int) newFd) {
            return -Errno.EINVAL.number;
        }
        FdTable files = t.files();
        OpenFile file = files.getAny((int) oldFd);
        int fd = (int) newFd;
        if (fd < 0 || t.limits().exceeded(Rlimit.NOFILE, fd + 1L) || file == null) {
            return -Errno.EBADF.number;
        }
        CloseOnExec onExec = flags != 0 ? CloseOnExec.YES : CloseOnExec.NO;
        OpenFile old = files.replace(fd, file.share(), onExec);
        if (old != null) {
            files.closeRemoved(t, old);
        }
        return fd;
    }
}
