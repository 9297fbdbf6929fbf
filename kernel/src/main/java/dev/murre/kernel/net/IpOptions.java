package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.util.HashSet;
import java.util.Set;

/// Options of the levels `IPPROTO_IP` and `IPPROTO_IPV6`, ip(7) and ipv6(7).
final class IpOptions {
    private static final int LOOPBACK_MTU = 65536;

    boolean freeBind;
    boolean receivePacketInfo;
    boolean receivePacketInfo6;
    boolean receiveTtl;
    boolean receiveTos;
    boolean receiveHopLimit;
    boolean receiveTrafficClass;
    private int tos;
    private int ttl = 64;
    private int hops = -1;
    private int multicastTtl = 1;
    private int multicastHops = 1;
    private int multicastLoop = 1;
    private int multicastLoop6 = 1;
    private int pathMtu = 1;
    private int pathMtu6 = 1;
    private int receiveErrors;
    private int receiveErrors6;
    private int headerIncluded;
    private int bindNoPort;
    private int transparent;
    private int trafficClass;
    private int dontFragment;
    private int multicastInterface6;
    private IpAddress multicastInterface = IpAddress.ANY4;
    private final Set<IpAddress> groups = new HashSet<>(0);

    /// The hop limit of datagrams to an address.
    int hopLimit(IpAddress to) {
        if (to.isMulticast()) {
            return to.isV4() ? multicastTtl : multicastHops;
        }
        return to.isV4() ? ttl : hops == -1 ? 64 : hops;
    }

    /// The type of service or traffic class of datagrams to an address.
    int serviceClass(IpAddress to) {
        return to.isV4() ? tos : trafficClass;
    }

    boolean joined(IpAddress group) {
        return group.isBroadcast() || groups.contains(group);
    }

    int set(InetSock sock, FsSubject who, int name, OptionValue value) {
        if (name == IP_ADD_MEMBERSHIP || name == IP_DROP_MEMBERSHIP) {
            return membership(name == IP_ADD_MEMBERSHIP, value);
        }
        if (name == IP_MULTICAST_IF) {
            multicastInterface =
                    IpAddress.v4(Integer.reverseBytes(value.intAt(value.length() >= 8 ? 4 : 0)));
            return 0;
        }
        if (name == IP_OPTIONS) {
            return value.length() == 0 ? 0 : -Errno.EPERM.number;
        }
        int v = value.intOrByte();
        switch (name) {
            case IP_TOS -> tos = v & 0xff;
            case IP_TTL -> {
                if (v != -1 && (v < 1 || v > 255)) {
                    return -Errno.EINVAL.number;
                }
                ttl = v == -1 ? 64 : v;
            }
            case IP_HDRINCL -> {
                if (sock.type != SOCK_RAW) {
                    return -Errno.ENOPROTOOPT.number;
                }
                headerIncluded = v != 0 ? 1 : 0;
            }
            case IP_PKTINFO -> receivePacketInfo = v != 0;
            case IP_RECVTTL -> receiveTtl = v != 0;
            case IP_RECVTOS -> receiveTos = v != 0;
            case IP_RECVERR -> receiveErrors = v != 0 ? 1 : 0;
            case IP_FREEBIND -> freeBind = v != 0;
            case IP_BIND_ADDRESS_NO_PORT -> bindNoPort = v != 0 ? 1 : 0;
            case IP_TRANSPARENT -> {
                if (v != 0 && !who.creds().capableAtHome(Capability.NET_ADMIN)) {
                    return -Errno.EPERM.number;
                }
                transparent = v != 0 ? 1 : 0;
            }
            case IP_MTU_DISCOVER -> {
                if (v < 0 || v > 5) {
                    return -Errno.EINVAL.number;
                }
                pathMtu = v;
            }
            case IP_MULTICAST_TTL -> {
                if (v < -1 || v > 255) {
                    return -Errno.EINVAL.number;
                }
                multicastTtl = v == -1 ? 1 : v;
            }
            case IP_MULTICAST_LOOP -> multicastLoop = v != 0 ? 1 : 0;
            default -> {
                return -Errno.ENOPROTOOPT.number;
            }
        }
        return 0;
    }

    private int membership(boolean join, OptionValue value) {
        if (value.length() < 8) {
            return -Errno.EINVAL.number;
        }
        IpAddress group = IpAddress.v4(Integer.reverseBytes(value.intAt(0)));
        if (!group.isMulticast()) {
            return -Errno.EINVAL.number;
        }
        return change(join, group);
    }

    private int change(boolean join, IpAddress group) {
        if (join) {
            return groups.add(group) ? 0 : -Errno.EADDRINUSE.number;
        }
        return groups.remove(group) ? 0 : -Errno.EADDRNOTAVAIL.number;
    }

    int get(InetSock sock, int name, OptionValue out) {
        return switch (name) {
            case IP_TOS -> out.answer(tos);
            case IP_TTL -> out.answer(ttl);
            case IP_HDRINCL ->
                    sock.type == SOCK_RAW ? out.answer(headerIncluded) : -Errno.ENOPROTOOPT.number;
            case IP_OPTIONS -> out.answer(new byte[0]);
            case IP_PKTINFO -> out.answer(receivePacketInfo ? 1 : 0);
            case IP_RECVTTL -> out.answer(receiveTtl ? 1 : 0);
            case IP_RECVTOS -> out.answer(receiveTos ? 1 : 0);
            case IP_RECVERR -> out.answer(receiveErrors);
            case IP_FREEBIND -> out.answer(freeBind ? 1 : 0);
            case IP_BIND_ADDRESS_NO_PORT -> out.answer(bindNoPort);
            case IP_TRANSPARENT -> out.answer(transparent);
            case IP_MTU_DISCOVER -> out.answer(pathMtu);
            case IP_MTU -> sock.isConnected() ? out.answer(LOOPBACK_MTU) : -Errno.ENOTCONN.number;
            case IP_MULTICAST_TTL -> out.answer(multicastTtl);
            case IP_MULTICAST_LOOP -> out.answer(multicastLoop);
            case IP_MULTICAST_IF -> out.answer(multicastInterface.bytes());
            default -> -Errno.ENOPROTOOPT.number;
        };
    }

    int setV6(InetSock sock, int name, OptionValue value) {
        if (name == IPV6_JOIN_GROUP || name == IPV6_LEAVE_GROUP) {
            if (value.length() < 20) {
                return -Errno.EINVAL.number;
            }
            byte[] bytes = java.util.Arrays.copyOf(value.bytes(), 16);
            return change(name == IPV6_JOIN_GROUP, IpAddress.of(bytes));
        }
        int v = value.intValue();
        switch (name) {
            case IPV6_V6ONLY -> {
                if (sock.localPort != 0) {
                    return -Errno.EINVAL.number;
                }
                sock.v6Only = v != 0;
            }
            case IPV6_UNICAST_HOPS, IPV6_MULTICAST_HOPS -> {
                if (v < -1 || v > 255) {
                    return -Errno.EINVAL.number;
                }
                if (name == IPV6_UNICAST_HOPS) {
                    hops = v;
                } else {
                    multicastHops = v == -1 ? 1 : v;
                }
            }
            case IPV6_MULTICAST_LOOP -> multicastLoop6 = v != 0 ? 1 : 0;
            case IPV6_MULTICAST_IF -> multicastInterface6 = v;
            case IPV6_MTU_DISCOVER -> pathMtu6 = v;
            case IPV6_RECVERR -> receiveErrors6 = v != 0 ? 1 : 0;
            case IPV6_RECVPKTINFO -> receivePacketInfo6 = v != 0;
            case IPV6_RECVHOPLIMIT -> receiveHopLimit = v != 0;
            case IPV6_RECVTCLASS -> receiveTrafficClass = v != 0;
            case IPV6_TCLASS -> {
                if (v < -1 || v > 255) {
                    return -Errno.EINVAL.number;
                }
                trafficClass = v == -1 ? 0 : v;
            }
            case IPV6_DONTFRAG -> dontFragment = v != 0 ? 1 : 0;
            default -> {
                return -Errno.ENOPROTOOPT.number;
            }
        }
        return 0;
    }

    int getV6(InetSock sock, int name, OptionValue out) {
        return switch (name) {
            case IPV6_V6ONLY -> out.answer(sock.v6Only ? 1 : 0);
            case IPV6_UNICAST_HOPS -> out.answer(hops == -1 ? 64 : hops);
            case IPV6_MULTICAST_HOPS -> out.answer(multicastHops);
            case IPV6_MULTICAST_LOOP -> out.answer(multicastLoop6);
            case IPV6_MULTICAST_IF -> out.answer(multicastInterface6);
            case IPV6_MTU_DISCOVER -> out.answer(pathMtu6);
            case IPV6_MTU -> sock.isConnected() ? out.answer(LOOPBACK_MTU) : -Errno.ENOTCONN.number;
            case IPV6_RECVERR -> out.answer(receiveErrors6);
            case IPV6_RECVPKTINFO -> out.answer(receivePacketInfo6 ? 1 : 0);
            case IPV6_RECVHOPLIMIT -> out.answer(receiveHopLimit ? 1 : 0);
            case IPV6_RECVTCLASS -> out.answer(receiveTrafficClass ? 1 : 0);
            case IPV6_TCLASS -> out.answer(trafficClass);
            case IPV6_DONTFRAG -> out.answer(dontFragment);
            default -> -Errno.ENOPROTOOPT.number;
        };
    }
}
