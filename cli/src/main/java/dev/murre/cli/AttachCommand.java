package dev.murre.cli;

import dev.murre.runtime.control.ControlDirectory;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/// `murre attach`: looks at a machine that another `murre run` has started.
final class AttachCommand {
    private AttachCommand() {}

    /// @param words a process number or a socket, then a command for the machine; without one,
    ///     commands are read from standard input
    static int run(List<String> words) throws UsageException {
        boolean named =
                !words.isEmpty()
                        && (words.getFirst().matches("\\d+") || words.getFirst().contains("/"));
        var socket = named ? socket(words.getFirst()) : theOnlyOne();
        var command = String.join(" ", named ? words.subList(1, words.size()) : words);
        try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connection.connect(UnixDomainSocketAddress.of(socket));
            if (command.isEmpty()) {
                System.out.println("attached; help lists the commands");
                send(connection, "ps\n");
                Thread.ofPlatform().daemon().start(() -> sendInput(connection));
            } else {
                send(connection, command + "\n");
                connection.shutdownOutput();
            }
            var answers = Channels.newInputStream(connection);
            copy(answers);
            return 0;
        } catch (IOException e) {
            throw new UsageException(
                    "cannot reach the machine at " + socket + ": " + e.getMessage());
        }
    }

    private static Path socket(String name) throws UsageException {
        var path =
                name.contains("/")
                        ? Path.of(name)
                        : ControlDirectory.socketOf(
                                Quantity.whole("attach", name, 1, Integer.MAX_VALUE));
        if (!Files.exists(path)) {
            throw new UsageException("no machine listens at " + path);
        }
        return path;
    }

    private static Path theOnlyOne() throws UsageException {
        List<Path> all;
        try {
            all = ControlDirectory.sockets();
        } catch (IOException e) {
            throw new UsageException(
                    "cannot read " + ControlDirectory.path() + ": " + e.getMessage());
        }
        if (all.size() == 1) {
            return all.getFirst();
        }
        if (all.isEmpty()) {
            throw new UsageException("no machine runs that could be attached to");
        }
        throw new UsageException(
                "several machines run; say which: "
                        + all.stream()
                                .map(path -> "murre attach " + ControlDirectory.pidOf(path))
                                .collect(Collectors.joining(", ")));
    }

    private static void send(SocketChannel connection, String text) throws IOException {
        var bytes = java.nio.ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            connection.write(bytes);
        }
    }

    private static void sendInput(SocketChannel connection) {
        try {
            var out = Channels.newOutputStream(connection);
            System.in.transferTo(out);
            connection.shutdownOutput();
        } catch (IOException e) {
            // The machine has gone; the other direction says so.
        }
    }

    private static void copy(InputStream answers) throws IOException {
        var buffer = new byte[8192];
        for (int got = answers.read(buffer); got >= 0; got = answers.read(buffer)) {
            System.out.write(buffer, 0, got);
            System.out.flush();
        }
    }
}
