package dev.murre.kernel.net;

import java.util.ArrayList;
import java.util.List;

/// A network interface and its addresses.
///
/// @param flags `IFF_*` of netdevice(7)
public record NetInterface(
        int index, String name, int flags, int mtu, byte[] hardware, List<Address> addresses) {
    static final int IFF_UP = 1;
    static final int IFF_BROADCAST = 2;
    static final int IFF_LOOPBACK = 8;
    static final int IFF_RUNNING = 0x40;

    /// What a program may set and clear as it likes besides IFF_UP. Linux: __dev_change_flags.
    private static final int SETTABLE = 0xf0a4;

    static final int IFF_MULTICAST = 0x1000;
    static final int IFF_LOWER_UP = 0x10000;

    /// An address with the length of its network's prefix in bits.
    public record Address(IpAddress address, int prefix) {}

    private static final int UP = IFF_UP | IFF_RUNNING | IFF_LOWER_UP;

    private static final Address OWN4 = new Address(IpAddress.LOOPBACK4, 8);
    private static final Address OWN6 = new Address(IpAddress.LOOPBACK6, 128);

    /// A new network namespace's loopback interface: down and without an address.
    static final NetInterface LOOPBACK =
            new NetInterface(1, "lo", IFF_LOOPBACK, 65536, new byte[6], List.of());

    boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }

    boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /// The interface with other flags, as far as a program may choose them. A loopback interface
    /// that comes up gets its usual addresses; one that goes down keeps those of IPv4 only.
    NetInterface withFlags(int wanted) {
        int now = flags & ~(SETTABLE | UP) | wanted & SETTABLE;
        var own = new ArrayList<>(addresses);
        if ((wanted & IFF_UP) != 0) {
            now |= UP;
            if (isLoopback() && own.stream().noneMatch(a -> a.address().isV4())) {
                own.addFirst(OWN4);
            }
            if (isLoopback() && !own.contains(OWN6)) {
                own.add(OWN6);
            }
        } else {
            own.removeIf(a -> !a.address().isV4());
        }
        return new NetInterface(index, name, now, mtu, hardware, List.copyOf(own));
    }

    NetInterface withAddresses(List<Address> other) {
        return new NetInterface(index, name, flags, mtu, hardware, List.copyOf(other));
    }
}
