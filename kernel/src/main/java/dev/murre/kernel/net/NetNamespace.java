package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Vfs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The network as a group of processes sees it: interfaces, ports and names; network_namespaces(7).
public final class NetNamespace {
    private final UserNamespace owner;
    private final KernelServices kernel;
    private final UnixNames unix;
    private final Interfaces interfaces;
    private final Routes routes = new Routes(this);
    private final PortTable tcp;
    private final PortTable udp;
    private final PortTable udpLite;
    private final EchoPorts echo = new EchoPorts();
    private final UnixPacket.Pool packets = new UnixPacket.Pool();
    private final Message message = new Message();
    private final NetStatistics statistics = new NetStatistics();
    private @Nullable HostNetwork host;
    private final Set<Integer> netlinkPorts = new HashSet<>();
    private int lastNetlinkPort;
    private final Set<SocketFile> sockets = new LinkedHashSet<>();

    /// Whether it passes on packets that are for others, `net.ipv4.ip_forward`.
    public boolean forwards;

    /// Other namespaces by the numbers this one knows them by, ip-netns(8).
    private final List<NetNamespace> numbered = new ArrayList<>(0);

    /// @param owner the user namespace it belongs to
    public NetNamespace(KernelServices kernel, Vfs vfs, UserNamespace owner) {
        this.owner = owner;
        this.kernel = kernel;
        interfaces = new Interfaces(this, owner);
        unix = new UnixNames(vfs);
        tcp = new PortTable(kernel);
        udp = new PortTable(kernel);
        udpLite = new PortTable(kernel);
    }

    /// Switches the loopback interface on: the machine's first namespace starts so.
    public void startLoopback() {
        interfaces.setFlags(NetInterface.LOOPBACK, NetInterface.IFF_UP);
    }

    /// Gives the namespace a way out to the host's network.
    public void attachHost(HostNetwork hostNetwork) {
        host = hostNetwork;
    }

    @Nullable HostNetwork host() {
        return host;
    }

    KernelServices kernel() {
        return kernel;
    }

    UnixNames unix() {
        return unix;
    }

    public Interfaces interfaces() {
        return interfaces;
    }

    Routes routes() {
        return routes;
    }

    /// The number by which this namespace knows another one; -1 if it has none yet.
    int numberOf(NetNamespace other) {
        return numbered.indexOf(other);
    }

    /// The number by which this namespace knows another one, a new one if need be.
    int numberFor(NetNamespace other) {
        if (!numbered.contains(other)) {
            numbered.add(other);
        }
        return numbered.indexOf(other);
    }

    PortTable tcp() {
        return tcp;
    }

    PortTable udp() {
        return udp;
    }

    PortTable udpLite() {
        return udpLite;
    }

    EchoPorts echo() {
        return echo;
    }

    UnixPacket.Pool packets() {
        return packets;
    }

    /// The sockets of this network that are open, the oldest first.
    public Collection<SocketFile> sockets() {
        return Collections.unmodifiableSet(sockets);
    }

    public NetStatistics statistics() {
        return statistics;
    }

    void opened(SocketFile socket) {
        sockets.add(socket);
    }

    void closed(SocketFile socket) {
        sockets.remove(socket);
    }

    /// The message for the call in progress; under the kernel's lock there is only one.
    public Message message() {
        return message;
    }

    /// A netlink port for a process: its id where that is free.
    int netlinkPort(int pid) {
        int port = pid;
        while (!netlinkPorts.add(port)) {
            port = --lastNetlinkPort;
        }
        return port;
    }

    void netlinkReleased(int port) {
        netlinkPorts.remove(port);
    }

    /// A new socket, socket(2).
    ///
    /// @throws dev.murre.abi.ErrnoException EAFNOSUPPORT, EPROTONOSUPPORT, ESOCKTNOSUPPORT, EINVAL,
    /// EPERM
    public Sock create(FsSubject who, int family, int type, int protocol) {
        if (type < 1 || type > 10) {
            throw Errno.EINVAL.exception();
        }
        return switch (family) {
            case AF_UNIX -> createUnix(type, protocol);
            case AF_INET, AF_INET6 -> createInet(who, family, type, protocol);
            case AF_NETLINK -> createNetlink(type, protocol);
            default -> throw Errno.EAFNOSUPPORT.exception();
        };
    }

    private Sock createUnix(int type, int protocol) {
        if (protocol != 0 && protocol != AF_UNIX) {
            throw Errno.EPROTONOSUPPORT.exception();
        }
        return switch (type) {
            case SOCK_STREAM, SOCK_SEQPACKET -> new UnixStreamSock(this, type);
            case SOCK_DGRAM, SOCK_RAW -> new UnixDatagramSock(this);
            default -> throw Errno.ESOCKTNOSUPPORT.exception();
        };
    }

    private Sock createInet(FsSubject who, int family, int type, int protocol) {
        if (protocol < 0 || protocol > 255) {
            throw Errno.EINVAL.exception();
        }
        int ping = family == AF_INET ? IPPROTO_ICMP : IPPROTO_ICMPV6;
        switch (type) {
            case SOCK_STREAM -> {
                if (protocol == 0 || protocol == IPPROTO_TCP) {
                    return new TcpSock(this, family);
                }
            }
            case SOCK_DGRAM -> {
                if (protocol == 0 || protocol == IPPROTO_UDP) {
                    return new UdpSock(this, family, IPPROTO_UDP);
                }
                if (protocol == IPPROTO_UDPLITE) {
                    return new UdpSock(this, family, IPPROTO_UDPLITE);
                }
                if (protocol == ping) {
                    return new PingSock(this, family, SOCK_DGRAM, protocol);
                }
            }
            case SOCK_RAW -> {
                if (!who.creds().capableAtHome(Capability.NET_RAW)) {
                    throw Errno.EPERM.exception();
                }
                if (protocol == ping) {
                    return new PingSock(this, family, SOCK_RAW, protocol);
                }
            }
            default -> throw Errno.ESOCKTNOSUPPORT.exception();
        }
        throw Errno.EPROTONOSUPPORT.exception();
    }

    private Sock createNetlink(int type, int protocol) {
        if (type != SOCK_DGRAM && type != SOCK_RAW) {
            throw Errno.ESOCKTNOSUPPORT.exception();
        }
        if (!NetlinkSock.isKnown(protocol)) {
            throw Errno.EPROTONOSUPPORT.exception();
        }
        return new NetlinkSock(this, type, protocol);
    }

    /// Joins two new sockets of the same kind, socketpair(2).
    public void pair(FsSubject who, Sock a, Sock b) {
        if (a instanceof UnixStreamSock first && b instanceof UnixStreamSock second) {
            UnixStreamSock.pair(who, first, second);
        } else if (a instanceof UnixDatagramSock first && b instanceof UnixDatagramSock second) {
            UnixDatagramSock.pair(who, first, second);
        } else {
            throw Errno.EOPNOTSUPP.exception();
        }
    }

    /// The user namespace it belongs to.
    public UserNamespace owner() {
        return owner;
    }
}
