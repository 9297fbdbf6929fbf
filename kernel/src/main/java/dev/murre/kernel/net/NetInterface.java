package dev.murre.kernel.net;

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
    static final int IFF_MULTICAST = 0x1000;
    static final int IFF_LOWER_UP = 0x10000;

    /// An address with the length of its network's prefix in bits.
    public record Address(IpAddress address, int prefix) {}

    static final NetInterface LOOPBACK =
            new NetInterface(
                    1,
                    "lo",
                    IFF_UP | IFF_LOOPBACK | IFF_RUNNING | IFF_LOWER_UP,
                    65536,
                    new byte[6],
                    List.of(
                            new Address(IpAddress.LOOPBACK4, 8),
                            new Address(IpAddress.LOOPBACK6, 128)));

    boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }
}
