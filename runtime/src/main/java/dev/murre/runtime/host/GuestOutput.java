package dev.murre.runtime.host;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.WaitQueue;
import java.io.InputStream;

/// Bytes from the guest to the host: what stands behind a standard output that is no terminal.
///
/// The guest's side never blocks and is called under the kernel's lock; the host's side is an
/// [InputStream] that blocks. In between lie at most 64 KiB, as in a pipe(7).
public final class GuestOutput {
    private static final int CAPACITY = 1 << 16;

    /// Writes up to this size are not split, pipe(7).
    private static final int PIPE_BUF = 4096;

    private final KernelServices kernel;
    private final Runnable whenRoom;
    private final WaitQueue writable = new WaitQueue("pipe_write");
    private final byte[] ring = new byte[CAPACITY];
    private int head;
    private int count;
    private boolean finished;
    private boolean broken;
    private boolean readerWaits;
    private boolean guestWaits;

    public GuestOutput(KernelServices kernel) {
        this.kernel = kernel;
        this.whenRoom = writable::wakeAll;
    }

    /// As the other, with something else to do in the kernel when there is room again.
    public GuestOutput(KernelServices kernel, Runnable whenRoom) {
        this.kernel = kernel;
        this.whenRoom = whenRoom;
    }

    /// How many bytes it takes now; asked when it may be full, it tells when there is room again.
    public synchronized int room() {
        if (CAPACITY - count < PIPE_BUF) {
            expectRoom();
        }
        return CAPACITY - count;
    }

    /// Where the guest waits for room.
    WaitQueue writable() {
        return writable;
    }

    /// Takes what there is room for: the count, `-EAGAIN` when full, `-EPIPE` when nobody reads.
    public synchronized long offer(IoBuf from) {
        if (broken) {
            return -Errno.EPIPE.number;
        }
        long wanted = from.remaining();
        if (wanted == 0) {
            return 0;
        }
        if (CAPACITY - count < Math.min(wanted, PIPE_BUF)) {
            expectRoom();
            return -Errno.EAGAIN.number;
        }
        int total = 0;
        while (count < CAPACITY) {
            int tail = head + count & CAPACITY - 1;
            int got = from.get(ring, tail, Math.min(CAPACITY - count, CAPACITY - tail));
            if (got == 0) {
                break;
            }
            count += got;
            total += got;
        }
        if (readerWaits) {
            notifyAll();
        }
        return total;
    }

    synchronized int poll() {
        if (broken) {
            return PollEvents.POLLOUT | PollEvents.POLLWRNORM | PollEvents.POLLERR;
        }
        if (CAPACITY - count >= PIPE_BUF) {
            return PollEvents.POLLOUT | PollEvents.POLLWRNORM;
        }
        expectRoom();
        return 0;
    }

    private void expectRoom() {
        if (!guestWaits) {
            guestWaits = true;
            kernel.expectPost();
        }
    }

    private void tellGuest() {
        if (guestWaits) {
            guestWaits = false;
            kernel.post(
                    () -> {
                        kernel.postDone();
                        whenRoom.run();
                    });
        }
    }

    /// No more will come: the host's side ends after what is in the buffer.
    public synchronized void finish() {
        finished = true;
        notifyAll();
    }

    /// Nobody reads any more: the guest's next write gets EPIPE.
    public synchronized void breakPipe() {
        broken = true;
        count = 0;
        tellGuest();
        notifyAll();
    }

    /// The host's side.
    public InputStream asInputStream() {
        return new HostEnd();
    }

    private synchronized int take(byte[] target, int offset, int length)
            throws InterruptedException {
        while (count == 0 && !finished && !broken) {
            readerWaits = true;
            wait();
            readerWaits = false;
        }
        if (count == 0) {
            return -1;
        }
        int taken = Math.min(length, Math.min(count, CAPACITY - head));
        System.arraycopy(ring, head, target, offset, taken);
        head = head + taken & CAPACITY - 1;
        count -= taken;
        if (CAPACITY - count >= PIPE_BUF) {
            tellGuest();
        }
        return taken;
    }

    private synchronized int buffered() {
        return count;
    }

    private final class HostEnd extends InputStream {
        @Override
        public int read() {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (length == 0) {
                return 0;
            }
            try {
                return take(target, offset, length);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return -1;
            }
        }

        @Override
        public int available() {
            return buffered();
        }

        @Override
        public void close() {
            breakPipe();
        }
    }
}
