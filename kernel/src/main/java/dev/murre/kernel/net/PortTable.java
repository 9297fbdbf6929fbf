package dev.murre.kernel.net;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.KernelServices;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which sockets of one protocol hold which port, and who may share one; ip(7), socket(7).
final class PortTable {
    private static final int FIRST_EPHEMERAL = 32768;
    private static final int LAST_EPHEMERAL = 60999;

    private static final List<InetSock> NOBODY = List.of();

    private final KernelServices kernel;
    private final Map<Integer, List<InetSock>> byPort = new HashMap<>();

    /// Accepted connections and ports in TIME_WAIT: they stand in the way of others but receive
    /// nothing new.
    private final Map<Integer, Set<InetSock>> joined = new HashMap<>();

    private int nextEphemeral;

    PortTable(KernelServices kernel) {
        this.kernel = kernel;
    }

    /// Gives `sock` a port; 0 asks for any free one.
    ///
    /// @throws dev.murre.abi.ErrnoException EADDRINUSE
    void bind(InetSock sock, int port) {
        int chosen = port;
        if (port == 0) {
            chosen = ephemeral(sock);
        } else if (conflicts(sock, port)) {
            throw Errno.EADDRINUSE.exception();
        }
        sock.localPort = chosen;
        byPort.computeIfAbsent(chosen, p -> new ArrayList<>(2)).add(sock);
    }

    /// Enters a socket beside its listener, on the listener's port.
    void join(InetSock sock) {
        joined.computeIfAbsent(sock.localPort, p -> new LinkedHashSet<>()).add(sock);
    }

    /// Another socket in TIME_WAIT on an address and port, if there is one.
    @Nullable InetSock timeWaiting(IpAddress address, int port, InetSock except) {
        for (InetSock sock : joined.getOrDefault(port, Set.of())) {
            if (sock != except
                    && sock instanceof TcpSock tcp
                    && tcp.state == TcpState.TIME_WAIT
                    && tcp.localAddress.equals(address)) {
                return sock;
            }
        }
        return null;
    }

    private int ephemeral(InetSock sock) {
        int count = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;
        if (nextEphemeral == 0) {
            nextEphemeral = (int) Long.remainderUnsigned(kernel.entropy().nextLong(), count);
        }
        for (int i = 0; i < count; i++) {
            int port = FIRST_EPHEMERAL + (nextEphemeral++ & 0x7fffffff) % count;
            boolean free = !byPort.containsKey(port) && !joined.containsKey(port);
            if (free || i > count / 2 && !conflicts(sock, port)) {
                return port;
            }
        }
        throw Errno.EADDRINUSE.exception();
    }

    private boolean conflicts(InetSock sock, int port) {
        return conflicts(sock, byPort.getOrDefault(port, NOBODY))
                || conflicts(sock, joined.getOrDefault(port, Set.of()));
    }

    private static boolean conflicts(InetSock sock, Collection<InetSock> others) {
        for (InetSock other : others) {
            if (other != sock && overlap(sock, other) && !mayShare(sock, other)) {
                return true;
            }
        }
        return false;
    }

    private static boolean mayShare(InetSock a, InetSock b) {
        if (a.options.reuseAddress && b.options.reuseAddress && !b.isListening()) {
            return true;
        }
        return a.options.reusePort && b.options.reusePort && a.ownerUid == b.ownerUid;
    }

    private static boolean overlap(InetSock a, InetSock b) {
        return covers(a, b.localAddress, b) || covers(b, a.localAddress, a);
    }

    private static boolean covers(InetSock a, IpAddress address, InetSock other) {
        if (a.localAddress.equals(address)) {
            return true;
        }
        if (!a.localAddress.isAny()) {
            return false;
        }
        if (!address.isAny()) {
            return a.takes(address);
        }
        boolean otherTakesV4 = other.localAddress.isV4() || !other.v6Only;
        boolean takesV4 = a.localAddress.isV4() || !a.v6Only;
        return takesV4 && otherTakesV4;
    }

    void release(InetSock sock) {
        List<InetSock> holders = byPort.get(sock.localPort);
        if (holders != null) {
            holders.remove(sock);
            if (holders.isEmpty()) {
                byPort.remove(sock.localPort);
            }
        }
        Set<InetSock> beside = joined.get(sock.localPort);
        if (beside != null) {
            beside.remove(sock);
            if (beside.isEmpty()) {
                joined.remove(sock.localPort);
            }
        }
    }

    /// Whether listening with `sock` would clash with another listener on its port.
    boolean listenerConflicts(InetSock sock) {
        for (InetSock other : byPort.getOrDefault(sock.localPort, NOBODY)) {
            if (other != sock
                    && other.isListening()
                    && overlap(sock, other)
                    && !(sock.options.reusePort && other.options.reusePort)) {
                return true;
            }
        }
        return false;
    }

    /// The socket that data for `address:port` from `from:fromPort` belongs to: the closest match
    /// wins.
    @Nullable InetSock find(IpAddress address, int port, IpAddress from, int fromPort) {
        InetSock best = null;
        int bestScore = 0;
        for (InetSock sock : byPort.getOrDefault(port, NOBODY)) {
            int score = sock.score(address, from, fromPort);
            if (score > bestScore
                    || score == bestScore
                            && score > 0
                            && sock.options.reusePort
                            && ((fromPort ^ sock.hashCode()) & 1) == 0) {
                best = sock;
                bestScore = score;
            }
        }
        return best;
    }

    /// All sockets that hold a port.
    List<InetSock> all() {
        List<InetSock> all = new ArrayList<>();
        byPort.values().forEach(all::addAll);
        joined.values().forEach(all::addAll);
        return all;
    }

    List<InetSock> at(int port) {
        return byPort.getOrDefault(port, NOBODY);
    }
}
