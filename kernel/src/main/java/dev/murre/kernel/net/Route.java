package dev.murre.kernel.net;

import org.jspecify.annotations.Nullable;

/// A way to a network, as in the main table of ip-route(8).
///
/// @param gateway who passes packets on; null for a network right at the interface
/// @param index the interface
/// @param source the address packets leave from, null if any will do
/// @param protocol who made it: `RTPROT_*` of rtnetlink(7)
/// @param scope `RT_SCOPE_*` of rtnetlink(7)
record Route(
        IpAddress network,
        int prefix,
        @Nullable IpAddress gateway,
        int index,
        @Nullable IpAddress source,
        int metric,
        int protocol,
        int scope) {
    static final int RTPROT_KERNEL = 2;
    static final int RT_SCOPE_LINK = 253;
    private static final int METRIC6 = 256;

    /// The route that an interface's address brings with it.
    static Route connected(NetInterface at, NetInterface.Address own) {
        boolean v4 = own.address().isV4();
        return new Route(
                own.address().network(own.prefix()),
                own.prefix(),
                null,
                at.index(),
                v4 ? own.address() : null,
                v4 ? 0 : METRIC6,
                RTPROT_KERNEL,
                v4 ? RT_SCOPE_LINK : 0);
    }

    boolean leadsTo(IpAddress to) {
        return to.isV4() == network.isV4() && to.network(prefix).equals(network);
    }

    boolean isBetterThan(Route other) {
        return prefix != other.prefix ? prefix > other.prefix : metric < other.metric;
    }

    boolean isSameWay(Route other) {
        return network.equals(other.network) && prefix == other.prefix && metric == other.metric;
    }
}
