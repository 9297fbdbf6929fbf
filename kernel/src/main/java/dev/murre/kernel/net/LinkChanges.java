package dev.murre.kernel.net;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// rtnetlink(7) requests that make, change, move and remove interfaces. Linux: rtnl_newlink,
/// do_setlink, veth_newlink.
final class LinkChanges {
    /// `struct ifinfomsg`.
    static final int LINK_HEADER = 16;

    private static final int IFLA_ADDRESS = 1;
    static final int IFLA_IFNAME = 3;
    private static final int IFLA_MTU = 4;
    private static final int IFLA_TXQLEN = 13;
    private static final int IFLA_LINKINFO = 18;
    private static final int IFLA_NET_NS_PID = 19;
    private static final int IFLA_AF_SPEC = 26;
    private static final int IFLA_NET_NS_FD = 28;
    private static final int IFLA_EXT_MASK = 29;
    private static final int IFLA_INFO_KIND = 1;
    private static final int IFLA_INFO_DATA = 2;
    private static final int VETH_INFO_PEER = 1;

    private static final Set<Integer> CHANGEABLE =
            Set.of(
                    IFLA_ADDRESS,
                    IFLA_IFNAME,
                    IFLA_MTU,
                    IFLA_TXQLEN,
                    IFLA_NET_NS_PID,
                    IFLA_AF_SPEC,
                    IFLA_NET_NS_FD,
                    IFLA_EXT_MASK);

    private static final int NAME_SIZE = 16;
    private static final int HARDWARE_SIZE = 6;
    private static final int LEAST_MTU = 68;
    private static final int GREATEST_MTU = 65535;

    private final NetNamespace net;

    LinkChanges(NetNamespace net) {
        this.net = net;
    }

    /// The interface that a request is about; null if there is none.
    static @Nullable NetInterface named(NetNamespace net, ByteBuffer body) {
        int index = body.remaining() >= LINK_HEADER ? body.getInt(body.position() + 4) : 0;
        return index != 0
                ? net.interfaces().byIndex(index)
                : net.interfaces()
                        .byName(NetlinkAttributes.after(LINK_HEADER, body).text(IFLA_IFNAME));
    }

    /// `RTM_NEWLINK` and `RTM_SETLINK`; 0 or `-errno`.
    int set(FsSubject who, int flags, ByteBuffer body) {
        if (body.remaining() < LINK_HEADER) {
            return -Errno.EINVAL.number;
        }
        var attributes = NetlinkAttributes.after(LINK_HEADER, body);
        NetInterface found = named(net, body);
        if (found == null) {
            boolean create = (flags & NetlinkRequest.NLM_F_CREATE) != 0;
            return create ? create(who, attributes) : -Errno.ENODEV.number;
        }
        if ((flags & NetlinkRequest.NLM_F_EXCL) != 0) {
            return -Errno.EEXIST.number;
        }
        if (attributes.hasOtherThan(CHANGEABLE)) {
            return -Errno.EOPNOTSUPP.number;
        }
        int wanted = body.getInt(body.position() + 8);
        int change = body.getInt(body.position() + 12);
        return change(who, found, attributes, wanted, change == 0 && wanted != 0 ? -1 : change);
    }

    // Making.

    private int create(FsSubject who, NetlinkAttributes asked) {
        var info = asked.within(IFLA_LINKINFO, 0);
        if (!info.text(IFLA_INFO_KIND).equals("veth")) {
            return -Errno.EOPNOTSUPP.number;
        }
        var askedOfPeer = info.within(IFLA_INFO_DATA, 0).within(VETH_INFO_PEER, LINK_HEADER);
        NetNamespace own = target(who, asked, net);
        NetNamespace beyond = target(who, askedOfPeer, own);
        String peerName = nameFor(beyond, askedOfPeer);
        if (beyond.interfaces().byName(peerName) != null) {
            return -Errno.EEXIST.number;
        }
        VethEnd peer = plug(beyond, peerName, askedOfPeer);
        String name = nameFor(own, asked);
        if (own.interfaces().byName(name) != null) {
            unplug(peer);
            return -Errno.EEXIST.number;
        }
        VethEnd.join(plug(own, name, asked), peer);
        return 0;
    }

    private static String nameFor(NetNamespace in, NetlinkAttributes asked) {
        String name = asked.text(IFLA_IFNAME);
        String pattern = name.isEmpty() ? "veth%d" : name;
        if (!isName(pattern)) {
            throw Errno.EINVAL.exception();
        }
        int at = pattern.indexOf("%d");
        int number = 0;
        String chosen = pattern;
        while (at >= 0) {
            chosen = pattern.substring(0, at) + number++ + pattern.substring(at + 2);
            if (in.interfaces().byName(chosen) == null) {
                break;
            }
        }
        return chosen;
    }

    /// Linux: dev_valid_name.
    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() < NAME_SIZE
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> c == '/' || c == ':' || Character.isWhitespace(c));
    }

    private static VethEnd plug(NetNamespace in, String name, NetlinkAttributes asked) {
        VethEnd end = new VethEnd(in);
        end.index = in.interfaces().freeIndex();
        byte[] given = asked.bytes(IFLA_ADDRESS);
        byte[] hardware = given != null && given.length == HARDWARE_SIZE ? given : random(in);
        NetInterface made = NetInterface.veth(end.index, name, hardware, end);
        in.interfaces().add(made.withMtu(asked.number(IFLA_MTU, made.mtu())));
        return end;
    }

    /// A locally administered hardware address of one station.
    private static byte[] random(NetNamespace in) {
        long bits = in.kernel().entropy().nextLong();
        byte[] hardware = new byte[HARDWARE_SIZE];
        for (int i = 0; i < HARDWARE_SIZE; i++) {
            hardware[i] = (byte) (bits >> 8 * i);
        }
        hardware[0] = (byte) (hardware[0] & 0xfe | 2);
        return hardware;
    }

    // Removing.

    /// `RTM_DELLINK`: both ends of a cable go; 0 or `-errno`.
    int remove(ByteBuffer body) {
        NetInterface found = named(net, body);
        if (found == null) {
            return -Errno.ENODEV.number;
        }
        VethEnd end = found.cable();
        if (end == null) {
            return -Errno.EOPNOTSUPP.number;
        }
        remove(end);
        return 0;
    }

    static void remove(VethEnd end) {
        unplug(end.peer());
        unplug(end);
    }

    private static void unplug(VethEnd end) {
        NetInterface here = end.here();
        if (here != null) {
            end.net.interfaces().remove(here);
        }
    }

    // Changing.

    private int change(
            FsSubject who, NetInterface found, NetlinkAttributes asked, int flags, int mask) {
        NetNamespace to = target(who, asked, net);
        String name = asked.text(IFLA_IFNAME);
        boolean renamed = !name.isEmpty() && !name.equals(found.name());
        if (renamed && !isName(name)) {
            return -Errno.EINVAL.number;
        }
        String finalName = renamed ? name : found.name();
        if ((renamed || to != net) && to.interfaces().byName(finalName) != null) {
            return -Errno.EEXIST.number;
        }
        int mtu = asked.number(IFLA_MTU, found.mtu());
        if (mtu != found.mtu() && (mtu < LEAST_MTU || mtu > GREATEST_MTU)) {
            return -Errno.EINVAL.number;
        }
        NetInterface changed = found;
        if (to != net) {
            VethEnd end = found.cable();
            if (end == null) {
                return -Errno.EINVAL.number;
            }
            changed = move(found, end, to);
        }
        byte[] given = asked.bytes(IFLA_ADDRESS);
        NetInterface other = changed.withName(finalName).withMtu(mtu);
        to.interfaces().replace(changed, given == null ? other : other.withHardware(given));
        NetInterface last = to.interfaces().byIndex(changed.index());
        if (mask == 0 || last == null) {
            return 0;
        }
        return to.interfaces().setFlags(last, flags & mask | last.flags() & ~mask);
    }

    private NetInterface move(NetInterface found, VethEnd end, NetNamespace to) {
        net.interfaces().remove(found);
        boolean taken = to.interfaces().byIndex(found.index()) != null;
        int index = taken ? to.interfaces().freeIndex() : found.index();
        NetInterface moved = found.moved(index, found.name());
        end.net = to;
        end.index = index;
        to.interfaces().add(moved);
        return moved;
    }

    /// The namespace that a request wants an interface in.
    ///
    /// @throws dev.murre.abi.ErrnoException ESRCH, EBADF, EINVAL, EPERM
    private static NetNamespace target(
            FsSubject who, NetlinkAttributes asked, NetNamespace otherwise) {
        NetNamespace found = otherwise;
        if (asked.has(IFLA_NET_NS_PID) || asked.has(IFLA_NET_NS_FD)) {
            found = asked.network(who, IFLA_NET_NS_PID, IFLA_NET_NS_FD);
        }
        if (found == null) {
            throw Errno.ESRCH.exception();
        }
        if (!who.creds().capableIn(found.owner(), Capability.NET_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        return found;
    }
}
