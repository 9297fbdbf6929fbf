package dev.murre.kernel.fs;

import static dev.murre.abi.OpenFlags.O_ACCMODE;
import static dev.murre.abi.OpenFlags.O_APPEND;
import static dev.murre.abi.OpenFlags.O_ASYNC;
import static dev.murre.abi.OpenFlags.O_NONBLOCK;
import static dev.murre.abi.OpenFlags.O_PATH;
import static dev.murre.abi.OpenFlags.O_RDONLY;
import static dev.murre.abi.OpenFlags.O_WRONLY;
import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.FcntlCommands;
import dev.murre.abi.PollEvents;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.mm.MappedFile;
import dev.murre.kernel.mm.PageSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An open file description, as Linux's `struct file`: what descriptors of one or more processes
/// refer to.
///
/// Operations return a count or `-errno`; `-EAGAIN` means "would block": the caller waits on
/// [#waitQueue] and asks again, or gives up when the file is non-blocking.
public abstract class OpenFile implements MappedFile {
    /// Passed as position: use and advance the file's own position.
    public static final long AT_POSITION = -1;

    private final Inode inode;
    private Mount mount;
    private @Nullable Dentry dentry;
    private @Nullable Credentials creds;
    private int flags;
    private int users = 1;
    private boolean writer;
    private @Nullable List<CloseListener> closeListeners;

    /// The position in bytes.
    protected long pos;

    /// Who gets SIGIO: a process (above 0), a group (below 0) or nobody; and which signal (0:
    /// SIGIO).
    private int ownerPid;

    private int ownerType;
    private int ownerSignal;
    private int asyncDescriptor = -1;

    protected OpenFile(Inode inode) {
        this.inode = inode;
        this.mount = inode.superBlock().vfs().anonMount();
    }

    /// Set once by [Vfs] when the file has been opened.
    final void init(Mount at, Dentry name, int openFlags, Credentials openerCreds) {
        mount = at;
        dentry = name;
        flags = openFlags;
        creds = openerCreds;
        inode.opened();
        at.addUser();
    }

    final void countAsWriter() {
        writer = true;
    }

    /// For files that have no name in any directory: pipes, sockets, eventfds. `text` is what
    /// `/proc/PID/fd/N` shows, as `pipe:[12]`.
    public final void initAnonymous(String text, int openFlags, Credentials openerCreds) {
        init(
                inode.superBlock().vfs().anonMount(),
                Dentry.detached(inode, text),
                openFlags,
                openerCreds);
    }

    /// For files the kernel opens at a place of its own.
    public final void initAt(Path place, int openFlags, Credentials openerCreds) {
        init(place.mount(), place.dentry(), openFlags, openerCreds);
    }

    /// For files whose name is gone from the start, as memfd_create(2) makes them.
    public final void initUnlinked(Mount at, String name, int openFlags, Credentials openerCreds) {
        init(at, Dentry.unlinked(at.root(), name, inode), openFlags, openerCreds);
        if (canWrite() && inode.tryAddWriter()) {
            writer = true;
        }
    }

    public final Inode inode() {
        return inode;
    }

    /// The mount the file was opened through; a hidden one for pipes, sockets and the like.
    public final Mount mount() {
        return mount;
    }

    public final Dentry dentry() {
        Dentry d = dentry;
        if (d == null) {
            throw new IllegalStateException("file not initialised");
        }
        return d;
    }

    public final Path path() {
        return new Path(mount, dentry());
    }

    /// The opener's credentials.
    public final Credentials creds() {
        Credentials c = creds;
        if (c == null) {
            throw new IllegalStateException("file not initialised");
        }
        return c;
    }

    /// Access mode and status flags in x86 numbering, without O_CREAT, O_EXCL, O_NOCTTY, O_TRUNC
    /// and O_CLOEXEC.
    public final int flags() {
        return flags;
    }

    /// Changes the status flags that F_SETFL may change; the caller has masked them.
    public void setFlags(int newFlags) {
        flags = newFlags;
    }

    public final boolean isNonBlocking() {
        return (flags & O_NONBLOCK) != 0;
    }

    public final boolean isAppend() {
        return (flags & O_APPEND) != 0;
    }

    public final boolean isPathOnly() {
        return (flags & O_PATH) != 0;
    }

    public final boolean canRead() {
        return (flags & (O_ACCMODE | O_PATH)) != O_WRONLY && (flags & O_PATH) == 0;
    }

    public final boolean canWrite() {
        return (flags & O_ACCMODE) != O_RDONLY && (flags & O_PATH) == 0;
    }

    public final long pos() {
        return pos;
    }

    public final void setPos(long newPos) {
        pos = newPos;
    }

    // Use counting.

    /// One more descriptor or kernel user refers to this file.
    @Override
    public final OpenFile share() {
        users++;
        return this;
    }

    public final int users() {
        return users;
    }

    /// A user lets go; the last one closes the file.
    @Override
    public final void put() {
        if (--users == 0) {
            if (writer) {
                inode.dropWriter();
            }
            FileLocks locks = inode.locksIfAny();
            if (locks != null) {
                locks.releaseOwner(this);
            }
            tellCloseListeners();
            release();
            inode.closed();
            mount.dropUser();
            inode.superBlock().vfs().notifyClose(this);
        }
    }

    /// The last user is gone: free what the file holds.
    protected void release() {}

    // Watching for the end.

    /// Told once when the last user lets go, before the file frees what it holds: epoll(7) forgets
    /// it then.
    public interface CloseListener {
        void closed(OpenFile file);
    }

    public final void addCloseListener(CloseListener listener) {
        List<CloseListener> all = closeListeners;
        if (all == null) {
            all = new ArrayList<>(1);
            closeListeners = all;
        }
        all.add(listener);
    }

    public final void removeCloseListener(CloseListener listener) {
        if (closeListeners != null) {
            closeListeners.remove(listener);
        }
    }

    private void tellCloseListeners() {
        List<CloseListener> all = closeListeners;
        closeListeners = null;
        if (all != null) {
            all.forEach(listener -> listener.closed(this));
        }
    }

    /// A descriptor of `files` is being closed; errors are reported to close(2).
    public int flush(FsSubject who) {
        return 0;
    }

    // Operations.

    /// Ends opening, for files whose open may block (FIFO, terminal): 0, `-EAGAIN` (wait on
    /// [#waitQueue])
    /// or another `-errno`.
    public int finishOpen(FsSubject who) {
        return 0;
    }

    /// Reads into `to` at `at` ([#AT_POSITION]: at the file's position, which advances).
    /// Returns the bytes read, 0 at the end, or `-errno`.
    public long read(FsSubject who, IoBuf to, long at) {
        return -Errno.EINVAL.number;
    }

    /// Writes from `from` at `at` ([#AT_POSITION]: at the file's position, which advances).
    public long write(FsSubject who, IoBuf from, long at) {
        return -Errno.EINVAL.number;
    }

    /// When a blocking read that began at `beganNanos` (monotonic) gives up; [Timers#NEVER] for
    /// never.
    /// Asked again before each wait: SO_RCVTIMEO, and VTIME of terminals, where it moves.
    public long readDeadline(long beganNanos) {
        return Timers.NEVER;
    }

    /// As [#readDeadline], for writes: SO_SNDTIMEO.
    public long writeDeadline(long beganNanos) {
        return Timers.NEVER;
    }

    /// The result of a blocking read whose deadline has passed with nothing transferred.
    public long readTimedOut(FsSubject who, IoBuf to) {
        return -Errno.EAGAIN.number;
    }

    /// Ready events, a mask of [PollEvents].
    public int poll() {
        return PollEvents.POLLIN
                | PollEvents.POLLOUT
                | PollEvents.POLLRDNORM
                | PollEvents.POLLWRNORM;
    }

    /// Where to wait for a change of [#poll]; null for files that are always ready.
    public @Nullable WaitQueue waitQueue() {
        return null;
    }

    /// Whether pread and pwrite make sense; false gives ESPIPE.
    public boolean isSeekable() {
        return false;
    }

    /// `lseek(2)`: the new position or `-errno`. Anonymous files (eventfd and the like) stay at 0.
    public long seek(FsSubject who, long offset, int whence) {
        boolean anonymous = inode.type() == 0;
        return anonymous ? 0 : -Errno.ESPIPE.number;
    }

    /// [#seek] of a file that has a position but no known end: SEEK_SET and SEEK_CUR.
    protected final long seekWithoutEnd(long offset, int whence) {
        long to =
                switch (whence) {
                    case AtFlags.SEEK_SET -> offset;
                    case AtFlags.SEEK_CUR -> pos + offset;
                    default -> -1;
                };
        if (to < 0) {
            return -Errno.EINVAL.number;
        }
        pos = to;
        return to;
    }

    /// `ioctl(2)`; unknown commands give `-ENOTTY`.
    public long ioctl(FsSubject who, int command, long argument) {
        return -Errno.ENOTTY.number;
    }

    /// Content for mmap; ENODEV where the file cannot be mapped. A mapping holds a use of the file
    /// ([#share]) as long as it lasts.
    @Override
    public PageSource pages() {
        FileData data = inode.data();
        if (data == null) {
            throw Errno.ENODEV.exception();
        }
        return data;
    }

    /// mmap(2) has shown the content in memory.
    public void mapped() {}

    /// Lists a directory from the file's position on and moves it; 0 or `-errno`.
    public int iterate(FsSubject who, DirSink sink) {
        return -Errno.ENOTDIR.number;
    }

    /// fcntl(2) commands of one kind of file, such as F_SETPIPE_SZ.
    public long control(FsSubject who, int command, long argument) {
        boolean ofPipes =
                command == FcntlCommands.F_SETPIPE_SZ || command == FcntlCommands.F_GETPIPE_SZ;
        return ofPipes ? -Errno.EBADF.number : -Errno.EINVAL.number;
    }

    public int fsync(FsSubject who, boolean dataOnly) {
        return -Errno.EINVAL.number;
    }

    public int fallocate(FsSubject who, int how, long offset, long length) {
        return -Errno.ENODEV.number;
    }

    /// What `/proc/PID/fdinfo/N` says beyond pos, flags and mnt_id: whole lines.
    public String fdinfo() {
        return "";
    }

    // SIGIO ownership (F_SETOWN, F_SETSIG).

    public final int ownerPid() {
        return ownerPid;
    }

    /// F_OWNER_TID 0, F_OWNER_PID 1, F_OWNER_PGRP 2.
    public final int ownerType() {
        return ownerType;
    }

    public final int ownerSignal() {
        return ownerSignal;
    }

    public final void setOwner(int type, int pid) {
        ownerType = type;
        ownerPid = pid;
    }

    public final void setOwnerSignal(int number) {
        ownerSignal = number;
    }

    /// Tells the owner of a file with O_ASYNC that it is ready, fcntl(2) F_SETSIG.
    ///
    /// @param code what happened, such as [SigCodes#POLL_IN]
    protected final void signalReady(KernelServices kernel, int code) {
        if ((flags & O_ASYNC) != 0) {
            tellOwner(kernel, code, band(code), asyncDescriptor);
        }
    }

    /// si_band for what happened: band_table of Linux's fcntl.c.
    private static int band(int code) {
        return switch (code) {
            case SigCodes.POLL_IN -> POLLIN | POLLRDNORM;
            case SigCodes.POLL_OUT -> POLLOUT | POLLWRNORM | POLLWRBAND;
            case SigCodes.POLL_PRI -> POLLPRI | POLLRDBAND;
            case SigCodes.POLL_HUP -> POLLHUP | POLLERR;
            default -> POLLERR;
        };
    }

    /// Remembers the descriptor through which O_ASYNC was set: the one that signals tell.
    public final void setAsyncDescriptor(int fd) {
        asyncDescriptor = fd;
    }

    /// Sends the owner SIGIO, or the signal of F_SETSIG with what happened.
    ///
    /// @param code such as [SigCodes#POLL_IN]
    public final void tellOwner(KernelServices kernel, int code, int events, int descriptor) {
        if (ownerPid != 0) {
            Signal chosen = Signal.of(ownerSignal);
            SigInfo info =
                    chosen == null
                            ? SigInfo.kernel(Signal.SIGIO)
                            : SigInfo.io(chosen, code, events, descriptor);
            kernel.signalOwner(ownerType, ownerPid, info);
        }
    }

    /// Tells the owner of urgent data, socket(7) SIGURG.
    protected final void signalUrgent(KernelServices kernel) {
        if (ownerPid != 0) {
            kernel.signalOwner(ownerType, ownerPid, SigInfo.kernel(Signal.SIGURG));
        }
    }
}
