package dev.murre.kernel.net;

import static dev.murre.abi.PollEvents.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/// ICMP echo: the datagram socket for unprivileged ping, and the raw socket; icmp(7), raw(7). The
/// machine
/// answers for its own addresses.
final class PingSock extends InetSock {
    private static final int ECHO_REQUEST4 = 8;
    private static final int ECHO_REQUEST6 = 128;
    private static final int ECHO_REPLY6 = 129;
    private static final int HEADER = 8;
    private static final int IP_HEADER = 20;

    private record Packet(byte[] data, IpAddress from) {}

    private final ArrayDeque<Packet> queue = new ArrayDeque<>();
    private int identifier;
    private boolean connected;

    PingSock(NetNamespace net, int family, int type, int protocol) {
        super(net, family, type, protocol);
    }

    @Override
    PortTable ports() {
        throw new IllegalStateException("ICMP has no ports");
    }

    @Override
    boolean isConnected() {
        return connected;
    }

    @Override
    public void bind(FsSubject who, SocketName name) {
        SocketName.Inet wanted = target(name);
        if (!wanted.address().isAny() && !net.interfaces().isLocal(wanted.address())) {
            throw Errno.EADDRNOTAVAIL.exception();
        }
        localAddress = wanted.address();
        if (type == SOCK_DGRAM) {
            identify(wanted.port());
        }
    }

    private void identify(int wanted) {
        if (identifier == 0) {
            identifier = net.echo().bind(this, wanted);
            if (identifier == 0) {
                throw Errno.EADDRINUSE.exception();
            }
            localPort = identifier;
        }
    }

    @Override
    public int connect(FsSubject who, SocketName name) {
        if (name instanceof SocketName.Unspecified) {
            connected = false;
            return 0;
        }
        SocketName.Inet to = target(name);
        remoteAddress = destination(to.address());
        remotePort = to.port();
        localAddress = sourceFor(remoteAddress);
        connected = true;
        return 0;
    }

    @Override
    public long send(FsSubject who, Message message) {
        IpAddress to = remoteAddress;
        if (message.name != null) {
            to = destination(target(message.name).address());
        } else if (!connected) {
            return -Errno.EDESTADDRREQ.number;
        }
        byte[] data = new byte[(int) message.data.remaining()];
        if (data.length < HEADER || data.length > 65507) {
            return data.length < HEADER ? -Errno.EINVAL.number : -Errno.EMSGSIZE.number;
        }
        message.data.get(data, 0, data.length);
        int request = family == AF_INET ? ECHO_REQUEST4 : ECHO_REQUEST6;
        if (type == SOCK_DGRAM) {
            if ((data[0] & 0xff) != request || data[1] != 0) {
                return -Errno.EINVAL.number;
            }
            identify(0);
            data[4] = (byte) (identifier >> 8);
            data[5] = (byte) identifier;
        }
        Delivery delivery = net.routes().exchange(sourceFor(to), to);
        if (delivery == Delivery.NO_ROUTE) {
            return -Errno.ENETUNREACH.number;
        }
        if ((data[0] & 0xff) == request && delivery.arrives()) {
            answer(data, to);
        }
        return data.length;
    }

    /// The machine's answer to an echo request.
    private void answer(byte[] request, IpAddress from) {
        byte[] reply = request.clone();
        reply[0] = (byte) (family == AF_INET ? 0 : ECHO_REPLY6);
        reply[2] = 0;
        reply[3] = 0;
        int sum = checksum(reply);
        reply[2] = (byte) (sum >> 8);
        reply[3] = (byte) sum;
        byte[] packet = reply;
        if (type == SOCK_RAW && family == AF_INET) {
            ByteBuffer out = ByteBuffer.allocate(IP_HEADER + reply.length);
            out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity());
            out.putInt(0).put((byte) 64).put((byte) IPPROTO_ICMP).putShort((short) 0);
            out.put(from.bytes()).put(sourceFor(from).bytes()).put(reply);
            packet = out.array();
            int header = checksum(java.util.Arrays.copyOf(packet, IP_HEADER));
            packet[10] = (byte) (header >> 8);
            packet[11] = (byte) header;
        }
        queue.add(new Packet(packet, from));
        wakeReadable();
    }

    /// The Internet checksum, RFC 1071.
    private static int checksum(byte[] data) {
        int sum = 0;
        for (int i = 0; i < data.length; i += 2) {
            int low = i + 1 < data.length ? data[i + 1] & 0xff : 0;
            sum += (data[i] & 0xff) << 8 | low;
        }
        sum = (sum >>> 16) + (sum & 0xffff);
        sum += sum >>> 16;
        return ~sum & 0xffff;
    }

    @Override
    public long receive(FsSubject who, Message message) {
        Packet packet = message.has(MSG_PEEK) ? queue.peek() : queue.poll();
        if (packet == null || message.has(MSG_ERRQUEUE)) {
            return readShut ? 0 : wouldBlock();
        }
        int count = (int) Math.min(message.data.remaining(), packet.data.length);
        message.data.put(packet.data, 0, count);
        if (count < packet.data.length) {
            message.resultFlags |= MSG_TRUNC;
        }
        message.name = nameOf(packet.from, 0);
        if (ip.receiveTtl && family == AF_INET) {
            message.controls.add(new Message.Control(IPPROTO_IP, IP_TTL, new byte[] {64, 0, 0, 0}));
        }
        if (ip.receiveHopLimit && family == AF_INET6) {
            message.controls.add(
                    new Message.Control(IPPROTO_IPV6, IPV6_HOPLIMIT, new byte[] {64, 0, 0, 0}));
        }
        return message.has(MSG_TRUNC) ? packet.data.length : count;
    }

    @Override
    public long readable() {
        Packet first = queue.peek();
        return first == null ? 0 : first.data.length;
    }

    @Override
    public int poll() {
        int ready = POLLOUT | POLLWRNORM | POLLWRBAND;
        return queue.isEmpty() && !readShut ? ready : ready | POLLIN | POLLRDNORM;
    }

    @Override
    public void shutdown(FsSubject who, int how) {
        if (!connected) {
            throw Errno.ENOTCONN.exception();
        }
        readShut |= how != SHUT_WR;
        writeShut |= how != SHUT_RD;
        wakeEverybody();
    }

    @Override
    protected void release() {
        net.echo().release(this, identifier);
    }
}
