package dev.murre.kernel.net;

/// The way out of the machine to the host's network. Its threads bring results in through
/// [dev.murre.kernel.base.KernelServices#post].
public interface HostNetwork {
    /// Connects a TCP socket to an address outside the machine; ends in `established` or `fail` of
    /// the socket.
    void connect(TcpSock sock, IpAddress address, int port);

    /// A socket of the machine listens: whether the host listens on its behalf is the host's
    /// choice.
    void listening(TcpSock sock);

    void stoppedListening(TcpSock sock);

    /// Sends a datagram from a UDP socket of the machine.
    ///
    /// @return 0 or `-errno`
    int sendDatagram(UdpSock sock, IpAddress address, int port, byte[] data, int length);

    /// A UDP socket of the machine has been closed.
    void closed(UdpSock sock);
}
