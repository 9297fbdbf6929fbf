package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

/// What a network has counted, as RFC 1213 and its successors name it; `/proc/net/snmp`. Streams
/// inside a machine are not cut into segments, so nothing counts those.
public final class NetStatistics {
    /// Connections asked for.
    public long tcpActiveOpens;

    /// Connections that came in.
    public long tcpPassiveOpens;

    /// Connections asked for that came to nothing.
    public long tcpAttemptFails;

    /// Connections that ended at once instead of by both sides' leave.
    public long tcpEstablishedResets;

    /// Of UDP, and of UDP-Lite, over IPv4 and IPv6.
    public final Datagrams udp = new Datagrams();

    public final Datagrams udpLite = new Datagrams();

    public final Datagrams udp6 = new Datagrams();

    public final Datagrams udpLite6 = new Datagrams();

    /// Datagrams of one protocol.
    public static final class Datagrams {
        /// Handed to a program.
        public long in;

        /// Sent to a port where nobody was.
        public long noPorts;

        public long out;

        /// Lost for want of room in the receiver's buffer.
        public long receiveBufferErrors;
    }

    /// @param address where a datagram goes
    Datagrams datagrams(int protocol, IpAddress address) {
        if (address.isV4()) {
            return protocol == IPPROTO_UDPLITE ? udpLite : udp;
        }
        return protocol == IPPROTO_UDPLITE ? udpLite6 : udp6;
    }

    /// kernel: tcp_set_state, for the way to `CLOSE`.
    void tcpCloses(TcpState from) {
        switch (from) {
            case SYN_SENT, SYN_RECV -> tcpAttemptFails++;
            case ESTABLISHED, CLOSE_WAIT -> tcpEstablishedResets++;
            default -> {}
        }
    }
}
