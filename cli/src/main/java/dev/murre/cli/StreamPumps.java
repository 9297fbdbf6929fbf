package dev.murre.cli;

import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.host.GuestInput;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/// Carries bytes between this process's standard streams and a guest's.
final class StreamPumps {
    private static final int CHUNK = 64 * 1024;

    private final GuestProcess process;
    private final List<Thread> outputs = new ArrayList<>();

    StreamPumps(GuestProcess process) {
        this.process = process;
    }

    /// Reads standard input whenever the guest wants some, and not before: what the guest leaves
    /// unread stays for whoever reads it next.
    void input() {
        start("murre-stdin", () -> feed(process.input()));
    }

    void output() {
        var from = process.getInputStream();
        outputs.add(start("murre-stdout", () -> copy(from, FileDescriptor.out)));
    }

    void errors() {
        var from = process.getErrorStream();
        outputs.add(start("murre-stderr", () -> copy(from, FileDescriptor.err)));
    }

    /// Waits until everything has been written.
    void drain() throws InterruptedException {
        process.finishOutput();
        for (var thread : outputs) {
            thread.join();
        }
    }

    private static Thread start(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    private static void feed(GuestInput input) {
        var bytes = new byte[CHUNK];
        try (OutputStream guest = input.asOutputStream();
                var host = new FileInputStream(FileDescriptor.in)) {
            for (int wanted = input.awaitDemand(); wanted > 0; wanted = input.awaitDemand()) {
                int count = host.read(bytes, 0, Math.min(wanted, bytes.length));
                if (count < 0) {
                    return;
                }
                guest.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // The guest sees the end of its input.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends with the guest's stream; when the host's stream breaks, the guest's next write gets
    /// EPIPE.
    private static void copy(InputStream guest, FileDescriptor to) {
        var bytes = new byte[CHUNK];
        try (guest) {
            @SuppressWarnings("resource") // The descriptor is not ours to close.
            var host = new FileOutputStream(to);
            for (int count = guest.read(bytes); count >= 0; count = guest.read(bytes)) {
                host.write(bytes, 0, count);
            }
        } catch (IOException e) {
            // Closing the guest's stream tells it.
        }
    }
}
