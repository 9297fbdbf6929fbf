package dev.murre.kernel.pipe;

import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.FcntlCommands;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// An open end of a pipe; opened for reading and writing, both ends of a FIFO at once.
public final class PipeEnd extends OpenFile {
    private static final int FIONREAD = 0x541b;

    private final Pipe pipe;
    private boolean attached;

    /// The count of partners ever at the time of opening.
    private int partnersSeen;

    /// Opened without blocking before any writer came: no hang-up is reported until one has been
    /// here.
    private int quietAtWriters = -1;

    private boolean opened;

    PipeEnd(Inode inode, Pipe pipe) {
        super(inode);
        this.pipe = pipe;
    }

    void attach() {
        attached = true;
        partnersSeen = canRead() ? pipe.writersEver : pipe.readersEver;
        if (canRead()) {
            pipe.readers++;
            pipe.readersEver++;
        }
        if (canWrite()) {
            pipe.writers++;
            pipe.writersEver++;
        }
        pipe.wakeEverybody();
    }

    @Override
    public int finishOpen(FsSubject who) {
        boolean both = canRead() && canWrite();
        if (!attached) {
            attach();
            boolean partner = canRead() ? pipe.writers > 0 : pipe.readers > 0;
            opened = both || partner || isNonBlocking() || !isFifo();
            if (canRead() && !partner && isNonBlocking()) {
                quietAtWriters = pipe.writersEver;
            }
        }
        int partnersEver = canRead() ? pipe.writersEver : pipe.readersEver;
        if (!opened && partnersEver == partnersSeen) {
            return -Errno.EAGAIN.number;
        }
        opened = true;
        return 0;
    }

    /// Whether it has a name in some directory; a pipe opened by /proc waits for nobody, proc(5).
    private boolean isFifo() {
        return inode().superBlock() != inode().superBlock().vfs().anonymousFs();
    }

    @Override
    public void setFlags(int newFlags) {
        super.setFlags(newFlags);
        pipe.setAsync(this, (newFlags & OpenFlags.O_ASYNC) != 0);
    }

    /// Tells the owner of what concerns this end.
    void tell(int code) {
        if (code == SigCodes.POLL_IN ? canRead() : canWrite()) {
            signalReady(inode().superBlock().vfs().kernel(), code);
        }
    }

    @Override
    protected void release() {
        pipe.setAsync(this, false);
        if (!attached) {
            return;
        }
        if (canRead()) {
            pipe.readers--;
        }
        if (canWrite()) {
            pipe.writers--;
        }
        if (pipe.readers + pipe.writers == 0) {
            if (inode().bound == pipe) {
                inode().bound = null;
            }
        } else {
            pipe.wakeEverybody();
        }
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (to.remaining() == 0) {
            return 0;
        }
        int usedBefore = pipe.buffer.usedSlots();
        if (usedBefore == 0) {
            return pipe.writers == 0 ? 0 : -Errno.EAGAIN.number;
        }
        int count = pipe.buffer.read(to);
        if (pipe.buffer.usedSlots() < usedBefore) {
            pipe.wakeWriters();
        }
        if (!pipe.buffer.isEmpty()) {
            pipe.wakeReaders(); // another reader may have been passed over
        }
        return count;
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        if (from.remaining() == 0) {
            return 0;
        }
        if (pipe.readers == 0) {
            who.sendSignal(
                    SigInfo.user(
                            Signal.SIGPIPE,
                            0,
                            who.tgid(),
                            who.creds().seenUser(who.creds().uid())));
            return -Errno.EPIPE.number;
        }
        int count = pipe.buffer.write(from, packing());
        if (count == 0) {
            return -Errno.EAGAIN.number;
        }
        pipe.wakeReaders();
        if (!pipe.buffer.isFull()) {
            pipe.wakeWriters();
        }
        return count;
    }

    private PipeBuffer.Packing packing() {
        return (flags() & OpenFlags.O_DIRECT) != 0
                ? PipeBuffer.Packing.PACKETS
                : PipeBuffer.Packing.STREAM;
    }

    @Override
    public int poll() {
        int ready = 0;
        if (canRead()) {
            if (!pipe.buffer.isEmpty()) {
                ready |= POLLIN | POLLRDNORM;
            }
            if (pipe.writers == 0 && pipe.writersEver != quietAtWriters) {
                ready |= POLLHUP;
            }
        }
        if (canWrite()) {
            if (!pipe.buffer.isFull()) {
                ready |= POLLOUT | POLLWRNORM;
            }
            if (pipe.readers == 0) {
                ready |= POLLERR;
            }
        }
        return ready;
    }

    @Override
    public WaitQueue waitQueue() {
        return pipe.waitQueue;
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        if (command == FIONREAD) {
            who.memory().putInt(argument, pipe.buffer.size());
            return 0;
        }
        return super.ioctl(who, command, argument);
    }

    @Override
    public long control(FsSubject who, int command, long argument) {
        return switch (command) {
            case FcntlCommands.F_GETPIPE_SZ -> capacity();
            case FcntlCommands.F_SETPIPE_SZ -> setCapacity(who, (int) argument);
            default -> super.control(who, command, argument);
        };
    }

    private int capacity() {
        return pipe.buffer.slotCount() * PipeBuffer.PAGE_SIZE;
    }

    /// The new capacity, at least what was asked for, or `-errno`.
    private int setCapacity(FsSubject who, int wanted) {
        if (wanted < 0) {
            return -Errno.EINVAL.number;
        }
        int pages = Math.max(1, (wanted + PipeBuffer.PAGE_SIZE - 1) / PipeBuffer.PAGE_SIZE);
        int slots = pages == 1 ? 1 : Integer.highestOneBit(pages - 1) << 1;
        boolean larger = slots > pipe.buffer.slotCount();
        if (larger
                && slots > Pipe.MAX_UNPRIVILEGED_SIZE / PipeBuffer.PAGE_SIZE
                && !who.creds().capable(Capability.SYS_RESOURCE)) {
            return -Errno.EPERM.number;
        }
        if (!pipe.buffer.resize(slots)) {
            return -Errno.EBUSY.number;
        }
        if (larger) {
            pipe.wakeWriters();
        }
        return slots * PipeBuffer.PAGE_SIZE;
    }

    /// Bytes that a write would take whole now.
    public long room() {
        int free = pipe.buffer.slotCount() - pipe.buffer.usedSlots();
        return (long) free * PipeBuffer.PAGE_SIZE;
    }

    /// Copies up to `most` bytes to another pipe and leaves them here, tee(2): the count, or
    /// `-errno`.
    public int copyTo(FsSubject who, PipeEnd target, int most) {
        if (target.pipe.readers == 0) {
            who.sendSignal(
                    SigInfo.user(
                            Signal.SIGPIPE,
                            0,
                            who.tgid(),
                            who.creds().seenUser(who.creds().uid())));
            return -Errno.EPIPE.number;
        }
        int count = pipe.buffer.copyTo(target.pipe.buffer, most);
        if (count > 0) {
            target.pipe.wakeReaders();
        } else if (most > 0 && (!pipe.buffer.isEmpty() || pipe.writers > 0)) {
            return -Errno.EAGAIN.number;
        }
        return count;
    }
}
