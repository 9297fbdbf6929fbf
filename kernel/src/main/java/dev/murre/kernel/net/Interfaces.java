package dev.murre.kernel.net;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FsSubject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The interfaces of a network namespace and their ioctls, netdevice(7).
public final class Interfaces {
    private static final int SIOCGIFNAME = 0x8910;
    private static final int SIOCGIFCONF = 0x8912;
    private static final int SIOCGIFFLAGS = 0x8913;
    private static final int SIOCSIFFLAGS = 0x8914;
    private static final int SIOCGIFADDR = 0x8915;
    private static final int SIOCSIFADDR = 0x8916;
    private static final int SIOCSIFNETMASK = 0x891c;
    private static final int SIOCGIFDSTADDR = 0x8917;
    private static final int SIOCGIFBRDADDR = 0x8919;
    private static final int SIOCGIFNETMASK = 0x891b;
    private static final int SIOCGIFMETRIC = 0x891d;
    private static final int SIOCGIFMTU = 0x8921;
    private static final int SIOCGIFHWADDR = 0x8927;
    private static final int SIOCGIFINDEX = 0x8933;
    private static final int SIOCGIFTXQLEN = 0x8942;
    private static final int NAME_SIZE = 16;
    private static final int ARPHRD_ETHER = 1;
    private static final int ARPHRD_LOOPBACK = 772;

    private final List<NetInterface> all = new ArrayList<>(List.of(NetInterface.LOOPBACK));
    private final NetNamespace net;
    private final UserNamespace owner;
    private int lastIndex = 1;

    /// @param owner whose NET_ADMIN may change them
    Interfaces(NetNamespace net, UserNamespace owner) {
        this.net = net;
        this.owner = owner;
    }

    public List<NetInterface> all() {
        return all;
    }

    void add(NetInterface added) {
        all.add(added);
        all.sort(Comparator.comparingInt(NetInterface::index));
    }

    void remove(NetInterface removed) {
        all.remove(removed);
        net.routes().interfaceDown(removed.index());
    }

    void replace(NetInterface old, NetInterface by) {
        all.set(all.indexOf(old), by);
    }

    /// A number that no interface has.
    int freeIndex() {
        do {
            lastIndex++;
        } while (byIndex(lastIndex) != null);
        return lastIndex;
    }

    @Nullable NetInterface byName(String name) {
        for (NetInterface i : all) {
            if (i.name().equals(name)) {
                return i;
            }
        }
        return null;
    }

    @Nullable NetInterface byIndex(int index) {
        for (NetInterface i : all) {
            if (i.index() == index) {
                return i;
            }
        }
        return null;
    }

    /// Whether it is an address of this machine. IPv4 ones stay so when their interface is down.
    boolean isLocal(IpAddress address) {
        if (address.isAny()) {
            return true;
        }
        for (NetInterface i : all) {
            for (NetInterface.Address a : i.addresses()) {
                boolean counts = i.isUp() || address.isV4();
                if (counts && (a.address().equals(address) || isSameLoopback(a, address))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether what is sent to this machine's own addresses arrives: the loopback interface is up.
    boolean reachesItself() {
        for (NetInterface i : all) {
            if (i.isLoopback() && i.isUp()) {
                return true;
            }
        }
        return false;
    }

    /// All of 127.0.0.0/8 is this machine, once one address of it is.
    private static boolean isSameLoopback(NetInterface.Address own, IpAddress address) {
        return address.isV4()
                && address.isLoopback()
                && own.address().isV4()
                && own.address().isLoopback();
    }

    /// Why there is no way to `address`.
    static Errno unreachable(IpAddress address) {
        return address.equals(IpAddress.LOOPBACK6) ? Errno.EADDRNOTAVAIL : Errno.ENETUNREACH;
    }

    /// Whether a program may change interfaces.
    boolean mayChange(FsSubject who) {
        return who.creds().capableIn(owner, Capability.NET_ADMIN);
    }

    /// Switches an interface on or off, among other flags. The host's are not the machine's to
    /// change.
    int setFlags(NetInterface which, int flags) {
        if (!which.isOwn()) {
            return -Errno.EPERM.number;
        }
        NetInterface changed = which.withFlags(flags);
        replace(which, changed);
        if (!changed.isUp()) {
            net.routes().interfaceDown(changed.index());
        }
        VethEnd end = changed.cable();
        if (end != null && end.hasCarrier()) {
            addressItself(end);
            addressItself(end.peer());
        }
        return 0;
    }

    /// An end of a cable that packets get through gives itself an IPv6 address.
    private static void addressItself(VethEnd end) {
        NetInterface here = end.here();
        if (here != null && !here.addresses().contains(here.linkLocal())) {
            var addresses = new ArrayList<>(here.addresses());
            addresses.add(here.linkLocal());
            end.net.interfaces().replace(here, here.withAddresses(addresses));
        }
    }

    int addAddress(NetInterface which, NetInterface.Address added) {
        if (!which.isOwn()) {
            return -Errno.EPERM.number;
        }
        if (which.addresses().contains(added)) {
            return -Errno.EEXIST.number;
        }
        var addresses = new ArrayList<>(which.addresses());
        addresses.add(added);
        replace(which, which.withAddresses(addresses));
        return 0;
    }

    int removeAddress(NetInterface which, NetInterface.Address removed) {
        if (!which.isOwn()) {
            return -Errno.EPERM.number;
        }
        var addresses = new ArrayList<>(which.addresses());
        if (!addresses.remove(removed)) {
            return -Errno.EADDRNOTAVAIL.number;
        }
        replace(which, which.withAddresses(addresses));
        return 0;
    }

    /// The address packets to `to` leave from.
    IpAddress sourceFor(IpAddress to) {
        if (to.isLoopback() || to.isAny()) {
            return to.isV4() ? IpAddress.LOOPBACK4 : IpAddress.LOOPBACK6;
        }
        if (isLocal(to)) {
            return to;
        }
        IpAddress source = routedSource(to);
        if (source != null) {
            return source;
        }
        for (NetInterface i : all) {
            for (NetInterface.Address a : i.addresses()) {
                if (!i.isLoopback() && a.address().isV4() == to.isV4()) {
                    return a.address();
                }
            }
        }
        return to.isV4() ? IpAddress.LOOPBACK4 : IpAddress.LOOPBACK6;
    }

    /// The address that the route to `to` asks for, or one of its interface's.
    private @Nullable IpAddress routedSource(IpAddress to) {
        Route route = net.routes().find(to);
        NetInterface out = route == null ? null : byIndex(route.index());
        if (route == null || out == null) {
            return null;
        }
        if (route.source() != null) {
            return route.source();
        }
        IpAddress near = null;
        IpAddress next = route.gateway() == null ? to : route.gateway();
        for (NetInterface.Address a : out.addresses()) {
            boolean fits = a.address().isV4() == to.isV4();
            if (fits && a.address().network(a.prefix()).equals(next.network(a.prefix()))) {
                return a.address();
            }
            if (fits && (near == null || near.isLinkLocal())) {
                near = a.address();
            }
        }
        return near;
    }

    int indexFor(IpAddress address) {
        for (NetInterface i : all) {
            for (NetInterface.Address a : i.addresses()) {
                if (a.address().equals(address)) {
                    return i.index();
                }
            }
        }
        return 1;
    }

    long ioctl(FsSubject who, int command, long argument) {
        UserMemory memory = who.memory();
        if (command == SIOCGIFCONF) {
            return configuration(who, argument);
        }
        if (command < 0x8910 || command > 0x8970) {
            return -Errno.ENOTTY.number;
        }
        if (command == SIOCGIFNAME) {
            NetInterface named = byIndex(memory.getInt(argument + NAME_SIZE));
            if (named == null) {
                return -Errno.ENODEV.number;
            }
            putName(memory, argument, named.name());
            return 0;
        }
        byte[] name = new byte[NAME_SIZE];
        memory.copyFromUser(argument, name, 0, NAME_SIZE);
        NetInterface found = byName(text(name));
        if (found == null) {
            return -Errno.ENODEV.number;
        }
        return query(who, found, command, argument + NAME_SIZE);
    }

    private static String text(byte[] name) {
        String s = new String(name, StandardCharsets.ISO_8859_1);
        int end = s.indexOf(0);
        int alias = s.indexOf(':');
        s = end < 0 ? s : s.substring(0, end);
        return alias > 0 && alias < s.length() ? s.substring(0, alias) : s;
    }

    private static void putName(UserMemory memory, long address, String name) {
        byte[] bytes = new byte[NAME_SIZE];
        byte[] given = name.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(given, 0, bytes, 0, Math.min(given.length, NAME_SIZE - 1));
        memory.copyToUser(address, bytes, 0, NAME_SIZE);
    }

    private long query(FsSubject who, NetInterface found, int command, long value) {
        UserMemory memory = who.memory();
        NetInterface.Address address = firstV4(found);
        switch (command) {
            case SIOCGIFFLAGS -> memory.putShort(value, (short) found.shownFlags());
            case SIOCGIFMTU -> memory.putInt(value, found.mtu());
            case SIOCGIFINDEX -> memory.putInt(value, found.index());
            case SIOCGIFMETRIC -> memory.putInt(value, 0);
            case SIOCGIFTXQLEN -> memory.putInt(value, 1000);
            case SIOCGIFHWADDR -> {
                byte[] out = new byte[16];
                int kind = found.isLoopback() ? ARPHRD_LOOPBACK : ARPHRD_ETHER;
                out[0] = (byte) kind;
                out[1] = (byte) (kind >> 8);
                System.arraycopy(found.hardware(), 0, out, 2, 6);
                memory.copyToUser(value, out, 0, 16);
            }
            case SIOCGIFADDR, SIOCGIFDSTADDR, SIOCGIFBRDADDR, SIOCGIFNETMASK -> {
                if (address == null) {
                    return -Errno.EADDRNOTAVAIL.number;
                }
                putAddress(memory, value, related(found, address, command));
            }
            case SIOCSIFFLAGS -> {
                return mayChange(who)
                        ? setFlags(found, memory.getShort(value) & 0xffff)
                        : -Errno.EPERM.number;
            }
            case SIOCSIFADDR -> {
                return mayChange(who) ? setAddress(who, found, value) : -Errno.EPERM.number;
            }
            case SIOCSIFNETMASK -> {
                return mayChange(who) ? setMask(who, found, value) : -Errno.EPERM.number;
            }
            default -> {
                return -Errno.EOPNOTSUPP.number;
            }
        }
        return 0;
    }

    /// The first IPv4 address becomes another one, with the prefix of its class.
    private int setAddress(FsSubject who, NetInterface which, long value) {
        if (who.memory().getShort(value) != SocketConstants.AF_INET) {
            return -Errno.EINVAL.number;
        }
        if (!which.isOwn()) {
            return -Errno.EPERM.number;
        }
        int bits = Integer.reverseBytes(who.memory().getInt(value + 4));
        int prefix = bits >= 0 ? 8 : bits >>> 30 == 2 ? 16 : 24;
        setFirstV4(which, new NetInterface.Address(IpAddress.v4(bits), prefix));
        return 0;
    }

    /// The first IPv4 address's prefix becomes another one.
    private int setMask(FsSubject who, NetInterface which, long value) {
        if (!which.isOwn()) {
            return -Errno.EPERM.number;
        }
        NetInterface.Address address = firstV4(which);
        if (address == null) {
            return -Errno.EADDRNOTAVAIL.number;
        }
        int mask = Integer.reverseBytes(who.memory().getInt(value + 4));
        int prefix = Integer.numberOfLeadingZeros(~mask);
        if (prefix != Integer.bitCount(mask)) {
            return -Errno.EINVAL.number;
        }
        setFirstV4(which, new NetInterface.Address(address.address(), prefix));
        return 0;
    }

    private void setFirstV4(NetInterface which, NetInterface.Address address) {
        var addresses = new ArrayList<>(which.addresses());
        addresses.remove(firstV4(which));
        addresses.addFirst(address);
        replace(which, which.withAddresses(addresses));
    }

    private static int related(NetInterface i, NetInterface.Address a, int command) {
        int mask = a.prefix() == 0 ? 0 : -1 << 32 - a.prefix();
        int bits = a.address().bits4();
        return switch (command) {
            case SIOCGIFNETMASK -> mask;
            case SIOCGIFBRDADDR -> i.isLoopback() ? 0 : bits | ~mask;
            default -> bits;
        };
    }

    private static NetInterface.@Nullable Address firstV4(NetInterface i) {
        for (NetInterface.Address a : i.addresses()) {
            if (a.address().isV4()) {
                return a;
            }
        }
        return null;
    }

    private static void putAddress(UserMemory memory, long at, int bits) {
        memory.putInt(at, SocketConstants.AF_INET);
        memory.putInt(at + 4, Integer.reverseBytes(bits));
        memory.putLong(at + 8, 0);
    }

    /// `SIOCGIFCONF`: every interface that has an IPv4 address.
    private long configuration(FsSubject who, long argument) {
        UserMemory memory = who.memory();
        int entry = NAME_SIZE + (who.abi().is64() ? 24 : 16);
        int room = memory.getInt(argument);
        long buffer = memory.getWord(argument + who.abi().wordSize, who.abi());
        int used = 0;
        for (NetInterface i : all) {
            NetInterface.Address a = firstV4(i);
            if (a == null) {
                continue;
            }
            if (buffer != 0) {
                if (used + entry > room) {
                    break;
                }
                memory.clear(buffer + used, entry);
                putName(memory, buffer + used, i.name());
                putAddress(memory, buffer + used + NAME_SIZE, a.address().bits4());
            }
            used += entry;
        }
        memory.putInt(argument, used);
        return 0;
    }
}
