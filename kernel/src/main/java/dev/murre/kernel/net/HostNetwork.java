package dev.murre.kernel.net;

/// The way out of the machine to the host's network. Called under the kernel's lock, so nothing
/// here may wait: threads of the host do the work and bring results in through the objects given.
public interface HostNetwork {
    /// Connects to an address that no socket of the machine answers for; ends in
    /// [HostLink#connected] or [HostLink#failed].
    void connect(HostLink link, IpAddress address, int port);

    /// A socket of the machine listens: whether the host listens on its behalf is the host's
    /// choice.
    void listening(HostListener listener);

    /// It does so no more.
    void stoppedListening(HostListener listener);

    /// Sends a datagram.
    ///
    /// @return 0 or `-errno`
    int sendDatagram(HostDatagrams from, IpAddress address, int port, byte[] data);

    /// A UDP socket that has sent something has been closed.
    void closed(HostDatagrams from);
}
