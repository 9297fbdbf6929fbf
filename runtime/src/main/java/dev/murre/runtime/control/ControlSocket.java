package dev.murre.runtime.control;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Listens for people who want to look at a machine.
public final class ControlSocket implements AutoCloseable {
    private final MachineView machine;
    private final Path path;
    private volatile @Nullable ServerSocketChannel server;
    private volatile boolean closed;

    private ControlSocket(MachineView machine, Path path) {
        this.machine = machine;
        this.path = path;
    }

    /// Listens at a path, at once.
    ///
    /// @throws IOException if that is not possible
    public static ControlSocket at(MachineView machine, Path path) throws IOException {
        var socket = new ControlSocket(machine, path);
        Files.deleteIfExists(path);
        socket.open();
        start("murre-control", socket::accept);
        return socket;
    }

    /// Listens in the user's directory once the machine has run for a moment: who runs `ls` neither
    /// waits for it nor attaches to it.
    ///
    /// @param problem gets a sentence if it is not possible
    public static ControlSocket later(
            MachineView machine, long delayMillis, Consumer<String> problem) {
        var socket =
                new ControlSocket(
                        machine, ControlDirectory.socketOf(ProcessHandle.current().pid()));
        start(
                "murre-control",
                () -> {
                    try {
                        Thread.sleep(delayMillis);
                        if (!socket.closed) {
                            ControlDirectory.make();
                            Files.deleteIfExists(socket.path);
                            socket.open();
                            socket.accept();
                        }
                    } catch (IOException | UnsupportedOperationException e) {
                        problem.accept("no control socket: " + e.getMessage());
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        return socket;
    }

    private static void start(String name, Runnable work) {
        Thread.ofPlatform().daemon().name(name).start(work);
    }

    private synchronized void open() throws IOException {
        if (closed) {
            return;
        }
        var channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(path));
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        server = channel;
    }

    private void accept() {
        var channel = server;
        while (channel != null && !closed) {
            try {
                SocketChannel connection = channel.accept();
                start("murre-control", () -> new ControlSession(machine, connection).run());
            } catch (IOException e) {
                return;
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            synchronized (this) {
                var channel = server;
                if (channel != null) {
                    channel.close();
                    Files.deleteIfExists(path);
                }
            }
        } catch (IOException e) {
            // It goes with the process.
        }
    }
}
