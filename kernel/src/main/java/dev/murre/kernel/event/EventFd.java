package dev.murre.kernel.event;

import static dev.murre.abi.PollEvents.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;

/// A counter that wakes whoever waits for it, eventfd(2).
public final class EventFd extends OpenFile {
    /// How a read takes from the counter.
    public enum Mode {
        COUNTER,
        SEMAPHORE
    }

    private final WaitQueue waitQueue = new WaitQueue("eventfd_read");
    private final WordBuffer word = new WordBuffer();
    private final Mode mode;

    /// Unsigned; the largest value it holds is 2⁶⁴−2.
    private long count;

    public EventFd(Inode inode, long initial, Mode mode) {
        super(inode);
        this.count = initial;
        this.mode = mode;
    }

    @Override
    public long read(FsSubject who, IoBuf to, long at) {
        if (!WordBuffer.fits(to)) {
            return WordBuffer.tooSmall();
        }
        if (count == 0) {
            return -Errno.EAGAIN.number;
        }
        long taken = mode == Mode.SEMAPHORE ? 1 : count;
        count -= taken;
        waitQueue.wakeAll(POLLOUT);
        return word.put(to, taken);
    }

    @Override
    public long write(FsSubject who, IoBuf from, long at) {
        if (!WordBuffer.fits(from)) {
            return WordBuffer.tooSmall();
        }
        long added = word.get(from);
        if (added == -1) {
            return -Errno.EINVAL.number;
        }
        if (Long.compareUnsigned(-1 - count, added) <= 0) {
            from.rewind(Long.BYTES);
            return -Errno.EAGAIN.number;
        }
        count += added;
        waitQueue.wakeAll(POLLIN);
        return Long.BYTES;
    }

    /// Adds one from inside the kernel, up to the largest value. Linux: eventfd_signal.
    public void signal() {
        if (count != -1) {
            count++;
        }
        waitQueue.wakeAll(POLLIN);
    }

    @Override
    public int poll() {
        int ready = count != 0 ? POLLIN : 0;
        if (count == -1) {
            ready |= POLLERR;
        }
        return Long.compareUnsigned(-2, count) > 0 ? ready | POLLOUT : ready;
    }

    @Override
    public WaitQueue waitQueue() {
        return waitQueue;
    }

    @Override
    public String fdinfo() {
        return "eventfd-count: %16x\n".formatted(count);
    }
}
