package dev.murre.kernel.net;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A network interface and its addresses.
///
/// @param flags `IFF_*` of netdevice(7), without those that tell the state of the line
/// @param cable what it is plugged into, if it is one end of a virtual cable
public record NetInterface(
        int index,
        String name,
        int flags,
        int mtu,
        byte[] hardware,
        List<Address> addresses,
        @Nullable VethEnd cable) {
    static final int IFF_UP = 1;
    static final int IFF_BROADCAST = 2;
    static final int IFF_LOOPBACK = 8;
    static final int IFF_RUNNING = 0x40;

    /// What a program may set and clear as it likes besides IFF_UP. Linux: __dev_change_flags.
    private static final int SETTABLE = 0xf0a4;

    static final int IFF_MULTICAST = 0x1000;
    static final int IFF_LOWER_UP = 0x10000;

    private static final int ETHERNET_MTU = 1500;

    /// An address with the length of its network's prefix in bits.
    public record Address(IpAddress address, int prefix) {}

    private static final Address OWN4 = new Address(IpAddress.LOOPBACK4, 8);
    private static final Address OWN6 = new Address(IpAddress.LOOPBACK6, 128);

    /// A new network namespace's loopback interface: down and without an address.
    static final NetInterface LOOPBACK =
            new NetInterface(1, "lo", IFF_LOOPBACK, 65536, new byte[6], List.of(), null);

    /// A new end of a virtual cable, switched off.
    static NetInterface veth(int index, String name, byte[] hardware, VethEnd end) {
        int flags = IFF_BROADCAST | IFF_MULTICAST;
        return new NetInterface(index, name, flags, ETHERNET_MTU, hardware, List.of(), end);
    }

    boolean isLoopback() {
        return (flags & IFF_LOOPBACK) != 0;
    }

    boolean isUp() {
        return (flags & IFF_UP) != 0;
    }

    /// Whether it belongs to the machine: not one of the host's.
    boolean isOwn() {
        return isLoopback() || cable != null;
    }

    boolean hasCarrier() {
        return cable == null ? isUp() : cable.hasCarrier();
    }

    /// The flags as programs see them.
    int shownFlags() {
        return hasCarrier() ? flags | IFF_RUNNING | IFF_LOWER_UP : flags;
    }

    /// The interface with other flags, as far as a program may choose them. A loopback interface
    /// that comes up gets its usual addresses; one that goes down keeps those of IPv4 only.
    NetInterface withFlags(int wanted) {
        int choice = SETTABLE | IFF_UP;
        int now = flags & ~choice | wanted & choice;
        var own = new ArrayList<>(addresses);
        if ((wanted & IFF_UP) != 0) {
            if (isLoopback() && own.stream().noneMatch(a -> a.address().isV4())) {
                own.addFirst(OWN4);
            }
            if (isLoopback() && !own.contains(OWN6)) {
                own.add(OWN6);
            }
        } else {
            own.removeIf(a -> !a.address().isV4());
        }
        return new NetInterface(index, name, now, mtu, hardware, List.copyOf(own), cable);
    }

    NetInterface withAddresses(List<Address> other) {
        return new NetInterface(index, name, flags, mtu, hardware, List.copyOf(other), cable);
    }

    NetInterface withName(String other) {
        return new NetInterface(index, other, flags, mtu, hardware, addresses, cable);
    }

    NetInterface withMtu(int other) {
        return new NetInterface(index, name, flags, other, hardware, addresses, cable);
    }

    NetInterface withHardware(byte[] other) {
        return new NetInterface(index, name, flags, mtu, other, addresses, cable);
    }

    /// As it arrives in another namespace: switched off and without addresses.
    NetInterface moved(int newIndex, String newName) {
        int off = flags & ~IFF_UP;
        return new NetInterface(newIndex, newName, off, mtu, hardware, List.of(), cable);
    }

    /// The IPv6 address it gives itself, made of its hardware address; RFC 4291, appendix A.
    Address linkLocal() {
        long h = 0;
        for (byte b : hardware) {
            h = h << 8 | b & 0xff;
        }
        long low = (h >>> 24 ^ 0x020000) << 40 | 0xfffe000000L | h & 0xffffff;
        return new Address(new IpAddress(0xfe80L << 48, low), 64);
    }
}
