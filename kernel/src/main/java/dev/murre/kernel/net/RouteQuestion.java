package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.AF_INET;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// `struct rtmsg` with its attributes: the route that a request is about, rtnetlink(7).
///
/// @param network null when none is given
/// @param index 0 when no interface is given
record RouteQuestion(
        int family,
        int prefix,
        int protocol,
        int scope,
        int type,
        @Nullable IpAddress network,
        @Nullable IpAddress gateway,
        @Nullable IpAddress source,
        int index,
        int metric) {
    static final int HEADER = 12;
    static final int RTN_UNICAST = 1;
    static final int RTN_LOCAL = 2;
    static final int RTA_DST = 1;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_CACHEINFO = 12;
    static final int RTA_TABLE = 15;
    static final int RTA_PREF = 20;
    static final int RTA_UID = 25;
    private static final int USUAL_METRIC6 = 1024;

    /// @param body [#HEADER] bytes or more
    static RouteQuestion of(ByteBuffer body) {
        int at = body.position();
        int family = body.get(at) & 0xff;
        var attributes = NetlinkAttributes.after(HEADER, body);
        return new RouteQuestion(
                family,
                body.get(at + 1) & 0xff,
                body.get(at + 5) & 0xff,
                body.get(at + 6) & 0xff,
                body.get(at + 7) & 0xff,
                address(family, attributes.bytes(RTA_DST)),
                address(family, attributes.bytes(RTA_GATEWAY)),
                address(family, attributes.bytes(RTA_PREFSRC)),
                attributes.number(RTA_OIF, 0),
                attributes.number(RTA_PRIORITY, family == AF_INET ? 0 : USUAL_METRIC6));
    }

    private static @Nullable IpAddress address(int family, byte @Nullable [] bytes) {
        int size = family == AF_INET ? 4 : 16;
        return bytes == null ? null : IpAddress.of(Arrays.copyOf(bytes, size));
    }

    IpAddress networkOrAll() {
        IpAddress given = network;
        if (given != null) {
            return given;
        }
        return family == AF_INET ? IpAddress.ANY4 : IpAddress.ANY6;
    }
}
