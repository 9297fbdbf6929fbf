package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Queue;

/// Answers to rtnetlink(7) requests about links, addresses and routes.
final class RouteMessages implements NetlinkAnswers {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_GETLINK = 18;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_GETADDR = 22;
    private static final int RTM_GETROUTE = 26;
    private static final int RTM_NEWNSID = 88;
    private static final int RTM_GETNSID = 90;

    /// `struct rtgenmsg`, filled up.
    private static final int NSID_HEADER = 4;

    private static final int NETNSA_NSID = 1;
    private static final int NETNSA_PID = 2;
    private static final int NETNSA_FD = 3;

    /// The last two bits of the requests that only ask.
    private static final int KIND_GET = 2;

    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int RT_SCOPE_HOST = 254;
    private static final int IFA_F_PERMANENT = 0x80;

    private final NetNamespace net;
    private final Interfaces interfaces;
    private final RouteChanges changes;

    RouteMessages(NetNamespace net) {
        this.net = net;
        interfaces = net.interfaces();
        changes = new RouteChanges(net);
    }

    @Override
    public void answer(FsSubject who, NetlinkRequest r, Queue<byte[]> answers) {
        var reply = new NetlinkReply(r, answers);
        try {
            if (r.type() >= RTM_NEWLINK && (r.type() & 3) != KIND_GET) {
                change(who, r, reply);
            } else {
                serve(who, r, reply);
            }
        } catch (ErrnoException refused) {
            reply.result(-refused.errno.number);
        }
    }

    private void serve(FsSubject who, NetlinkRequest r, NetlinkReply reply) {
        int result =
                switch (r.type()) {
                    case RTM_GETLINK -> links(r, reply);
                    case RTM_GETADDR -> addresses(r, reply);
                    case RTM_GETROUTE -> new RouteAnswers(net).answer(r, reply);
                    case RTM_GETNSID -> number(who, r, reply);
                    default -> -Errno.EOPNOTSUPP.number;
                };
        if (result < 0) {
            reply.result(result);
            return;
        }
        if (r.isDump()) {
            reply.done();
            return;
        }
        boolean found = !reply.isEmpty();
        if (found) {
            reply.flush();
        }
        if (!found || r.wantsAcknowledgement()) {
            reply.result(found ? 0 : -Errno.ENODEV.number);
        }
    }

    private void change(FsSubject who, NetlinkRequest r, NetlinkReply reply) {
        int result =
                interfaces.mayChange(who)
                        ? changes.make(who, r.type(), r.flags(), r.body())
                        : -Errno.EPERM.number;
        if (result != 0 || r.wantsAcknowledgement()) {
            reply.result(result);
        }
    }

    // Links.

    private int links(NetlinkRequest r, NetlinkReply reply) {
        NetInterface named = LinkChanges.named(net, r.body());
        for (NetInterface i : interfaces.all()) {
            if (r.isDump() || i.equals(named)) {
                link(reply, i);
            }
        }
        return 0;
    }

    private void link(NetlinkReply reply, NetInterface i) {
        int at = reply.begin(RTM_NEWLINK);
        ByteBuffer out = reply.out();
        out.put((byte) AF_UNSPEC).put((byte) 0);
        out.putShort((short) (i.isLoopback() ? ARPHRD_LOOPBACK : ARPHRD_ETHER));
        out.putInt(i.index()).putInt(i.shownFlags()).putInt(0);
        reply.attribute(3, text(i.name())); // IFLA_IFNAME
        reply.attribute(13, 1000); // IFLA_TXQLEN
        reply.attribute(16, new byte[] {(byte) operState(i)}); // IFLA_OPERSTATE
        reply.attribute(17, new byte[] {0}); // IFLA_LINKMODE
        reply.attribute(4, i.mtu()); // IFLA_MTU
        reply.attribute(27, 0); // IFLA_GROUP
        reply.attribute(30, 0); // IFLA_PROMISCUITY
        int queues = i.cable() == null ? 1 : 2;
        reply.attribute(31, queues); // IFLA_NUM_TX_QUEUES
        reply.attribute(32, queues); // IFLA_NUM_RX_QUEUES
        reply.attribute(33, new byte[] {(byte) (i.hasCarrier() ? 1 : 0)}); // IFLA_CARRIER
        reply.attribute(6, text(discipline(i))); // IFLA_QDISC
        reply.attribute(1, i.hardware()); // IFLA_ADDRESS
        reply.attribute(2, i.isLoopback() ? new byte[6] : broadcastHardware()); // IFLA_BROADCAST
        reply.attribute(7, new byte[96]); // IFLA_STATS
        reply.attribute(23, new byte[192]); // IFLA_STATS64
        if (i.cable() != null) {
            cable(reply, i.cable());
        }
        reply.end(at);
    }

    /// The other end of a cable, and in which namespace.
    private void cable(NetlinkReply reply, VethEnd end) {
        VethEnd peer = end.peer();
        reply.attribute(5, peer.index); // IFLA_LINK
        if (peer.net != net) {
            reply.attribute(37, net.numberFor(peer.net)); // IFLA_LINK_NETNSID
        }
        int info = reply.beginNest(18); // IFLA_LINKINFO
        reply.attribute(1, text("veth")); // IFLA_INFO_KIND
        reply.endNest(info);
    }

    /// RFC 2863: unknown, down, with nothing at the other end, or up.
    private static int operState(NetInterface i) {
        if (!i.isUp()) {
            return 2;
        }
        if (!i.hasCarrier()) {
            return 3;
        }
        return i.isLoopback() ? 0 : 6;
    }

    private static String discipline(NetInterface i) {
        if (!i.isUp()) {
            return "noop";
        }
        return i.isOwn() ? "noqueue" : "fq_codel";
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

    private int addresses(NetlinkRequest r, NetlinkReply reply) {
        int family = r.family();
        for (NetInterface i : interfaces.all()) {
            for (NetInterface.Address a : i.addresses()) {
                int own = a.address().isV4() ? AF_INET : AF_INET6;
                if (family == AF_UNSPEC || family == own) {
                    address(reply, i, a, own);
                }
            }
        }
        return 0;
    }

    private static int scope(IpAddress address) {
        if (address.isLinkLocal()) {
            return Route.RT_SCOPE_LINK;
        }
        return address.isLoopback() ? RT_SCOPE_HOST : 0;
    }

    private void address(NetlinkReply reply, NetInterface i, NetInterface.Address a, int family) {
        int at = reply.begin(RTM_NEWADDR);
        ByteBuffer out = reply.out();
        out.put((byte) family).put((byte) a.prefix()).put((byte) IFA_F_PERMANENT);
        out.put((byte) scope(a.address())).putInt(i.index());
        reply.attribute(1, a.address().bytes()); // IFA_ADDRESS
        if (family == AF_INET) {
            reply.attribute(2, a.address().bytes()); // IFA_LOCAL
            if (!i.isOwn()) {
                int host = a.prefix() == 0 ? -1 : ~(-1 << 32 - a.prefix());
                reply.attribute(
                        4, IpAddress.v4(a.address().bits4() | host).bytes()); // IFA_BROADCAST
            }
            reply.attribute(3, text(i.name())); // IFA_LABEL
        }
        reply.attribute(8, IFA_F_PERMANENT); // IFA_FLAGS
        byte[] forever = new byte[16];
        java.util.Arrays.fill(forever, 0, 8, (byte) -1);
        reply.attribute(6, forever); // IFA_CACHEINFO
        reply.end(at);
    }

    // Numbers of other namespaces.

    /// By which number this namespace knows another one, ip-netns(8).
    private int number(FsSubject who, NetlinkRequest r, NetlinkReply reply) {
        if (r.isDump()) {
            return 0;
        }
        var attributes = NetlinkAttributes.after(NSID_HEADER, r.body());
        NetNamespace other = attributes.network(who, NETNSA_PID, NETNSA_FD);
        if (other == null) {
            return -Errno.EINVAL.number;
        }
        int at = reply.begin(RTM_NEWNSID);
        reply.out().putInt(0);
        reply.attribute(NETNSA_NSID, net.numberOf(other));
        reply.end(at);
        return 0;
    }
}
