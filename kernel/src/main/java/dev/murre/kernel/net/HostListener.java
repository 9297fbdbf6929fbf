package dev.murre.kernel.net;

import java.util.function.Consumer;

/// A listening socket of the machine as the host's network sees it.
public final class HostListener {
    private final TcpSock sock;

    HostListener(TcpSock sock) {
        this.sock = sock;
    }

    /// The port it listens on.
    public int port() {
        return sock.localPort;
    }

    /// The address it listens on.
    public IpAddress address() {
        return sock.localAddress;
    }

    /// A host thread's news: somebody connected. `whenAdmitted` is given the machine's end of the
    /// connection, under the kernel's lock; it is not called when nobody listens any more.
    public void arrived(IpAddress from, int fromPort, Consumer<HostLink> whenAdmitted) {
        sock.net
                .kernel()
                .post(
                        () -> {
                            if (sock.isListening()) {
                                whenAdmitted.accept(admit(from, fromPort));
                            }
                        });
    }

    private HostLink admit(IpAddress from, int fromPort) {
        var local = sock.localAddress.isAny() ? IpAddress.LOOPBACK4 : sock.localAddress;
        TcpSock server = sock.connector.newConnection(local, from, fromPort);
        var link = new HostLink(server);
        sock.connector.admitFrom(link, server);
        return link;
    }
}
