package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// A UDP socket, udp(7).
final class UdpSock extends InetSock {
    private static final int UDP_HEADER = 8;
    private static final int MAX_PAYLOAD = 65507;

    /// What a datagram costs of the receive buffer beside its bytes.
    private static final int OVERHEAD = 768;

    /// @param route how it travelled
    /// @param nanos when it arrived, real time
    private record Datagram(
            byte[] data, IpAddress from, int fromPort, IpAddress to, IpRoute route, long nanos) {}

    private final ArrayDeque<Datagram> queue = new ArrayDeque<>();
    private int charged;

    /// This socket for the host's network, from the first datagram that left the machine on.
    private @Nullable HostDatagrams outside;

    private int sendCoverage;
    private int receiveCoverage;

    /// @param protocol `IPPROTO_UDP`, or `IPPROTO_UDPLITE` as in udplite(7)
    UdpSock(NetNamespace net, int family, int protocol) {
        super(net, family, SOCK_DGRAM, protocol);
    }

    @Override
    PortTable ports() {
        return portsOf(net);
    }

    private PortTable portsOf(NetNamespace which) {
        return protocol == IPPROTO_UDPLITE ? which.udpLite() : which.udp();
    }

    @Override
    boolean isConnected() {
        return remotePort != 0;
    }

    @Override
    public int connect(FsSubject who, SocketName name) {
        if (name instanceof SocketName.Unspecified) {
            remotePort = 0;
            remoteAddress = any();
            if (!addressBound) {
                localAddress = any();
            }
            return 0;
        }
        SocketName.Inet to = target(name);
        IpAddress address = destination(to.address());
        checkReachable(address);
        localAddress = sourceFor(address);
        autobind(who);
        remoteAddress = address;
        remotePort = to.port();
        return 0;
    }

    private void checkReachable(IpAddress address) {
        if (address.isBroadcast() && !options.broadcast) {
            throw Errno.EACCES.exception();
        }
        if (net.routes().deliver(address) == Delivery.NO_ROUTE
                && !address.isMulticast()
                && !address.isBroadcast()
                && (net.host() == null || address.isLoopback())) {
            throw Interfaces.unreachable(address).exception();
        }
    }

    @Override
    public long send(FsSubject who, Message message) {
        if (message.has(MSG_OOB)) {
            return -Errno.EOPNOTSUPP.number;
        }
        long length = message.data.remaining();
        if (length > MAX_PAYLOAD) {
            return -Errno.EMSGSIZE.number;
        }
        Errno failed = takeError();
        if (failed != null) {
            return -failed.number;
        }
        if (writeShut) {
            return brokenPipe(who, message);
        }
        IpAddress address = remoteAddress;
        int port = remotePort;
        if (message.name != null) {
            SocketName.Inet to = target(message.name);
            address = destination(to.address());
            port = to.port();
            if (port == 0) {
                return -Errno.EINVAL.number;
            }
        }
        if (port == 0) {
            return -Errno.EDESTADDRREQ.number;
        }
        checkReachable(address);
        IpRoute route = IpRoute.of(this, message, address);
        autobind(who);
        byte[] data = new byte[(int) length];
        message.data.get(data, 0, data.length);
        return transmit(address, port, data, route);
    }

    private long transmit(IpAddress address, int port, byte[] data, IpRoute route) {
        HostNetwork host = net.host();
        Delivery delivery = net.routes().deliver(address);
        if (host != null && delivery == Delivery.NO_ROUTE && !address.isLoopback()) {
            return transmitOutside(host, address, port, data);
        }
        if (delivery == Delivery.LOST || delivery == Delivery.NOBODY) {
            return data.length; // and nobody gets it
        }
        net.statistics().datagrams(protocol, address).out++;
        NetNamespace there = delivery.to() == null ? net : delivery.to();
        IpAddress source = sourceFor(address);
        var datagram = new Datagram(data, source, localPort, address, route, realtime());
        if (address.isMulticast() || address.isBroadcast()) {
            for (InetSock sock : ports().at(port).toArray(InetSock[]::new)) {
                if (sock instanceof UdpSock receiver && receiver.ip.joined(address)) {
                    receiver.arrived(datagram);
                }
            }
        } else if (portsOf(there).find(address, port, source, localPort)
                instanceof UdpSock receiver) {
            receiver.arrived(datagram);
        } else if (host != null && there == net) {
            return transmitOutside(host, address, port, data);
        } else {
            there.statistics().datagrams(protocol, address).noPorts++;
            if (remotePort != 0) {
                unreachable();
            }
        }
        return data.length;
    }

    private long transmitOutside(HostNetwork host, IpAddress address, int port, byte[] data) {
        HostDatagrams from = outside;
        if (from == null) {
            from = new HostDatagrams(this);
            outside = from;
        }
        int error = host.sendDatagram(from, address, port, data);
        return error < 0 ? error : data.length;
    }

    /// Nobody listens where a datagram went: told to connected sockets.
    void unreachable() {
        setError(Errno.ECONNREFUSED);
        wakeEverybody();
    }

    /// A datagram from the host's network.
    void arrivedFromHost(byte[] data, IpAddress from, int fromPort) {
        arrived(new Datagram(data, from, fromPort, localAddress, IpRoute.USUAL, realtime()));
    }

    private long realtime() {
        return net.kernel().clocks().realtimeNanos();
    }

    private void arrived(Datagram datagram) {
        int cost = datagram.data.length + OVERHEAD;
        if (charged + cost > options.receiveBuffer && !queue.isEmpty()) {
            net.statistics().datagrams(protocol, datagram.to).receiveBufferErrors++;
            return; // dropped, as a full receive buffer does
        }
        charged += cost;
        queue.add(datagram);
        wakeReadable();
    }

    @Override
    public long receive(FsSubject who, Message message) {
        if (message.has(MSG_ERRQUEUE)) {
            return wouldBlock();
        }
        Datagram datagram = queue.peek();
        if (datagram == null) {
            Errno failed = takeError();
            if (failed != null) {
                return -failed.number;
            }
            return readShut ? 0 : wouldBlock();
        }
        int length = datagram.data.length;
        int count = (int) Math.min(message.data.remaining(), length);
        message.data.put(datagram.data, 0, count);
        if (count < length) {
            message.resultFlags |= MSG_TRUNC;
        }
        message.name = nameOf(datagram.from, datagram.fromPort);
        addTimestamp(who, message, datagram.nanos);
        addControls(message, datagram);
        if (!message.has(MSG_PEEK)) {
            queue.remove();
            net.statistics().datagrams(protocol, datagram.to).in++;
            charged -= length + OVERHEAD;
        }
        return message.has(MSG_TRUNC) ? length : count;
    }

    private void addControls(Message message, Datagram datagram) {
        if (ip.receivePacketInfo && datagram.to.isV4()) {
            byte[] to = datagram.to.bytes();
            ByteBuffer info = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
            info.putInt(net.interfaces().indexFor(datagram.to)).put(to).put(to);
            message.controls.add(new Message.Control(IPPROTO_IP, IP_PKTINFO, info.array()));
        }
        if (ip.receivePacketInfo6 && family == AF_INET6) {
            ByteBuffer info = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
            info.put(datagram.to.bytes16()).putInt(net.interfaces().indexFor(datagram.to));
            message.controls.add(new Message.Control(IPPROTO_IPV6, IPV6_PKTINFO, info.array()));
        }
        IpRoute route = datagram.route;
        if (datagram.to.isV4()) {
            addNumber(message, ip.receiveTtl, IPPROTO_IP, IP_TTL, route.hopLimit());
            if (ip.receiveTos) {
                byte[] tos = {(byte) route.serviceClass()};
                message.controls.add(new Message.Control(IPPROTO_IP, IP_TOS, tos));
            }
        }
        if (family == AF_INET6) {
            int tclass = route.serviceClass();
            addNumber(message, ip.receiveHopLimit, IPPROTO_IPV6, IPV6_HOPLIMIT, route.hopLimit());
            addNumber(message, ip.receiveTrafficClass, IPPROTO_IPV6, IPV6_TCLASS, tclass);
        }
    }

    private static void addNumber(Message message, boolean wanted, int level, int type, int value) {
        if (wanted) {
            message.controls.add(
                    new Message.Control(level, type, new byte[] {(byte) value, 0, 0, 0}));
        }
    }

    @Override
    public int setProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        if (level != IPPROTO_UDPLITE || protocol != IPPROTO_UDPLITE) {
            return super.setProtocolOption(who, level, name, value);
        }
        int coverage = value.intValue();
        if (coverage != 0) {
            coverage = Math.clamp(coverage, UDP_HEADER, 0xffff);
        }
        switch (name) {
            case UDPLITE_SEND_CSCOV -> sendCoverage = coverage;
            case UDPLITE_RECV_CSCOV -> receiveCoverage = coverage;
            default -> {
                return -Errno.ENOPROTOOPT.number;
            }
        }
        return 0;
    }

    @Override
    public int getProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        if (level != IPPROTO_UDPLITE || protocol != IPPROTO_UDPLITE) {
            return super.getProtocolOption(who, level, name, value);
        }
        return switch (name) {
            case UDPLITE_SEND_CSCOV -> value.answer(sendCoverage);
            case UDPLITE_RECV_CSCOV -> value.answer(receiveCoverage);
            default -> -Errno.ENOPROTOOPT.number;
        };
    }

    @Override
    public long readable() {
        Datagram first = queue.peek();
        return first == null ? 0 : first.data.length;
    }

    @Override
    public int poll() {
        int ready = POLLOUT | POLLWRNORM | POLLWRBAND;
        if (hasError()) {
            ready |= POLLERR;
        }
        if (readShut) {
            ready |= POLLRDHUP | POLLIN | POLLRDNORM;
        }
        if (readShut && writeShut) {
            ready |= POLLHUP;
        }
        return queue.isEmpty() ? ready : ready | POLLIN | POLLRDNORM;
    }

    @Override
    public void shutdown(FsSubject who, int how) {
        if (!isConnected()) {
            throw Errno.ENOTCONN.exception();
        }
        readShut |= how != SHUT_WR;
        writeShut |= how != SHUT_RD;
        wakeEverybody();
    }

    @Override
    protected void release() {
        if (localPort != 0) {
            ports().release(this);
        }
        queue.clear();
        HostNetwork host = net.host();
        HostDatagrams from = outside;
        if (host != null && from != null) {
            host.closed(from);
        }
    }
}
