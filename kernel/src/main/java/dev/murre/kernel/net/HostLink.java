package dev.murre.kernel.net;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.pipe.ByteRing;
import org.jspecify.annotations.Nullable;

/// The host's end of a TCP connection of the machine.
///
/// Two host threads serve a connection: one takes what the program sends ([#takeOutgoing]), one
/// brings what comes from outside ([#bring]). Both may wait; the kernel's side never does. The
/// object's own monitor guards the buffers, and the kernel's lock is never asked for under it.
public final class HostLink implements StreamRemote {
    private static final int BUFFER = 1 << 18;

    private enum End {
        OPEN,
        FINISHED,
        RESET
    }

    private final TcpSock sock;
    private final KernelServices kernel;

    // Guarded by this.
    private final ByteRing outgoing = new ByteRing(BUFFER);
    private End programsEnd = End.OPEN;
    private boolean writerWaits;

    /// What came from outside and the program has no room for yet; the kernel's side takes it.
    private @Nullable ByteIoBuf incoming;

    private boolean promised;

    HostLink(TcpSock sock) {
        this.sock = sock;
        this.kernel = sock.net.kernel();
        promised = true;
        kernel.expectPost();
    }

    // For host threads.

    /// The connection stands.
    public void connected() {
        kernel.post(
                () -> {
                    if (sock.state == TcpState.SYN_SENT) {
                        sock.established(this);
                    } else {
                        reset();
                    }
                });
    }

    /// The connection could not be made.
    public void failed(Errno errno) {
        kernel.post(
                () -> {
                    if (sock.state == TcpState.SYN_SENT) {
                        sock.connector.fail(errno);
                    }
                    end(End.RESET);
                });
    }

    /// Waits for bytes from the program.
    ///
    /// @return how many were taken, or -1 when the program has sent everything or is gone
    public int takeOutgoing(byte[] target) throws InterruptedException {
        int count;
        boolean wake;
        synchronized (this) {
            while (outgoing.isEmpty() && programsEnd == End.OPEN) {
                wait();
            }
            if (outgoing.isEmpty() || programsEnd == End.RESET) {
                return -1;
            }
            count = outgoing.take(target, 0, target.length);
            wake = writerWaits && isSpacious();
            writerWaits &= !wake;
        }
        if (wake) {
            kernel.post(sock::drained);
        }
        return count;
    }

    /// Whether the program broke the connection off.
    public synchronized boolean isReset() {
        return programsEnd == End.RESET;
    }

    /// Brings bytes from outside and waits until the program has room for them.
    ///
    /// @return false when nobody will read them
    public boolean bring(byte[] data, int length) throws InterruptedException {
        synchronized (this) {
            incoming = new ByteIoBuf(data, 0, length);
        }
        kernel.post(this::push);
        synchronized (this) {
            while (incoming != null && programsEnd != End.RESET) {
                wait();
            }
            return programsEnd != End.RESET;
        }
    }

    /// Nothing more comes from outside.
    public void ended() {
        kernel.post(sock::finish);
    }

    /// The connection broke.
    public void broken() {
        kernel.post(
                () -> {
                    sock.reset();
                    end(End.RESET);
                });
    }

    /// Both directions are done.
    public void finished() {
        kernel.post(() -> end(End.RESET));
    }

    // The kernel's side.

    private void push() {
        ByteIoBuf data;
        synchronized (this) {
            data = incoming;
        }
        if (data == null || sock.deliver(data) == 0 && data.remaining() > 0) {
            return;
        }
        synchronized (this) {
            if (data.remaining() == 0 && incoming == data) {
                incoming = null;
                notifyAll();
            }
        }
    }

    private void end(End how) {
        boolean release;
        synchronized (this) {
            programsEnd = how;
            release = promised && how == End.RESET;
            promised &= !release;
            notifyAll();
        }
        if (release) {
            kernel.postDone();
        }
    }

    @Override
    public synchronized int room() {
        return outgoing.room();
    }

    @Override
    public synchronized int deliver(IoBuf from) {
        int count = outgoing.put(from);
        writerWaits |= count == 0;
        notifyAll();
        return count;
    }

    @Override
    public synchronized void deliverUrgent(byte b) {
        outgoing.put(b);
        notifyAll();
    }

    @Override
    public synchronized void finish() {
        if (programsEnd == End.OPEN) {
            programsEnd = End.FINISHED;
            notifyAll();
        }
    }

    @Override
    public void reset() {
        end(End.RESET);
    }

    @Override
    public void drained() {
        push();
    }

    @Override
    public synchronized int unread() {
        return outgoing.size();
    }

    @Override
    public synchronized boolean isSpacious() {
        boolean spacious = outgoing.room() >= BUFFER / 3;
        writerWaits |= !spacious;
        return spacious;
    }
}
