package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// rtnetlink(7) requests that change something: interfaces ([LinkChanges]), addresses, routes.
/// Linux: inet_rtm_newaddr, inet_rtm_newroute and their like.
final class RouteChanges {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_DELLINK = 17;
    private static final int RTM_SETLINK = 19;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int RTM_NEWROUTE = 24;
    private static final int RTM_DELROUTE = 25;
    private static final int ADDRESS_HEADER = 8;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    private final NetNamespace net;
    private final LinkChanges links;

    RouteChanges(NetNamespace net) {
        this.net = net;
        links = new LinkChanges(net);
    }

    /// Does what a request of this type asks for; 0 or `-errno`.
    ///
    /// @param flags of the message's header
    int make(FsSubject who, int type, int flags, ByteBuffer body) {
        return switch (type) {
            case RTM_NEWLINK, RTM_SETLINK -> links.set(who, flags, body);
            case RTM_DELLINK -> links.remove(body);
            case RTM_NEWADDR, RTM_DELADDR -> address(type, body);
            case RTM_NEWROUTE, RTM_DELROUTE -> route(type, flags, body);
            default -> -Errno.EOPNOTSUPP.number;
        };
    }

    private int address(int type, ByteBuffer body) {
        if (body.remaining() < ADDRESS_HEADER) {
            return -Errno.EINVAL.number;
        }
        int at = body.position();
        int family = body.get(at) & 0xff;
        int prefix = body.get(at + 1) & 0xff;
        var attributes = NetlinkAttributes.after(ADDRESS_HEADER, body);
        byte[] bytes = attributes.bytes(IFA_LOCAL);
        if (bytes == null && family == AF_INET6) {
            bytes = attributes.bytes(IFA_ADDRESS);
        }
        if (family != AF_INET && family != AF_INET6) {
            return -Errno.EOPNOTSUPP.number;
        }
        IpAddress given = ipAddress(family, bytes);
        if (given == null || prefix > given.width()) {
            return -Errno.EINVAL.number;
        }
        NetInterface found = net.interfaces().byIndex(body.getInt(at + 4));
        if (found == null) {
            return -Errno.ENODEV.number;
        }
        var address = new NetInterface.Address(given, prefix);
        return type == RTM_NEWADDR
                ? net.interfaces().addAddress(found, address)
                : net.interfaces().removeAddress(found, address);
    }

    private static @Nullable IpAddress ipAddress(int family, byte @Nullable [] bytes) {
        int size = family == AF_INET ? 4 : 16;
        return bytes == null || bytes.length < size
                ? null
                : IpAddress.of(Arrays.copyOf(bytes, size));
    }

    private int route(int type, int flags, ByteBuffer body) {
        if (body.remaining() < RouteQuestion.HEADER) {
            return -Errno.EINVAL.number;
        }
        RouteQuestion asked = RouteQuestion.of(body);
        IpAddress network = asked.networkOrAll();
        if (asked.type() > RouteQuestion.RTN_UNICAST) {
            return -Errno.EOPNOTSUPP.number;
        }
        if (!network.network(asked.prefix()).equals(network)) {
            return -Errno.EINVAL.number;
        }
        if (type == RTM_DELROUTE) {
            return net.routes().remove(network, asked.prefix(), asked.index());
        }
        IpAddress source = asked.source();
        if (source != null && !net.interfaces().isLocal(source)) {
            return -Errno.EINVAL.number;
        }
        int index = asked.index();
        IpAddress gateway = asked.gateway();
        if (gateway != null) {
            Route toGateway = net.routes().find(gateway);
            boolean near = toGateway != null && toGateway.gateway() == null;
            if (!near || toGateway == null || index != 0 && index != toGateway.index()) {
                return -Errno.ENETUNREACH.number;
            }
            index = toGateway.index();
        }
        var made =
                new Route(
                        network,
                        asked.prefix(),
                        gateway,
                        index,
                        source,
                        asked.metric(),
                        asked.protocol(),
                        asked.scope());
        return net.routes().add(made, (flags & NetlinkRequest.NLM_F_EXCL) != 0);
    }
}
