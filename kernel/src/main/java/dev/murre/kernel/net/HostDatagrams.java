package dev.murre.kernel.net;

/// A UDP socket of the machine as the host's network sees it.
public final class HostDatagrams {
    private final UdpSock sock;

    HostDatagrams(UdpSock sock) {
        this.sock = sock;
    }

    /// A host thread's news: a datagram came for this socket.
    public void arrived(byte[] data, IpAddress from, int fromPort) {
        sock.net.kernel().post(() -> sock.arrivedFromHost(data, from, fromPort));
    }

    /// A host thread's news: nobody listens where the last datagram went.
    public void unreachable() {
        sock.net.kernel().post(sock::unreachable);
    }
}
