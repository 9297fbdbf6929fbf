package dev.murre.conformance.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Runs one command inside Murre, through the launcher that users run.
final class GuestRun {
    private static final List<String> SYMPTOMS =
            List.of(
                    "internal error",
                    "Exception",
                    "at dev.murre",
                    "panic",
                    "AssertionError",
                    "OutOfMemory",
                    "# A fatal");

    private final Path launcher;
    private final Path rootFs;

    GuestRun(Path repository, Path rootFs) {
        launcher = repository.resolve("murre");
        this.rootFs = rootFs;
    }

    /// @param problem what is wrong with the run, or null
    record Outcome(String output, @Nullable String problem) {}

    /// Runs `command`, and kills Murre if it is still there after `timeoutSeconds`.
    Outcome run(long timeoutSeconds, String... command) throws IOException, InterruptedException {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                launcher.toString(),
                                "run",
                                "--root",
                                rootFs.toString(),
                                "-T",
                                "--"));
        line.addAll(List.of(command));
        Path log = Files.createTempFile("murre-fuzz", ".log");
        try {
            Process process =
                    new ProcessBuilder(line)
                            .redirectErrorStream(true)
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(log.toFile())
                            .start();
            boolean ended = process.waitFor(timeoutSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String output = new String(Files.readAllBytes(log), StandardCharsets.ISO_8859_1);
            String problem = ended ? problemOf(output, process.exitValue()) : "no end in time";
            return new Outcome(output, problem);
        } finally {
            Files.delete(log);
        }
    }

    private static @Nullable String problemOf(String output, int status) {
        for (String symptom : SYMPTOMS) {
            int at = output.indexOf(symptom);
            if (at >= 0) {
                int from = Math.max(0, output.lastIndexOf('\n', at));
                return output.substring(from, Math.min(output.length(), at + 1500)).strip();
            }
        }
        return status == 0 ? null : "exit status " + status + ": " + output.strip();
    }
}
