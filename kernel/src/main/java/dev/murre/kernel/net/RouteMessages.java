package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Queue;

/// Answers to rtnetlink(7) requests about links, addresses and routes.
final class RouteMessages {
    private static final int HEADER = 16;
    private static final int NLMSG_ERROR = 2;
    private static final int NLMSG_DONE = 3;
    private static final int NLM_F_MULTI = 2;
    private static final int NLM_F_ACK = 4;
    private static final int NLM_F_DUMP = 0x300;
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_GETROUTE = 26;

    /// The last two bits of the requests that only ask.
    private static final int KIND_GET = 2;

    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int RT_SCOPE_HOST = 254;
    private static final int IFA_F_PERMANENT = 0x80;
    private static final int PACKET_LIMIT = 16384;

    private final Interfaces interfaces;
    private final RouteChanges changes;
    private ByteBuffer out = buffer();

    RouteMessages(Interfaces interfaces) {
        this.interfaces = interfaces;
        changes = new RouteChanges(interfaces);
    }

    private static ByteBuffer buffer() {
        return ByteBuffer.allocate(PACKET_LIMIT).order(ByteOrder.LITTLE_ENDIAN);
    }

    private record Request(int type, int flags, int sequence, int port, ByteBuffer body) {
        boolean isDump() {
            return (flags & NLM_F_DUMP) == NLM_F_DUMP;
        }

        int family() {
            return body.hasRemaining() ? body.get(body.position()) & 0xff : 0;
        }
    }

    /// Adds the answers to all requests in `packet` to `answers`.
    void answer(FsSubject who, byte[] packet, int port, Queue<byte[]> answers) {
        ByteBuffer in = ByteBuffer.wrap(packet).order(ByteOrder.LITTLE_ENDIAN);
        while (in.remaining() >= HEADER) {
            int start = in.position();
            int length = in.getInt();
            if (length < HEADER || start + length > in.limit()) {
                return;
            }
            int type = in.getShort() & 0xffff;
            int flags = in.getShort() & 0xffff;
            int sequence = in.getInt();
            var body = ByteBuffer.wrap(packet, start + HEADER, length - HEADER);
            body.order(ByteOrder.LITTLE_ENDIAN);
            var request = new Request(type, flags, sequence, port, body);
            if (type >= RTM_NEWLINK && (type & 3) != KIND_GET) {
                change(who, request, packet, start, answers);
            } else {
                serve(request, packet, start, answers);
            }
            in.position(Math.min(start + (length + 3 & ~3), in.limit()));
        }
    }

    private void serve(Request r, byte[] packet, int start, Queue<byte[]> answers) {
        out = buffer();
        boolean known =
                switch (r.type) {
                    case RTM_GETLINK -> links(r);
                    case RTM_GETADDR -> addresses(r);
                    case RTM_GETROUTE -> routes(r);
                    default -> false;
                };
        if (!known) {
            error(r, packet, start, -Errno.EOPNOTSUPP.number);
            take(answers);
            return;
        }
        boolean found = out.position() > 0;
        if (found) {
            take(answers);
        }
        if (r.isDump()) {
            int at = begin(r, NLMSG_DONE, NLM_F_MULTI);
            out.putInt(0);
            end(at);
            take(answers);
        } else if (!found || (r.flags & NLM_F_ACK) != 0) {
            error(r, packet, start, found ? 0 : -Errno.ENODEV.number);
            take(answers);
        }
    }

    private void change(FsSubject who, Request r, byte[] packet, int start, Queue<byte[]> answers) {
        int result =
                interfaces.mayChange(who)
                        ? changes.make(r.type, r.flags, r.body)
                        : -Errno.EPERM.number;
        if (result != 0 || (r.flags & NLM_F_ACK) != 0) {
            out = buffer();
            error(r, packet, start, result);
            take(answers);
        }
    }

    private void take(Queue<byte[]> answers) {
        byte[] packet = new byte[out.position()];
        out.get(0, packet);
        out = buffer();
        answers.add(packet);
    }

    private int begin(Request r, int type, int flags) {
        int at = out.position();
        out.putInt(0).putShort((short) type).putShort((short) flags);
        out.putInt(r.sequence).putInt(r.port);
        return at;
    }

    private void end(int at) {
        out.putInt(at, out.position() - at);
        pad();
    }

    private void pad() {
        while ((out.position() & 3) != 0) {
            out.put((byte) 0);
        }
    }

    private void attribute(int type, byte[] value) {
        out.putShort((short) (4 + value.length)).putShort((short) type).put(value);
        pad();
    }

    private void attribute(int type, int value) {
        out.putShort((short) 8).putShort((short) type).putInt(value);
    }

    private void error(Request r, byte[] packet, int start, int code) {
        int at = begin(r, NLMSG_ERROR, 0);
        out.putInt(code).put(packet, start, HEADER);
        end(at);
    }

    // Links.

    private boolean links(Request r) {
        int index = r.body.remaining() >= 8 ? r.body.getInt(r.body.position() + 4) : 0;
        String name = RouteChanges.linkName(r.body);
        for (NetInterface i : interfaces.all()) {
            boolean wanted = i.index() == index || i.name().equals(name);
            if (r.isDump() || wanted) {
                link(r, i);
            }
        }
        return true;
    }

    private void link(Request r, NetInterface i) {
        int at = begin(r, RTM_NEWLINK, r.isDump() ? NLM_F_MULTI : 0);
        out.put((byte) AF_UNSPEC).put((byte) 0);
        out.putShort((short) (i.isLoopback() ? ARPHRD_LOOPBACK : ARPHRD_ETHER));
        out.putInt(i.index()).putInt(i.flags()).putInt(0);
        attribute(3, text(i.name())); // IFLA_IFNAME
        attribute(13, 1000); // IFLA_TXQLEN
        attribute(16, new byte[] {(byte) operState(i)}); // IFLA_OPERSTATE
        attribute(17, new byte[] {0}); // IFLA_LINKMODE
        attribute(4, i.mtu()); // IFLA_MTU
        attribute(27, 0); // IFLA_GROUP
        attribute(30, 0); // IFLA_PROMISCUITY
        attribute(31, 1); // IFLA_NUM_TX_QUEUES
        attribute(32, 1); // IFLA_NUM_RX_QUEUES
        attribute(6, text(discipline(i))); // IFLA_QDISC
        attribute(1, i.hardware()); // IFLA_ADDRESS
        attribute(2, i.isLoopback() ? new byte[6] : broadcastHardware()); // IFLA_BROADCAST
        attribute(7, new byte[96]); // IFLA_STATS
        attribute(23, new byte[192]); // IFLA_STATS64
        end(at);
    }

    /// RFC 2863: unknown, down or up.
    private static int operState(NetInterface i) {
        if (!i.isUp()) {
            return 2;
        }
        return i.isLoopback() ? 0 : 6;
    }

    private static String discipline(NetInterface i) {
        if (!i.isUp()) {
            return "noop";
        }
        return i.isLoopback() ? "noqueue" : "fq_codel";
    }

    private static byte[] broadcastHardware() {
        byte[] ones = new byte[6];
        java.util.Arrays.fill(ones, (byte) -1);
        return ones;
    }

    private static byte[] text(String s) {
        return (s + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    // Addresses.

    private boolean addresses(Request r) {
        int family = r.family();
        for (NetInterface i : interfaces.all()) {
            for (NetInterface.Address a : i.addresses()) {
                int own = a.address().isV4() ? AF_INET : AF_INET6;
                if (family == AF_UNSPEC || family == own) {
                    address(r, i, a, own);
                }
            }
        }
        return true;
    }

    private void address(Request r, NetInterface i, NetInterface.Address a, int family) {
        int at = begin(r, RTM_NEWADDR, r.isDump() ? NLM_F_MULTI : 0);
        out.put((byte) family).put((byte) a.prefix()).put((byte) IFA_F_PERMANENT);
        out.put((byte) (a.address().isLoopback() ? RT_SCOPE_HOST : 0)).putInt(i.index());
        attribute(1, a.address().bytes()); // IFA_ADDRESS
        if (family == AF_INET) {
            attribute(2, a.address().bytes()); // IFA_LOCAL
            if (!i.isLoopback()) {
                int host = a.prefix() == 0 ? -1 : ~(-1 << 32 - a.prefix());
                attribute(4, IpAddress.v4(a.address().bits4() | host).bytes()); // IFA_BROADCAST
            }
            attribute(3, text(i.name())); // IFA_LABEL
        }
        attribute(8, IFA_F_PERMANENT); // IFA_FLAGS
        byte[] forever = new byte[16];
        java.util.Arrays.fill(forever, 0, 8, (byte) -1);
        attribute(6, forever); // IFA_CACHEINFO
        end(at);
    }

    // Routes.

    private boolean routes(Request r) {
        int family = r.family();
        for (NetInterface i : interfaces.all()) {
            for (NetInterface.Address a : i.addresses()) {
                int own = a.address().isV4() ? AF_INET : AF_INET6;
                if (!i.isLoopback() && (family == AF_UNSPEC || family == own)) {
                    route(r, i, a, own);
                }
            }
        }
        return true;
    }

    private void route(Request r, NetInterface i, NetInterface.Address a, int family) {
        int at = begin(r, RTM_NEWROUTE, r.isDump() ? NLM_F_MULTI : 0);
        out.put((byte) family).put((byte) 0).put((byte) 0).put((byte) 0);
        out.put((byte) 254)
                .put((byte) 3)
                .put((byte) 0)
                .put((byte) 1); // main, boot, universe, unicast
        out.putInt(0);
        attribute(15, 254); // RTA_TABLE
        attribute(7, a.address().bytes()); // RTA_PREFSRC
        attribute(4, i.index()); // RTA_OIF
        end(at);
    }
}
