package dev.murre.conformance.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.murre.runtime.Engine;
import dev.murre.runtime.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// One program to be run with the same small environment wherever it runs: natively, in a machine
/// inside this JVM, or by the `murre` command.
public final class ProgramRun {
    private static final Map<String, String> ENVIRONMENT =
            Map.of(
                    "PATH",
                    "/usr/bin:/bin:/usr/sbin:/sbin",
                    "HOME",
                    "/tmp",
                    "LC_ALL",
                    "C",
                    "TZ",
                    "UTC");

    private final List<String> command;
    private String input = "";
    private int seconds = 60;

    private ProgramRun(List<String> command) {
        this.command = command;
    }

    /// This program with these arguments.
    public static ProgramRun of(String... command) {
        return new ProgramRun(List.of(command));
    }

    /// The root of the source tree.
    public static Path home() {
        var home = System.getProperty("murre.home");
        return home == null ? Path.of("").toAbsolutePath() : Path.of(home);
    }

    /// Bytes for standard input, as Latin-1.
    public ProgramRun input(String text) {
        input = text;
        return this;
    }

    /// How long it may take before it is killed.
    public ProgramRun seconds(int limit) {
        seconds = limit;
        return this;
    }

    /// Runs it on this machine, by its own kernel, in `/tmp`.
    public Outcome natively() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(Path.of("/tmp").toFile());
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        return finish(builder.start());
    }

    /// Runs it in a machine of its own, in `/tmp`.
    public Outcome inMachine(Engine engine) throws IOException, InterruptedException {
        try (var machine = Machine.builder().engine(engine).build()) {
            var builder = machine.process(command.toArray(String[]::new)).directory("/tmp");
            builder.environment().putAll(ENVIRONMENT);
            var process = builder.start();
            var _ = process.onExit().thenRun(process::finishOutput);
            try {
                var outcome = finish(process);
                return outcome;
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\n" + machine.describeTasks(), e);
            }
        }
    }

    /// Runs it by the `murre` command, in a JVM of its own.
    ///
    /// @param options of `murre run`
    public Outcome byCommand(String... options) throws IOException, InterruptedException {
        var words = new ArrayList<String>();
        words.add(home().resolve("murre").toString());
        words.add("run");
        ENVIRONMENT.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.addAll(Arrays.asList(options));
        words.addAll(command);
        var builder = new ProcessBuilder(words);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return finish(builder.start());
    }

    /// Each stream has a thread of its own: one that waits must not keep the others from moving.
    private Outcome finish(Process process) throws InterruptedException {
        var output = new FutureTask<>(() -> readAll(process.getInputStream()));
        var errors = new FutureTask<>(() -> readAll(process.getErrorStream()));
        Thread.ofVirtual().start(output);
        Thread.ofVirtual().start(errors);
        Thread.ofVirtual().start(() -> feed(process.getOutputStream()));
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError(
                    "still running after " + seconds + " s: " + String.join(" ", command));
        }
        return new Outcome(result(output), result(errors), process.exitValue());
    }

    private static String result(FutureTask<String> text) throws InterruptedException {
        try {
            return text.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private void feed(OutputStream stdin) {
        try (stdin) {
            stdin.write(input.getBytes(ISO_8859_1));
        } catch (IOException e) {
            // The program ended without reading all of it, as programs may.
        }
    }

    private static String readAll(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
