package dev.murre.kernel.net;

import org.jspecify.annotations.Nullable;

/// One end of a virtual cable between two network namespaces, or within one; veth(4).
final class VethEnd {
    /// Where it is plugged in.
    NetNamespace net;

    /// The number of its interface there.
    int index;

    private VethEnd peer = this;

    VethEnd(NetNamespace net) {
        this.net = net;
    }

    /// Makes two ends those of one cable.
    static void join(VethEnd one, VethEnd other) {
        one.peer = other;
        other.peer = one;
    }

    VethEnd peer() {
        return peer;
    }

    @Nullable NetInterface here() {
        return net.interfaces().byIndex(index);
    }

    /// Whether packets get through: both ends are switched on.
    boolean hasCarrier() {
        NetInterface own = here();
        NetInterface other = peer.here();
        return own != null && own.isUp() && other != null && other.isUp();
    }
}
