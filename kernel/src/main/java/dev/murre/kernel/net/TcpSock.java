package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.pipe.ByteRing;
import org.jspecify.annotations.Nullable;

/// A TCP socket, tcp(7). Connecting and listening is in [TcpConnector].
final class TcpSock extends InetSock implements StreamRemote {
    /// What both ends' buffers of a loopback connection hold together before a writer has to wait.
    private static final int WINDOW = 2_626_560;

    private static final int SIOCATMARK = 0x8905;

    final ByteRing received = new ByteRing(WINDOW);
    final TcpOptions tcp = new TcpOptions();
    final TcpConnector connector = new TcpConnector(this);
    final TcpUrgent urgent = new TcpUrgent(this);
    TcpState state = TcpState.CLOSE;

    /// The other end; null before there is a connection and after a reset.
    @Nullable StreamRemote remote;

    boolean wasConnected;

    /// A writer found no room and wants to be told.
    private boolean writerWaits;

    /// No program holds this end any more.
    private boolean orphaned;

    TcpSock(NetNamespace net, int family) {
        super(net, family, SOCK_STREAM, IPPROTO_TCP);
    }

    @Override
    PortTable ports() {
        return net.tcp();
    }

    @Override
    boolean isConnected() {
        return wasConnected && state != TcpState.CLOSE && state != TcpState.SYN_SENT;
    }

    @Override
    boolean isListening() {
        return state == TcpState.LISTEN;
    }

    @Override
    public int connect(FsSubject who, SocketName name) {
        return connector.connect(who, name);
    }

    @Override
    public int finishConnect() {
        return connector.finish();
    }

    @Override
    public void listen(FsSubject who, int backlog) {
        connector.listen(who, backlog);
    }

    @Override
    public @Nullable Sock accept(FsSubject who) {
        return connector.accept();
    }

    /// The handshake is over.
    void established(StreamRemote other) {
        remote = other;
        wasConnected = true;
        state = TcpState.ESTABLISHED;
        options.sendBuffer = Math.max(options.sendBuffer, SockOptions.DEFAULT_BUFFER);
        wakeWritable();
    }

    // Sending.

    @Override
    public long send(FsSubject who, Message message) {
        if (state == TcpState.SYN_SENT) {
            return wouldBlock();
        }
        StreamRemote to = remote;
        if (hasError() || writeShut || to == null) {
            Errno failed = takeError();
            return failed == null || failed == Errno.EPIPE
                    ? brokenPipe(who, message)
                    : -failed.number;
        }
        IoBuf data = message.data;
        if (data.remaining() == 0) {
            return 0;
        }
        if (message.has(MSG_OOB)) {
            return sendUrgent(to, data);
        }
        int count = to.deliver(data);
        if (count == 0) {
            writerWaits = true;
            return wouldBlock();
        }
        return count;
    }

    private long sendUrgent(StreamRemote to, IoBuf data) {
        byte[] bytes = new byte[(int) Math.min(data.remaining(), to.room())];
        if (bytes.length == 0) {
            writerWaits = true;
            return wouldBlock();
        }
        data.get(bytes, 0, bytes.length);
        to.deliver(new ByteIoBuf(bytes, 0, bytes.length - 1));
        to.deliverUrgent(bytes[bytes.length - 1]);
        return bytes.length;
    }

    @Override
    public int stateNumber() {
        return state.number;
    }

    @Override
    public long unsent() {
        StreamRemote to = remote;
        return isListening() ? -Errno.EINVAL.number : to == null ? 0 : to.unread();
    }

    // Receiving.

    @Override
    public long receive(FsSubject who, Message message) {
        if (isListening()) {
            return -Errno.ENOTCONN.number;
        }
        if (message.has(MSG_OOB)) {
            return urgent.receive(message);
        }
        if (!received.isEmpty() && message.data.remaining() > 0) {
            return take(message);
        }
        if (message.data.remaining() == 0 && !received.isEmpty()) {
            return 0;
        }
        Errno failed = takeError();
        if (failed != null) {
            return -failed.number;
        }
        if (readShut) {
            return 0;
        }
        if (state == TcpState.CLOSE) {
            return wasConnected ? 0 : -Errno.ENOTCONN.number;
        }
        return wouldBlock();
    }

    private long take(Message message) {
        int offset = message.has(MSG_PEEK) ? Math.max(options.peekOffset, 0) : 0;
        int limit = urgent.limit(offset);
        int count;
        if (message.has(MSG_PEEK)) {
            count = received.peek(message.data, offset);
            if (options.peekOffset >= 0) {
                options.peekOffset += count;
            }
            return count;
        }
        if (message.has(MSG_TRUNC)) {
            count = (int) Math.min(message.data.remaining(), Math.min(received.size(), limit));
            received.skip(count);
        } else if (limit < received.size()) {
            count = takeUpTo(message.data, limit);
        } else {
            count = received.take(message.data);
        }
        urgent.consumed(count);
        StreamRemote from = remote;
        if (from != null) {
            from.drained();
        }
        return count;
    }

    private int takeUpTo(IoBuf target, int limit) {
        byte[] bytes = new byte[(int) Math.min(limit, target.remaining())];
        received.take(bytes, 0, bytes.length);
        target.put(bytes, 0, bytes.length);
        return bytes.length;
    }

    @Override
    public long readable() {
        return isListening() ? -Errno.EINVAL.number : Math.min(received.size(), urgent.limit(0));
    }

    @Override
    public long receiveQueue() {
        return isListening() ? connector.queued() : readable();
    }

    @Override
    int backlog() {
        return connector.backlog();
    }

    // What the other end does.

    @Override
    public int room() {
        return received.room();
    }

    @Override
    public int deliver(IoBuf from) {
        if (orphaned || state == TcpState.CLOSE) {
            int count = drop(from);
            StreamRemote sender = remote;
            state = TcpState.CLOSE;
            if (sender != null) {
                sender.reset();
            }
            return count;
        }
        int count = received.put(from);
        if (count > 0) {
            wakeReadable();
        }
        return count;
    }

    /// Takes bytes that nobody will read.
    private static int drop(IoBuf from) {
        byte[] scratch = new byte[4096];
        int total = 0;
        for (int n = 1; n > 0; total += n) {
            n = from.get(scratch, 0, scratch.length);
        }
        return total;
    }

    @Override
    public void deliverUrgent(byte b) {
        urgent.arrived(b);
    }

    @Override
    public void finish() {
        readShut = true;
        state =
                switch (state) {
                    case ESTABLISHED -> TcpState.CLOSE_WAIT;
                    case FIN_WAIT1, FIN_WAIT2 -> TcpState.TIME_WAIT;
                    default -> state;
                };
        if (state == TcpState.TIME_WAIT) {
            connector.linger();
            if (orphaned) {
                ports().release(this);
            }
        }
        waitQueue.wakeAll(POLLIN | POLLRDNORM | POLLRDHUP | POLLHUP);
        wakeReadable();
    }

    @Override
    public void reset() {
        if (state == TcpState.CLOSE || state == TcpState.TIME_WAIT) {
            return;
        }
        setError(state == TcpState.CLOSE_WAIT ? Errno.EPIPE : Errno.ECONNRESET);
        closed();
        remote = null;
        readShut = true;
        writeShut = true;
        if (orphaned) {
            ports().release(this);
        }
        wakeEverybody();
    }

    /// The connection, or the attempt at one, is over without a leave.
    void closed() {
        net.statistics().tcpCloses(state);
        state = TcpState.CLOSE;
    }

    @Override
    public void drained() {
        if (writerWaits && isSpaciousRemote()) {
            writerWaits = false;
            wakeWritable();
        }
    }

    private boolean isSpaciousRemote() {
        StreamRemote to = remote;
        return to == null || to.isSpacious();
    }

    @Override
    public int unread() {
        return received.size();
    }

    @Override
    public boolean isSpacious() {
        return received.room() >= received.limit() / 3;
    }

    // Ending.

    @Override
    public void shutdown(FsSubject who, int how) {
        if (state == TcpState.LISTEN) {
            if (how != SHUT_WR) {
                connector.stopListening();
                wakeEverybody();
            }
            return;
        }
        if (state == TcpState.CLOSE || state == TcpState.SYN_SENT) {
            throw Errno.ENOTCONN.exception();
        }
        readShut |= how != SHUT_WR;
        if (how != SHUT_RD && !writeShut) {
            writeShut = true;
            sendFin();
        }
        wakeEverybody();
    }

    private void sendFin() {
        state =
                switch (state) {
                    case ESTABLISHED -> TcpState.FIN_WAIT2;
                    case CLOSE_WAIT -> TcpState.LAST_ACK;
                    default -> state;
                };
        StreamRemote to = remote;
        if (to != null) {
            to.finish();
        }
        if (state == TcpState.LAST_ACK) {
            state = TcpState.CLOSE;
            remote = null;
        }
    }

    @Override
    protected void release() {
        if (state == TcpState.LISTEN) {
            connector.stopListening();
        } else if (state == TcpState.SYN_SENT) {
            connector.abandon();
            closed();
        } else {
            disconnect();
        }
        if (state == TcpState.CLOSE || state == TcpState.TIME_WAIT) {
            ports().release(this);
        }
    }

    private void disconnect() {
        StreamRemote to = remote;
        orphaned = true;
        boolean abort = !received.isEmpty() || options.lingerOn && options.lingerSeconds == 0;
        if (to != null && abort && state != TcpState.TIME_WAIT) {
            closed();
            received.clear();
            to.reset();
        } else if (to != null && !writeShut) {
            writeShut = true;
            sendFin();
        }
    }

    // Readiness.

    @Override
    public int poll() {
        if (state == TcpState.LISTEN) {
            return connector.hasConnection() ? POLLIN | POLLRDNORM : 0;
        }
        int ready = hasError() ? POLLERR : 0;
        if (state == TcpState.SYN_SENT) {
            return ready;
        }
        if (readShut && writeShut || state == TcpState.CLOSE) {
            ready |= POLLHUP;
        }
        if (readShut) {
            ready |= POLLIN | POLLRDNORM | POLLRDHUP;
        }
        if (received.size() >= options.receiveLowWater) {
            ready |= POLLIN | POLLRDNORM;
        }
        if (writeShut || isSpaciousRemote()) {
            ready |= POLLOUT | POLLWRNORM;
        } else {
            writerWaits = true;
        }
        return urgent.isPending() ? ready | POLLPRI : ready;
    }

    @Override
    public long ioctl(FsSubject who, int command, long argument) {
        if (command == SIOCATMARK) {
            who.memory().putInt(argument, urgent.atMark() ? 1 : 0);
            return 0;
        }
        return super.ioctl(who, command, argument);
    }

    @Override
    public int setProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        return level == IPPROTO_TCP
                ? tcp.set(name, value)
                : super.setProtocolOption(who, level, name, value);
    }

    @Override
    public int getProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        return level == IPPROTO_TCP
                ? tcp.get(this, name, value)
                : super.getProtocolOption(who, level, name, value);
    }
}
