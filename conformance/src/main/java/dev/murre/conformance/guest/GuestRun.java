package dev.murre.conformance.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.murre.runtime.Engine;
import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.Machine;
import dev.murre.runtime.ProgramException;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs a program in a fresh, empty working directory, with no input and a known environment, as
/// `guest/native.sh` does. The result is what it printed and a line with its exit status.
public final class GuestRun {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("PATH", "/usr/bin:/bin", "HOME", "/");

    /// For switching the machine on and off.
    private static final int PATIENCE_SECONDS = 5;

    private final GuestProgram program;
    private final int seconds;
    private final int cpus;

    /// In machines of one processor.
    ///
    /// @param seconds how long it may take before it is stopped
    public GuestRun(GuestProgram program, int seconds) {
        this(program, seconds, 1);
    }

    /// @param seconds how long it may take before it is stopped
    /// @param cpus how many processors the machine has
    public GuestRun(GuestProgram program, int seconds, int cpus) {
        this.program = program;
        this.seconds = seconds;
        this.cpus = cpus;
    }

    /// On this machine, by its own kernel.
    public String natively() throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("guest");
        try {
            var builder =
                    new ProcessBuilder(program.binary().toString())
                            .directory(directory.toFile())
                            .redirectInput(new File("/dev/null"))
                            .redirectError(ProcessBuilder.Redirect.DISCARD);
            builder.environment().clear();
            builder.environment().putAll(ENVIRONMENT);
            var process = builder.start();
            var output = readAll(process.getInputStream());
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return result(output, process.exitValue());
        } finally {
            delete(directory);
        }
    }

    /// In a machine of its own inside this JVM. Its files stay in the machine's memory.
    ///
    /// A machine that neither ends nor answers is left behind, and the result says where it hangs.
    public String underMurre(Engine engine) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("guest");
        try {
            var result = new FutureTask<>(() -> inMachine(engine, directory));
            Thread.ofPlatform().daemon().name("guest-run").start(result);
            return result.get(seconds + PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return "the machine hangs\n" + processorStacks();
        } catch (ExecutionException e) {
            return "the machine failed: "
                    + Arrays.toString(Objects.requireNonNull(e.getCause()).getStackTrace())
                    + e
                    + "\n";
        } finally {
            delete(directory);
        }
    }

    private String inMachine(Engine engine, Path directory)
            throws IOException, InterruptedException, ProgramException {
        GuestProcess process;
        CompletableFuture<String> output;
        try (var machine = Machine.builder().engine(engine).cpus(cpus).build()) {
            var builder =
                    machine.process(program.binary().toString()).directory(directory.toString());
            builder.environment().putAll(ENVIRONMENT);
            process = builder.start();
            process.getOutputStream().close();
            output = readAll(process.getInputStream());
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                var tasks = machine.describeTasks();
                process.finishOutput();
                return output.join() + "still running after " + seconds + " s\n" + tasks;
            }
        }
        process.finishOutput();
        return result(output, process.exitValue());
    }

    private static String processorStacks() {
        var text = new StringBuilder();
        Thread.getAllStackTraces()
                .forEach(
                        (thread, frames) -> {
                            if (thread.getName().startsWith("murre-cpu")) {
                                text.append(thread.getName()).append('\n');
                                for (var frame : frames) {
                                    text.append("  ").append(frame).append('\n');
                                }
                            }
                        });
        return text.toString();
    }

    private static String result(CompletableFuture<String> output, int status) {
        return output.join() + "exit status " + status + "\n";
    }

    private static CompletableFuture<String> readAll(InputStream stream) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try (stream) {
                        return new String(stream.readAllBytes(), ISO_8859_1);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
