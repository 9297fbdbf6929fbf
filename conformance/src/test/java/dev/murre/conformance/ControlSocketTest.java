package dev.murre.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.runtime.Machine;
import dev.murre.runtime.RootFs;
import dev.murre.runtime.control.ControlSocket;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A running machine seen from outside.
@Tag("slow")
class ControlSocketTest {
    @TempDir Path directory;

    private String ask(String command) throws IOException {
        try (var connection = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            connection.connect(UnixDomainSocketAddress.of(directory.resolve("socket")));
            connection.write(ByteBuffer.wrap((command + "\n").getBytes(StandardCharsets.UTF_8)));
            connection.shutdownOutput();
            return new String(
                    Channels.newInputStream(connection).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Whether the two programs of the pipeline run, and the second one waits for input.
    private static boolean both(String all) {
        return all.lines().anyMatch(line -> line.contains("read ") && line.endsWith(" cat"))
                && all.lines().anyMatch(line -> line.endsWith("sleep 1000"));
    }

    @Test
    void aWaitingPipelineIsSeenAndEnded() throws Exception {
        try (var machine = Machine.builder().root(new RootFs.BuiltIn()).build();
                var control = ControlSocket.at(machine, directory.resolve("socket"))) {
            var shell =
                    machine.process("/bin/sh", "-c", "echo ready; sleep 1000 | cat; echo end")
                            .directory("/")
                            .start();
            var output = shell.inputReader();
            assertEquals("ready", output.readLine());
            var all = ask("ps");
            while (!both(all)) {
                Thread.sleep(10);
                all = ask("ps");
            }
            var line = all.lines().filter(l -> l.endsWith(" cat")).findFirst().orElseThrow();
            var cat = line.strip().split(" +")[0];
            assertTrue(ask("tree").contains("cat(" + cat + ") S"));
            assertTrue(ask("calls").contains("read(0, ..., "));
            var stack = ask("stack " + cat);
            assertTrue(stack.contains("→ schedule") && stack.contains("← thread.sp"), stack);
            assertTrue(ask("maps " + cat).contains("[stack]"));
            assertTrue(ask("files " + cat).contains("0 r-"));
            assertEquals("no task 9999\n", ask("stack 9999"));
            assertTrue(ask("kill -INT " + cat).startsWith("sent SIGINT"));
            var sleep = all.lines().filter(l -> l.endsWith("sleep 1000")).findFirst().orElseThrow();
            ask("kill -KILL " + sleep.strip().split(" +")[0]);
            assertEquals("end", output.readLine());
            shell.waitFor();
            assertTrue(control != null);
        }
        assertFalse(Files.exists(directory.resolve("socket")));
    }
}
