package dev.murre.runtime.control;

import dev.murre.kernel.debug.GdbConnection;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// gdb's packets on a TCP connection: `$packet#checksum`, and Ctrl-C between them.
public final class GdbSocket implements GdbConnection, AutoCloseable {
    private static final int INTERRUPT = 3;
    private static final int LAST_WORDS_MILLIS = 200;

    private final int port;
    private final IntConsumer listening;
    private final ServerSocket server;
    private final LinkedBlockingQueue<Optional<String>> packets = new LinkedBlockingQueue<>();
    private @Nullable OutputStream out;
    private @Nullable Socket socket;
    private volatile boolean acknowledges = true;
    private volatile Runnable interrupt = () -> {};

    /// Will listen on this host only, once the first program is about to run: who connects before
    /// would have to wait for the first answer, and gdb does not like to.
    ///
    /// @param port 0 for any
    /// @param listening gets the port when it is time
    public GdbSocket(int port, IntConsumer listening) throws IOException {
        this.port = port;
        this.listening = listening;
        this.server = new ServerSocket();
    }

    /// What Ctrl-C in gdb does.
    public void onInterrupt(Runnable action) {
        interrupt = action;
    }

    @Override
    public void await() {
        try {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1);
            listening.accept(server.getLocalPort());
            Socket accepted = server.accept();
            accepted.setTcpNoDelay(true);
            socket = accepted;
            out = new BufferedOutputStream(accepted.getOutputStream());
            var in = new BufferedInputStream(accepted.getInputStream());
            Thread.ofPlatform().daemon().name("murre-gdb").start(() -> read(in));
        } catch (IOException e) {
            System.err.println("murre: no gdb at port " + port + ": " + e.getMessage());
            packets.add(Optional.empty());
        }
    }

    private void read(InputStream in) {
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                if (c == INTERRUPT) {
                    interrupt.run();
                } else if (c == '$') {
                    packet(in);
                }
            }
        } catch (IOException e) {
            // gdb has gone.
        }
        packets.add(Optional.empty());
        interrupt.run();
    }

    private void packet(InputStream in) throws IOException {
        var text = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '#'; c = in.read()) {
            text.append((char) c);
        }
        in.skipNBytes(2);
        if (acknowledges) {
            write("+");
        }
        if (text.toString().equals("QStartNoAckMode")) {
            acknowledges = false;
        }
        packets.add(Optional.of(text.toString()));
    }

    @Override
    public @Nullable String receive() {
        try {
            return packets.take().orElse(null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    @Override
    public void send(String packet) {
        int sum = 0;
        for (int i = 0; i < packet.length(); i++) {
            sum += packet.charAt(i);
        }
        write("$" + packet + String.format("#%02x", sum & 0xff));
    }

    private synchronized void write(String bytes) {
        OutputStream to = out;
        if (to != null) {
            try {
                to.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
                to.flush();
            } catch (IOException e) {
                // The reader notices too.
            }
        }
    }

    /// The machine has ended: answers what gdb still asks at that moment, then hangs up.
    @Override
    public void close() throws IOException {
        try {
            Optional<String> packet =
                    out == null ? null : packets.poll(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            while (packet != null && packet.isPresent()) {
                String asked = packet.get();
                send(asked.startsWith("vFile") ? "F0" : asked.startsWith("q") ? "l" : "OK");
                packet = packets.poll(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        Socket to = socket;
        if (to != null) {
            to.close();
        }
    }
}
