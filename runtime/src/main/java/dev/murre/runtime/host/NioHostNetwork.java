package dev.murre.runtime.host;

import dev.murre.abi.Errno;
import dev.murre.kernel.net.HostDatagrams;
import dev.murre.kernel.net.HostLink;
import dev.murre.kernel.net.HostListener;
import dev.murre.kernel.net.HostNetwork;
import dev.murre.kernel.net.IpAddress;
import dev.murre.runtime.NetworkMode;
import dev.murre.runtime.PortForward;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The host's network by Java's channels; each connection is served by two virtual threads.
///
/// With [NetworkMode#NONE] nothing leaves the machine, and only the forwarded ports come in.
public final class NioHostNetwork implements HostNetwork {
    private static final int BUFFER = 64 * 1024;

    private final NetworkMode mode;
    private final List<PortForward> ports;
    private final Map<HostListener, ServerSocketChannel> servers = new ConcurrentHashMap<>();
    private final Map<HostDatagrams, DatagramChannel> datagrams = new ConcurrentHashMap<>();

    public NioHostNetwork(NetworkMode mode, List<PortForward> ports) {
        this.mode = mode;
        this.ports = List.copyOf(ports);
    }

    // Connections out of the machine.

    @Override
    public void connect(HostLink link, IpAddress address, int port) {
        if (mode == NetworkMode.NONE) {
            link.failed(address.isLoopback() ? Errno.ECONNREFUSED : Errno.ENETUNREACH);
            return;
        }
        start("connect", () -> connectAndServe(link, address, port));
    }

    private static void connectAndServe(HostLink link, IpAddress address, int port) {
        try {
            var channel = SocketChannel.open(socketAddress(address, port));
            link.connected();
            serve(link, channel);
        } catch (IOException e) {
            link.failed(errno(e));
        }
    }

    private static void serve(HostLink link, SocketChannel channel) {
        var receiver = start("receive", () -> receive(link, channel));
        try (channel) {
            send(link, channel);
            receiver.join();
        } catch (IOException e) {
            link.broken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        link.finished();
    }

    private static void send(HostLink link, SocketChannel channel)
            throws IOException, InterruptedException {
        var bytes = new byte[BUFFER];
        int count = link.takeOutgoing(bytes);
        while (count >= 0) {
            var buffer = ByteBuffer.wrap(bytes, 0, count);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            count = link.takeOutgoing(bytes);
        }
        if (link.isReset()) {
            channel.close();
        } else {
            channel.shutdownOutput();
        }
    }

    private static void receive(HostLink link, SocketChannel channel) {
        var bytes = new byte[BUFFER];
        var buffer = ByteBuffer.wrap(bytes);
        try {
            int count = channel.read(buffer);
            while (count >= 0 && link.bring(bytes, count)) {
                buffer.clear();
                count = channel.read(buffer);
            }
            link.ended();
        } catch (IOException e) {
            link.broken();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // Connections into the machine.

    @Override
    public void listening(HostListener listener) {
        var hostPort = hostPort(listener.port());
        if (hostPort.isEmpty()) {
            return;
        }
        try {
            var anywhere = mode == NetworkMode.HOST && listener.address().isAny();
            var address =
                    anywhere
                            ? new InetSocketAddress(hostPort.getAsInt())
                            : new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), hostPort.getAsInt());
            var server = ServerSocketChannel.open();
            server.bind(address);
            servers.put(listener, server);
            start("accept", () -> accept(listener, server));
        } catch (IOException e) {
            System.err.println(
                    "murre: cannot listen on host port "
                            + hostPort.getAsInt()
                            + ": "
                            + e.getMessage());
        }
    }

    private OptionalInt hostPort(int guestPort) {
        for (var forward : ports) {
            if (forward.guestPort() == guestPort) {
                return OptionalInt.of(forward.hostPort());
            }
        }
        return mode == NetworkMode.HOST ? OptionalInt.of(guestPort) : OptionalInt.empty();
    }

    private static void accept(HostListener listener, ServerSocketChannel server) {
        try (server) {
            while (true) {
                var channel = server.accept();
                var peer = (InetSocketAddress) channel.getRemoteAddress();
                listener.arrived(
                        IpAddress.of(peer.getAddress().getAddress()),
                        peer.getPort(),
                        link -> start("send", () -> serve(link, channel)));
            }
        } catch (IOException e) {
            // Closed: nobody listens any more.
        }
    }

    @Override
    public void stoppedListening(HostListener listener) {
        closeQuietly(servers.remove(listener));
    }

    // Datagrams.

    @Override
    public int sendDatagram(HostDatagrams from, IpAddress address, int port, byte[] data) {
        if (mode == NetworkMode.NONE) {
            if (address.isLoopback()) {
                from.unreachable();
                return 0;
            }
            return -Errno.ENETUNREACH.number;
        }
        try {
            var channel = datagrams.get(from);
            if (channel == null) {
                channel = DatagramChannel.open();
                channel.bind(null);
                datagrams.put(from, channel);
                var opened = channel;
                start("datagrams", () -> receiveDatagrams(from, opened));
            }
            channel.send(ByteBuffer.wrap(data), socketAddress(address, port));
            return 0;
        } catch (IOException e) {
            return -errno(e).number;
        }
    }

    private static void receiveDatagrams(HostDatagrams to, DatagramChannel channel) {
        var buffer = ByteBuffer.allocate(BUFFER);
        try {
            while (true) {
                buffer.clear();
                var peer = (InetSocketAddress) channel.receive(buffer);
                buffer.flip();
                var data = new byte[buffer.remaining()];
                buffer.get(data);
                to.arrived(data, IpAddress.of(peer.getAddress().getAddress()), peer.getPort());
            }
        } catch (PortUnreachableException e) {
            to.unreachable();
        } catch (IOException e) {
            // Closed with its socket.
        }
    }

    @Override
    public void closed(HostDatagrams from) {
        closeQuietly(datagrams.remove(from));
    }

    // Help.

    private static Thread start(String what, Runnable work) {
        return Thread.ofVirtual().name("murre-net-" + what).start(work);
    }

    private static InetSocketAddress socketAddress(IpAddress address, int port)
            throws UnknownHostException {
        return new InetSocketAddress(InetAddress.getByAddress(address.bytes()), port);
    }

    private static Errno errno(IOException e) {
        return switch (e) {
            case ConnectException refused -> Errno.ECONNREFUSED;
            case NoRouteToHostException unreachable -> Errno.EHOSTUNREACH;
            case SocketTimeoutException late -> Errno.ETIMEDOUT;
            default -> Errno.ENETUNREACH;
        };
    }

    private static void closeQuietly(@Nullable Channel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing is lost: it was to end.
            }
        }
    }
}
