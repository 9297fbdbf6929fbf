package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
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
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_GETROUTE = 26;

    /// The last two bits of the requests that only ask.
    private static final int KIND_GET = 2;

    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;
    private static final int RT_SCOPE_HOST = 254;
    private static final int IFA_F_PERMANENT = 0x80;

    private final Interfaces interfaces;
    private final RouteChanges changes;

    RouteMessages(Interfaces interfaces) {
        this.interfaces = interfaces;
        changes = new RouteChanges(interfaces);
    }

    @Override
    public void answer(FsSubject who, NetlinkRequest r, Queue<byte[]> answers) {
        var reply = new NetlinkReply(r, answers);
        if (r.type() >= RTM_NEWLINK && (r.type() & 3) != KIND_GET) {
            change(who, r, reply);
        } else {
            serve(r, reply);
        }
    }

    private void serve(NetlinkRequest r, NetlinkReply reply) {
        boolean known =
                switch (r.type()) {
                    case RTM_GETLINK -> links(r, reply);
                    case RTM_GETADDR -> addresses(r, reply);
                    case RTM_GETROUTE -> routes(r, reply);
                    default -> false;
                };
        if (!known) {
            reply.result(-Errno.EOPNOTSUPP.number);
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
                        ? changes.make(r.type(), r.flags(), r.body())
                        : -Errno.EPERM.number;
        if (result != 0 || r.wantsAcknowledgement()) {
            reply.result(result);
        }
    }

    // Links.

    private boolean links(NetlinkRequest r, NetlinkReply reply) {
        int index = r.body().remaining() >= 8 ? r.body().getInt(r.body().position() + 4) : 0;
        String name = RouteChanges.linkName(r.body());
        for (NetInterface i : interfaces.all()) {
            boolean wanted = i.index() == index || i.name().equals(name);
            if (r.isDump() || wanted) {
                link(reply, i);
            }
        }
        return true;
    }

    private void link(NetlinkReply reply, NetInterface i) {
        int at = reply.begin(RTM_NEWLINK);
        ByteBuffer out = reply.out();
        out.put((byte) AF_UNSPEC).put((byte) 0);
        out.putShort((short) (i.isLoopback() ? ARPHRD_LOOPBACK : ARPHRD_ETHER));
        out.putInt(i.index()).putInt(i.flags()).putInt(0);
        reply.attribute(3, text(i.name())); // IFLA_IFNAME
        reply.attribute(13, 1000); // IFLA_TXQLEN
        reply.attribute(16, new byte[] {(byte) operState(i)}); // IFLA_OPERSTATE
        reply.attribute(17, new byte[] {0}); // IFLA_LINKMODE
        reply.attribute(4, i.mtu()); // IFLA_MTU
        reply.attribute(27, 0); // IFLA_GROUP
        reply.attribute(30, 0); // IFLA_PROMISCUITY
        reply.attribute(31, 1); // IFLA_NUM_TX_QUEUES
        reply.attribute(32, 1); // IFLA_NUM_RX_QUEUES
        reply.attribute(6, text(discipline(i))); // IFLA_QDISC
        reply.attribute(1, i.hardware()); // IFLA_ADDRESS
        reply.attribute(2, i.isLoopback() ? new byte[6] : broadcastHardware()); // IFLA_BROADCAST
        reply.attribute(7, new byte[96]); // IFLA_STATS
        reply.attribute(23, new byte[192]); // IFLA_STATS64
        reply.end(at);
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

    private boolean addresses(NetlinkRequest r, NetlinkReply reply) {
        int family = r.family();
        for (NetInterface i : interfaces.all()) {
            for (NetInterface.Address a : i.addresses()) {
                int own = a.address().isV4() ? AF_INET : AF_INET6;
                if (family == AF_UNSPEC || family == own) {
                    address(reply, i, a, own);
                }
            }
        }
        return true;
    }

    private void address(NetlinkReply reply, NetInterface i, NetInterface.Address a, int family) {
        int at = reply.begin(RTM_NEWADDR);
        ByteBuffer out = reply.out();
        out.put((byte) family).put((byte) a.prefix()).put((byte) IFA_F_PERMANENT);
        out.put((byte) (a.address().isLoopback() ? RT_SCOPE_HOST : 0)).putInt(i.index());
        reply.attribute(1, a.address().bytes()); // IFA_ADDRESS
        if (family == AF_INET) {
            reply.attribute(2, a.address().bytes()); // IFA_LOCAL
            if (!i.isLoopback()) {
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

    // Routes.

    private boolean routes(NetlinkRequest r, NetlinkReply reply) {
        int family = r.family();
        for (NetInterface i : interfaces.all()) {
            for (NetInterface.Address a : i.addresses()) {
                int own = a.address().isV4() ? AF_INET : AF_INET6;
                if (!i.isLoopback() && (family == AF_UNSPEC || family == own)) {
                    route(reply, i, a, own);
                }
            }
        }
        return true;
    }

    private void route(NetlinkReply reply, NetInterface i, NetInterface.Address a, int family) {
        int at = reply.begin(RTM_NEWROUTE);
        ByteBuffer out = reply.out();
        out.put((byte) family).put((byte) 0).put((byte) 0).put((byte) 0);
        out.put((byte) 254)
                .put((byte) 3)
                .put((byte) 0)
                .put((byte) 1); // main, boot, universe, unicast
        out.putInt(0);
        reply.attribute(15, 254); // RTA_TABLE
        reply.attribute(7, a.address().bytes()); // RTA_PREFSRC
        reply.attribute(4, i.index()); // RTA_OIF
        reply.end(at);
    }
}
