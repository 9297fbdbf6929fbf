package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.POLLPRI;
import static dev.murre.kernel.net.SocketConstants.MSG_PEEK;

import dev.murre.abi.Errno;

/// Urgent data of a TCP connection: one byte beside the stream, and the mark where it was sent.
final class TcpUrgent {
    private static final int NO_MARK = -1;

    private final TcpSock sock;
    private byte value;
    private boolean present;

    /// Bytes of the stream still to be read before the mark.
    private int untilMark = NO_MARK;

    TcpUrgent(TcpSock sock) {
        this.sock = sock;
    }

    void arrived(byte b) {
        untilMark = sock.received.size();
        if (sock.options.outOfBandInline) {
            sock.received.put(b);
        } else {
            value = b;
            present = true;
        }
        sock.waitQueue.wakeAll(POLLPRI);
        SocketFile file = sock.file;
        if (file != null) {
            file.signalUrgent();
        }
        sock.wakeReadable();
    }

    boolean isPending() {
        return present || untilMark > 0;
    }

    boolean atMark() {
        return untilMark == 0;
    }

    /// A read stops at the mark.
    int limit(int offset) {
        return untilMark > offset ? untilMark - offset : Integer.MAX_VALUE;
    }

    void consumed(int count) {
        if (untilMark == 0) {
            untilMark = NO_MARK;
        } else if (untilMark > 0) {
            untilMark -= count;
        }
    }

    long receive(Message message) {
        if (sock.options.outOfBandInline || untilMark == NO_MARK && !present) {
            return -Errno.EINVAL.number;
        }
        if (!present) {
            return -Errno.EAGAIN.number;
        }
        if (message.data.remaining() > 0) {
            message.data.put(new byte[] {value}, 0, 1);
        }
        message.resultFlags |= SocketConstants.MSG_OOB;
        if ((message.flags & MSG_PEEK) == 0) {
            present = false;
        }
        return 1;
    }
}
