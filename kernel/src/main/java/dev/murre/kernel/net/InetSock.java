package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.FsSubject;

/// What Internet sockets share: addresses, ports and the options of the IP level; ip(7), ipv6(7).
abstract class InetSock extends Sock {
    IpAddress localAddress;
    int localPort;
    IpAddress remoteAddress;
    int remotePort;
    boolean v6Only;
    int ownerUid;

    /// Whether bind(2) chose the address and the port.
    boolean addressBound;

    boolean portBound;
    final IpOptions ip = new IpOptions();

    InetSock(NetNamespace net, int family, int type, int protocol) {
        super(net, family, type, protocol);
        localAddress = any();
        remoteAddress = any();
    }

    final IpAddress any() {
        return family == AF_INET ? IpAddress.ANY4 : IpAddress.ANY6;
    }

    abstract PortTable ports();

    /// How well this socket fits incoming data; 0 not at all.
    int score(IpAddress to, IpAddress from, int fromPort) {
        int score = 1;
        if (!localAddress.isAny()) {
            if (!localAddress.equals(to)) {
                return 0;
            }
            score += 2;
        } else if (!takes(to)) {
            return 0;
        } else if (localAddress.isV4() == to.isV4()) {
            score++;
        }
        if (remotePort != 0) {
            if (remotePort != fromPort || !remoteAddress.equals(from)) {
                return 0;
            }
            score += 4;
        }
        return score;
    }

    /// Whether a socket bound to no address takes data for this one.
    final boolean takes(IpAddress address) {
        return localAddress.isV4() ? address.isV4() : !address.isV4() || !v6Only;
    }

    @Override
    public void bind(FsSubject who, SocketName name) {
        if (!(name instanceof SocketName.Inet wanted)) {
            throw (name instanceof SocketName.Unspecified ? Errno.EINVAL : Errno.EAFNOSUPPORT)
                    .exception();
        }
        if (wanted.family() != family) {
            throw (family == AF_INET6 ? Errno.EINVAL : Errno.EAFNOSUPPORT).exception();
        }
        IpAddress address = wanted.address();
        if (v6Only && address.isV4() && family == AF_INET6) {
            throw Errno.EINVAL.exception();
        }
        if (!address.isAny() && !isBindable(address)) {
            throw Errno.EADDRNOTAVAIL.exception();
        }
        if (wanted.port() > 0
                && wanted.port() < 1024
                && !who.creds().capableAtHome(Capability.NET_BIND_SERVICE)) {
            throw Errno.EACCES.exception();
        }
        if (localPort != 0 || isConnected()) {
            throw Errno.EINVAL.exception();
        }
        IpAddress before = localAddress;
        localAddress = address;
        ownerUid = who.creds().fsuid();
        try {
            ports().bind(this, wanted.port());
        } catch (ErrnoException inUse) {
            localAddress = before;
            throw inUse;
        }
        addressBound = !address.isAny();
        portBound = wanted.port() != 0;
    }

    private boolean isBindable(IpAddress address) {
        return net.interfaces().isLocal(address)
                || address.isV4() && address.isLoopback()
                || ip.freeBind
                || type == SOCK_DGRAM && (address.isMulticast() || address.isBroadcast());
    }

    @Override
    abstract boolean isConnected();

    /// Takes a port when none is bound yet.
    final void autobind(FsSubject who) {
        if (localPort == 0) {
            ownerUid = who.creds().fsuid();
            ports().bind(this, 0);
        }
    }

    /// The Internet name to connect or send to.
    ///
    /// @throws dev.murre.abi.ErrnoException EAFNOSUPPORT, ENETUNREACH
    final SocketName.Inet target(SocketName name) {
        if (!(name instanceof SocketName.Inet to)) {
            throw Errno.EAFNOSUPPORT.exception();
        }
        if (family == AF_INET && to.family() != AF_INET) {
            throw Errno.EAFNOSUPPORT.exception();
        }
        if (family == AF_INET6 && to.address().isV4() && v6Only) {
            throw Errno.ENETUNREACH.exception();
        }
        return to;
    }

    /// An unspecified destination means this machine.
    static IpAddress destination(IpAddress address) {
        if (!address.isAny()) {
            return address;
        }
        return address.isV4() ? IpAddress.LOOPBACK4 : IpAddress.LOOPBACK6;
    }

    /// The address a packet to `to` leaves from.
    final IpAddress sourceFor(IpAddress to) {
        if (!localAddress.isAny() && !localAddress.isMulticast()) {
            return localAddress;
        }
        return net.interfaces().sourceFor(to);
    }

    /// An address and port as a program on this socket sees them.
    final SocketName.Inet nameOf(IpAddress address, int port) {
        return new SocketName.Inet(family, address, port, 0, 0);
    }

    @Override
    public final SocketName localName() {
        return nameOf(localAddress, localPort);
    }

    @Override
    public SocketName peerName() {
        if (!isConnected()) {
            throw Errno.ENOTCONN.exception();
        }
        return nameOf(remoteAddress, remotePort);
    }

    @Override
    public SocketName peerNameOrNone() {
        return nameOf(remoteAddress, remotePort);
    }

    @Override
    public int setProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        return switch (level) {
            case IPPROTO_IP -> ip.set(this, who, name, value);
            case IPPROTO_IPV6 ->
                    family == AF_INET6 ? ip.setV6(this, name, value) : -Errno.ENOPROTOOPT.number;
            default -> -Errno.ENOPROTOOPT.number;
        };
    }

    @Override
    public int getProtocolOption(FsSubject who, int level, int name, OptionValue value) {
        return switch (level) {
            case IPPROTO_IP -> ip.get(this, name, value);
            case IPPROTO_IPV6 ->
                    family == AF_INET6 ? ip.getV6(this, name, value) : -Errno.ENOPROTOOPT.number;
            default -> -Errno.ENOPROTOOPT.number;
        };
    }
}
