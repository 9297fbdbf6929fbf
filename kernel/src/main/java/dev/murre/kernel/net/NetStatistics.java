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

    /// Of UDP, and of UDP-Lite.
    public final Datagrams udp = new Datagrams();

    public final Datagrams udpLite = new Datagrams();

    /// Datagrams of IPv4.
    public static final class Datagrams {
        /// Handed to a program.
        public long in;

        /// Sent to a port where nobody was.
        public long noPorts;

        public long out;

        /// Lost for want of room in the receiver's buffer.
        public long receiveBufferErrors;
    }

    Datagrams datagrams(int protocol) {
        return protocol == IPPROTO_UDPLITE ? udpLite : udp;
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
