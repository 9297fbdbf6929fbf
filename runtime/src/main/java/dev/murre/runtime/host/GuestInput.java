package dev.murre.runtime.host;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.WaitQueue;
import java.io.IOException;
import java.io.OutputStream;

/// Bytes from the host to the guest: what stands behind a standard input that is no terminal.
///
/// The guest's side never blocks and is called under the kernel's lock. The host's side is an
/// [OutputStream] that blocks when 64 KiB lie in between; who feeds it from a stream that others
/// may read later asks [#awaitDemand()] first, so as not to take more than the guest does.
public final class GuestInput {
    private static final int CAPACITY = 1 << 16;

    /// What a guest that polls is taken to want.
    private static final int POLL_DEMAND = 4096;

    private final KernelServices kernel;
    private final WaitQueue readable = new WaitQueue("pipe_read");
    private final byte[] ring = new byte[CAPACITY];
    private int head;
    private int count;
    private int demand;
    private boolean ended;
    private boolean unread;
    private boolean guestWaits;

    public GuestInput(KernelServices kernel) {
        this.kernel = kernel;
    }

    /// Where the guest waits for bytes.
    WaitQueue readable() {
        return readable;
    }

    /// Gives what is there: the count, 0 at the end, `-EAGAIN` when there is nothing yet.
    synchronized long take(IoBuf to) {
        if (to.remaining() == 0) {
            return 0;
        }
        if (count == 0) {
            if (!ended) {
                ask((int) Math.min(to.remaining(), CAPACITY));
                return -Errno.EAGAIN.number;
            }
            return 0;
        }
        int total = 0;
        while (count > 0) {
            int put = to.put(ring, head, Math.min(count, CAPACITY - head));
            if (put == 0) {
                break;
            }
            head = head + put & CAPACITY - 1;
            count -= put;
            total += put;
        }
        notifyAll();
        return total;
    }

    synchronized int poll() {
        if (count > 0) {
            return PollEvents.POLLIN | PollEvents.POLLRDNORM;
        }
        if (ended) {
            return PollEvents.POLLHUP;
        }
        ask(POLL_DEMAND);
        return 0;
    }

    /// Bytes that can be read at once, FIONREAD of ioctl(2).
    synchronized int buffered() {
        return count;
    }

    private void ask(int wanted) {
        demand = Math.max(demand, wanted);
        notifyAll();
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
                        readable.wakeAll();
                    });
        }
    }

    /// Waits until the guest wants bytes and has none; returns how many it wants, or 0 when it
    /// never will again.
    public synchronized int awaitDemand() throws InterruptedException {
        while ((demand == 0 || count > 0) && !unread) {
            wait();
        }
        int wanted = demand;
        demand = 0;
        return unread ? 0 : wanted;
    }

    /// No guest can read any more.
    synchronized void abandon() {
        unread = true;
        notifyAll();
    }

    /// The host's side; closing it is the guest's end of file.
    public OutputStream asOutputStream() {
        return new HostEnd();
    }

    private synchronized int put(byte[] source, int offset, int length) throws IOException {
        try {
            while (count == CAPACITY && !unread) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        if (unread || ended) {
            throw new IOException("nobody reads this any more");
        }
        int tail = head + count & CAPACITY - 1;
        int copied = Math.min(length, Math.min(CAPACITY - count, CAPACITY - tail));
        System.arraycopy(source, offset, ring, tail, copied);
        count += copied;
        tellGuest();
        return copied;
    }

    private synchronized void end() {
        ended = true;
        tellGuest();
    }

    private final class HostEnd extends OutputStream {
        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] source, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                done += put(source, offset + done, length - done);
            }
        }

        @Override
        public void close() {
            end();
        }
    }
}
