package dev.murre.kernel.net;

import static dev.murre.kernel.net.RouteQuestion.*;
import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Answers to `RTM_GETROUTE`: the main table, or the way to one address. Linux: inet_rtm_getroute,
/// fib_dump_info.
final class RouteAnswers {
    private static final int RTM_NEWROUTE = 24;
    private static final int RT_TABLE_MAIN = 254;
    private static final int RT_TABLE_LOCAL = 255;
    private static final int RTM_F_CLONED = 0x200;
    private static final int RTCF_LOCAL = 0x80000000;
    private static final int LOOPBACK_INDEX = 1;

    private final NetNamespace net;

    RouteAnswers(NetNamespace net) {
        this.net = net;
    }

    /// 0 or `-errno`.
    int answer(NetlinkRequest r, NetlinkReply reply) {
        if (!r.isDump()) {
            return one(r.body(), reply);
        }
        int family = r.family();
        for (Route route : net.routes().all()) {
            int own = route.network().isV4() ? AF_INET : AF_INET6;
            if (family == AF_UNSPEC || family == own) {
                describe(reply, route, own);
            }
        }
        return 0;
    }

    private static void describe(NetlinkReply reply, Route route, int family) {
        int at = reply.begin(RTM_NEWROUTE);
        header(reply.out(), family, route.prefix(), RT_TABLE_MAIN);
        reply.out().put((byte) route.protocol()).put((byte) route.scope());
        reply.out().put((byte) RTN_UNICAST).putInt(0);
        reply.attribute(RTA_TABLE, RT_TABLE_MAIN);
        if (route.prefix() > 0) {
            reply.attribute(RTA_DST, route.network().bytes());
        }
        if (route.metric() != 0) {
            reply.attribute(RTA_PRIORITY, route.metric());
        }
        optional(reply, RTA_PREFSRC, route.source());
        optional(reply, RTA_GATEWAY, route.gateway());
        reply.attribute(RTA_OIF, route.index());
        if (family == AF_INET6) {
            reply.attribute(RTA_PREF, new byte[] {0});
        }
        reply.end(at);
    }

    private static void header(ByteBuffer out, int family, int prefix, int table) {
        out.put((byte) family).put((byte) prefix).put((byte) 0).put((byte) 0).put((byte) table);
    }

    private static void optional(NetlinkReply reply, int type, @Nullable IpAddress address) {
        if (address != null) {
            reply.attribute(type, address.bytes());
        }
    }

    private int one(ByteBuffer body, NetlinkReply reply) {
        if (body.remaining() < HEADER) {
            return -Errno.EINVAL.number;
        }
        RouteQuestion asked = RouteQuestion.of(body);
        IpAddress to = asked.networkOrAll();
        boolean local = net.interfaces().isLocal(to);
        Route route = local ? null : net.routes().find(to);
        if (!local && route == null) {
            return -Errno.ENETUNREACH.number;
        }
        int table = local ? RT_TABLE_LOCAL : RT_TABLE_MAIN;
        int at = reply.begin(RTM_NEWROUTE);
        header(reply.out(), asked.family(), to.width(), table);
        reply.out().put((byte) 0).put((byte) 0).put((byte) (local ? RTN_LOCAL : RTN_UNICAST));
        reply.out().putInt(local ? RTM_F_CLONED | RTCF_LOCAL : RTM_F_CLONED);
        reply.attribute(RTA_TABLE, table);
        reply.attribute(RTA_DST, to.bytes());
        reply.attribute(RTA_OIF, route == null ? LOOPBACK_INDEX : route.index());
        optional(reply, RTA_GATEWAY, route == null ? null : route.gateway());
        reply.attribute(RTA_PREFSRC, net.interfaces().sourceFor(to).bytes());
        reply.attribute(RTA_UID, 0);
        reply.attribute(RTA_CACHEINFO, new byte[32]);
        reply.end(at);
        return 0;
    }
}
