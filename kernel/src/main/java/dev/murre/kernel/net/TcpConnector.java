package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.fs.FsSubject;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// How a TCP socket gets a connection: connect(2), listen(2), accept(2).
final class TcpConnector {
    /// How long the closed end of a connection keeps its port (`TCP_TIMEWAIT_LEN`).
    private static final long TIME_WAIT_NANOS = 60_000_000_000L;

    /// How long connect(2) first waits for an answer, and at last (`TCP_SYN_RETRIES` 6).
    private static final long FIRST_RETRY_NANOS = 1_000_000_000L;

    private static final long LAST_RETRY_NANOS = FIRST_RETRY_NANOS << 6;

    /// How long it takes to find out that nobody has an address on the link, arp(7).
    private static final long NEIGHBOUR_NANOS = 3_000_000_000L;

    private final TcpSock sock;
    private final ArrayDeque<TcpSock> acceptable = new ArrayDeque<>(0);

    /// Clients whose handshake waits for room in the queue.
    private final ArrayDeque<TcpSock> waiting = new ArrayDeque<>(0);

    private int backlog;
    private boolean connecting;
    private boolean accepted;
    private @Nullable TcpConnector listener;

    /// While connect(2) gets no answer: when it tries again, and how long it waits for that.
    private @Nullable TimerNode retry;

    private long retryNanos;
    private @Nullable HostListener hostListener;

    TcpConnector(TcpSock sock) {
        this.sock = sock;
    }

    int connect(FsSubject who, SocketName name) {
        if (name instanceof SocketName.Unspecified) {
            disconnect();
            return 0;
        }
        if (connecting) {
            return repeated();
        }
        if (sock.wasConnected && sock.state != TcpState.CLOSE) {
            throw Errno.EISCONN.exception();
        }
        if (sock.isListening()) {
            throw Errno.EISCONN.exception();
        }
        SocketName.Inet to = sock.target(name);
        IpAddress address = InetSock.destination(to.address());
        if (address.isMulticast() || address.isBroadcast()) {
            throw Errno.ENETUNREACH.exception();
        }
        sock.localAddress = sock.sourceFor(address);
        sock.autobind(who);
        sock.takeError();
        sock.readShut = false;
        sock.writeShut = false;
        sock.wasConnected = false;
        sock.remoteAddress = address;
        sock.remotePort = to.port();
        sock.state = TcpState.SYN_SENT;
        sock.net.statistics().tcpActiveOpens++;
        connecting = true;
        stopRetrying();
        begin(address, to.port());
        return -Errno.EINPROGRESS.number;
    }

    /// connect(2) again while the first one goes on.
    private int repeated() {
        if (sock.state == TcpState.SYN_SENT) {
            throw Errno.EALREADY.exception();
        }
        return finish();
    }

    private void begin(IpAddress address, int port) {
        HostNetwork host = sock.net.host();
        Delivery delivery = sock.net.routes().exchange(sock.localAddress, address);
        NetNamespace there = delivery.to();
        if (there != null) {
            knock(there, host, address, port);
        } else if (delivery == Delivery.LOST) {
            knockLater(address, port);
        } else if (delivery == Delivery.NOBODY) {
            giveUpLater();
        } else if (host != null && !address.isLoopback()) {
            host.connect(new HostLink(sock), address, port);
        } else {
            disconnect();
            throw Interfaces.unreachable(address).exception();
        }
    }

    private void knock(
            NetNamespace there, @Nullable HostNetwork host, IpAddress address, int port) {
        InetSock found = there.tcp().find(address, port, sock.localAddress, sock.localPort);
        if (found instanceof TcpSock server && server.isListening()) {
            server.connector.knock(sock);
        } else if (found == sock) {
            sock.established(sock); // simultaneous open with itself
        } else if (host != null && there == sock.net) {
            host.connect(new HostLink(sock), address, port);
        } else {
            fail(Errno.ECONNREFUSED);
        }
    }

    /// Nobody on the link has the address, and three questions for it find that out.
    private void giveUpLater() {
        Timers timers = sock.net.kernel().timers();
        retry =
                new TimerNode() {
                    @Override
                    protected void fire(long nowNanos) {
                        if (sock.state == TcpState.SYN_SENT) {
                            fail(Errno.EHOSTUNREACH);
                        }
                    }
                };
        timers.add(retry, timers.now() + NEIGHBOUR_NANOS);
    }

    /// Nobody hears the first packet: it is sent again, after twice the time each time, tcp(7)
    /// tcp_syn_retries.
    private void knockLater(IpAddress address, int port) {
        Timers timers = sock.net.kernel().timers();
        long waited = retryNanos;
        retryNanos = Math.max(FIRST_RETRY_NANOS, 2 * waited);
        retry =
                new TimerNode() {
                    @Override
                    protected void fire(long nowNanos) {
                        if (sock.state != TcpState.SYN_SENT) {
                            return;
                        }
                        if (waited >= LAST_RETRY_NANOS) {
                            fail(Errno.ETIMEDOUT);
                        } else if (sock.net.routes().deliver(address) != Delivery.NO_ROUTE) {
                            begin(address, port);
                        } else {
                            knockLater(address, port);
                        }
                    }
                };
        timers.add(retry, timers.now() + retryNanos);
    }

    private void stopRetrying() {
        TimerNode old = retry;
        retry = null;
        retryNanos = 0;
        if (old != null && old.pending()) {
            sock.net.kernel().timers().cancel(old);
        }
    }

    void fail(Errno errno) {
        sock.setError(errno);
        sock.closed();
        sock.readShut = true;
        sock.writeShut = true;
        sock.wakeEverybody();
    }

    /// How the connection in progress stands.
    int finish() {
        if (sock.state == TcpState.SYN_SENT) {
            return -Errno.EAGAIN.number;
        }
        connecting = false;
        Errno failed = sock.takeError();
        if (failed != null) {
            sock.remotePort = 0;
            sock.readShut = false;
            sock.writeShut = false;
            return -failed.number;
        }
        return sock.wasConnected ? 0 : -Errno.ECONNABORTED.number;
    }

    private void disconnect() {
        stopRetrying();
        StreamRemote to = sock.remote;
        if (to != null) {
            to.reset();
        }
        sock.remote = null;
        sock.closed();
        sock.wasConnected = false;
        sock.remotePort = 0;
        sock.remoteAddress = sock.any();
        connecting = false;
        if (!sock.addressBound) {
            sock.localAddress = sock.any();
        }
        if (!sock.portBound && sock.localPort != 0) {
            sock.ports().release(sock);
            sock.localPort = 0;
        }
    }

    /// The program closed the socket while it was connecting.
    void abandon() {
        stopRetrying();
        TcpConnector at = listener;
        if (at != null) {
            at.waiting.remove(sock);
        }
    }

    // The listening side.

    void listen(FsSubject who, int wanted) {
        if (sock.state != TcpState.CLOSE && sock.state != TcpState.LISTEN || sock.remotePort != 0) {
            throw Errno.EINVAL.exception();
        }
        sock.autobind(who);
        if (sock.state == TcpState.CLOSE && sock.ports().listenerConflicts(sock)) {
            throw Errno.EADDRINUSE.exception();
        }
        backlog = Integer.compareUnsigned(wanted, SOMAXCONN) > 0 ? SOMAXCONN : wanted;
        if (sock.state == TcpState.CLOSE) {
            sock.readShut = false;
            sock.writeShut = false;
            sock.state = TcpState.LISTEN;
            HostNetwork host = sock.net.host();
            if (host != null) {
                hostListener = new HostListener(sock);
                host.listening(hostListener);
            }
        }
        admit();
    }

    boolean hasConnection() {
        return !acceptable.isEmpty();
    }

    int backlog() {
        return backlog;
    }

    int queued() {
        return acceptable.size();
    }

    /// A client asks for a connection; over the backlog it waits.
    private void knock(TcpSock client) {
        client.connector.listener = this;
        waiting.add(client);
        admit();
    }

    private void admit() {
        while (!waiting.isEmpty() && acceptable.size() <= backlog) {
            TcpSock client = waiting.remove();
            TcpSock server =
                    newConnection(client.remoteAddress, client.localAddress, client.localPort);
            server.established(client);
            client.connector.listener = null;
            client.established(server);
            acceptable.add(server);
            sock.wakeReadable();
        }
    }

    /// A connection from outside the machine.
    void admitFrom(StreamRemote host, TcpSock server) {
        server.established(host);
        acceptable.add(server);
        sock.wakeReadable();
    }

    /// The server's end of a new connection to `local`.
    TcpSock newConnection(IpAddress local, IpAddress from, int fromPort) {
        var server = new TcpSock(sock.net, sock.family);
        server.connector.accepted = true;
        server.options.inherit(sock.options);
        server.tcp.inherit(sock.tcp);
        server.v6Only = sock.v6Only;
        server.ownerUid = sock.ownerUid;
        server.localAddress = local;
        server.localPort = sock.localPort;
        server.remoteAddress = from;
        server.remotePort = fromPort;
        sock.ports().join(server);
        sock.net.statistics().tcpPassiveOpens++;
        return server;
    }

    @Nullable TcpSock accept() {
        if (!sock.isListening()) {
            throw Errno.EINVAL.exception();
        }
        TcpSock server = acceptable.poll();
        if (server != null) {
            admit();
        }
        return server;
    }

    void stopListening() {
        sock.state = TcpState.CLOSE;
        for (TcpSock client = waiting.poll(); client != null; client = waiting.poll()) {
            client.connector.listener = null;
            client.connector.fail(Errno.ECONNREFUSED);
        }
        for (TcpSock server = acceptable.poll(); server != null; server = acceptable.poll()) {
            StreamRemote client = server.remote;
            server.closed();
            server.ports().release(server);
            if (client != null) {
                client.reset();
            }
        }
        HostNetwork host = sock.net.host();
        HostListener outside = hostListener;
        if (host != null && outside != null) {
            host.stoppedListening(outside);
            hostListener = null;
        }
    }

    /// Keeps the port of a connection this side closed first, until no stray data can come any
    /// more.
    void linger() {
        boolean chosenPort = sock.portBound || accepted;
        boolean kept = sock.ports().timeWaiting(sock.localAddress, sock.localPort, sock) != null;
        if (chosenPort && !kept) {
            TimeWait.begin(sock, TIME_WAIT_NANOS);
        }
    }

    /// A port kept after the connection's end; it hinders only those who bind without
    /// `SO_REUSEADDR`.
    private static final class TimeWait extends TimerNode {
        private final TcpSock place;

        private TimeWait(TcpSock place) {
            this.place = place;
        }

        static void begin(TcpSock closed, long nanos) {
            var place = new TcpSock(closed.net, closed.family);
            place.options.inherit(closed.options);
            place.state = TcpState.TIME_WAIT;
            place.localAddress = closed.localAddress;
            place.localPort = closed.localPort;
            place.remoteAddress = closed.remoteAddress;
            place.remotePort = closed.remotePort;
            place.ownerUid = closed.ownerUid;
            closed.ports().join(place);
            var node = new TimeWait(place);
            var timers = closed.net.kernel().timers();
            timers.add(node, timers.now() + nanos);
        }

        @Override
        protected void fire(long nowNanos) {
            place.ports().release(place);
        }
    }
}
