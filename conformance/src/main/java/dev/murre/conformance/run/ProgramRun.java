package dev.murre.conformance.run;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// One run of a program, with the same small environment wherever it runs.
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

    /// On this machine, by its own kernel.
    public static ProgramRun natively(List<String> command) {
        return new ProgramRun(command);
    }

    /// Under Murre, by the launcher of the source tree.
    ///
    /// @param options of `murre run`
    public static ProgramRun underMurre(List<String> options, List<String> command) {
        var words = new ArrayList<String>();
        words.add(murre().toString());
        words.add("run");
        ENVIRONMENT.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.addAll(options);
        words.addAll(command);
        return new ProgramRun(words);
    }

    /// The launcher.
    public static Path murre() {
        return home().resolve("murre");
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

    /// Runs it to its end.
    ///
    /// @throws AssertionError if it takes too long
    public Outcome run() throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).directory(Path.of("/tmp").toFile());
        var javaHome = System.getProperty("java.home");
        var hostHome = System.getenv("HOME");
        builder.environment().clear();
        builder.environment().putAll(ENVIRONMENT);
        if (command.getFirst().equals(murre().toString())) {
            builder.environment().put("JAVA_HOME", javaHome);
            builder.environment().put("HOME", hostHome == null ? "/root" : hostHome);
        }
        var process = builder.start();
        var output = CompletableFuture.supplyAsync(() -> readAll(process.getInputStream()));
        var errors = CompletableFuture.supplyAsync(() -> readAll(process.getErrorStream()));
        try (var stdin = process.getOutputStream()) {
            stdin.write(input.getBytes(ISO_8859_1));
        } catch (IOException e) {
            // The program ended without reading all of it, as programs may.
        }
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(
                    "still running after "
                            + seconds
                            + " s: "
                            + String.join(" ", command)
                            + "\noutput so far:\n"
                            + output.join()
                            + errors.join());
        }
        return new Outcome(output.join(), errors.join(), process.exitValue());
    }

    private static String readAll(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
