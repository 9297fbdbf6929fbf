package dev.murre.kernel.net;

import dev.murre.abi.Errno;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which way packets of a network namespace go. Linux: fib_lookup, ip_route_output_key.
final class Routes {
    /// After so many stations a packet is dropped, as its time to live ends.
    private static final int MOST_HOPS = 64;

    private static final Comparator<Route> IN_TABLE =
            Comparator.comparingLong((Route r) -> r.network().high() ^ Long.MIN_VALUE)
                    .thenComparingLong(r -> r.network().low() ^ Long.MIN_VALUE)
                    .thenComparingInt(Route::prefix)
                    .thenComparingInt(Route::metric);

    private final NetNamespace net;
    private final List<Route> added = new ArrayList<>(0);

    Routes(NetNamespace net) {
        this.net = net;
    }

    /// The main table: what programs added and what comes with the addresses of interfaces.
    List<Route> all() {
        List<Route> all = inNoOrder();
        all.sort(IN_TABLE);
        return all;
    }

    private List<Route> inNoOrder() {
        List<Route> all = new ArrayList<>(added);
        for (NetInterface i : net.interfaces().all()) {
            for (NetInterface.Address own : i.addresses()) {
                if (i.isUp() && !i.isLoopback() && own.prefix() < own.address().width()) {
                    all.add(Route.connected(i, own));
                }
            }
        }
        return all;
    }

    @Nullable Route find(IpAddress to) {
        Route best = null;
        for (Route route : inNoOrder()) {
            if (route.leadsTo(to) && (best == null || route.isBetterThan(best))) {
                best = route;
            }
        }
        return best;
    }

    /// Adds a route; 0 or `-errno`.
    int add(Route route, boolean exclusive) {
        NetInterface out = net.interfaces().byIndex(route.index());
        if (out == null) {
            return -Errno.ENODEV.number;
        }
        if (!out.isUp()) {
            return -Errno.ENETDOWN.number;
        }
        boolean known = inNoOrder().stream().anyMatch(route::isSameWay);
        if (known && exclusive) {
            return -Errno.EEXIST.number;
        }
        added.removeIf(route::isSameWay);
        added.add(route);
        return 0;
    }

    /// Removes a route that a program added; 0 or `-errno`.
    ///
    /// @param index its interface, 0 for any
    int remove(IpAddress network, int prefix, int index) {
        for (Route route : added) {
            boolean fits = index == 0 || route.index() == index;
            if (fits && route.prefix() == prefix && route.network().equals(network)) {
                added.remove(route);
                return 0;
            }
        }
        return -Errno.ESRCH.number;
    }

    /// An interface went down or away, and its routes with it.
    void interfaceDown(int index) {
        added.removeIf(route -> route.index() == index);
    }

    /// Where a packet to `to` ends up.
    Delivery deliver(IpAddress to) {
        return deliver(to, MOST_HOPS);
    }

    private Delivery deliver(IpAddress to, int hops) {
        Interfaces interfaces = net.interfaces();
        if (interfaces.isLocal(to)) {
            return interfaces.reachesItself() ? Delivery.at(net) : Delivery.LOST;
        }
        Route route = find(to);
        NetInterface out = route == null ? null : interfaces.byIndex(route.index());
        if (route == null || out == null || !out.isOwn()) {
            return Delivery.NO_ROUTE; // an interface of the host's is the host's to send by
        }
        VethEnd end = out.cable();
        IpAddress gateway = route.gateway();
        IpAddress next = gateway == null ? to : gateway;
        if (end == null || !end.hasCarrier()) {
            return Delivery.NOBODY;
        }
        NetNamespace beyond = end.peer().net;
        if (!beyond.interfaces().isLocal(next)) {
            return Delivery.NOBODY;
        }
        if (beyond.interfaces().isLocal(to)) {
            return Delivery.at(beyond);
        }
        boolean passedOn = beyond.forwards && hops > 0;
        return passedOn ? beyond.routes().deliver(to, hops - 1) : Delivery.LOST;
    }

    /// Where a packet ends up that wants an answer to `from`.
    Delivery exchange(IpAddress from, IpAddress to) {
        Delivery there = deliver(to);
        NetNamespace other = there.to();
        if (other == null || other == net) {
            return there;
        }
        return other.routes().deliver(from).to() == net ? there : Delivery.LOST;
    }
}
