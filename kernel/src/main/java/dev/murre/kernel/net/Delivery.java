package dev.murre.kernel.net;

import org.jspecify.annotations.Nullable;

/// What becomes of a packet to some address.
///
/// @param to where it arrives
record Delivery(Kind kind, @Nullable NetNamespace to) {
    enum Kind {
        ARRIVES,

        /// Nothing within the machine leads there: it is the host's, or the sender is told at once.
        NO_ROUTE,

        /// Nobody on the link has the address: the sender learns it after some seconds.
        NOBODY,

        /// It is lost without a word.
        LOST
    }

    static final Delivery NO_ROUTE = new Delivery(Kind.NO_ROUTE, null);
    static final Delivery NOBODY = new Delivery(Kind.NOBODY, null);
    static final Delivery LOST = new Delivery(Kind.LOST, null);

    static Delivery at(NetNamespace to) {
        return new Delivery(Kind.ARRIVES, to);
    }

    boolean arrives() {
        return kind == Kind.ARRIVES;
    }
}
