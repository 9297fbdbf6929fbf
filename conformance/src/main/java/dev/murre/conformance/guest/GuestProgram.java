package dev.murre.conformance.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.murre.conformance.run.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// One guest program: its source, its binary, and what native Linux prints.
///
/// @param name subsystem and program, such as `process/fork_basic`
public record GuestProgram(String name) implements Comparable<GuestProgram> {
    private static final String SOURCE = ".c";

    /// All programs, in order.
    public static List<GuestProgram> all() throws IOException {
        var sources = sources();
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(SOURCE))
                    .map(file -> sources.relativize(file).toString())
                    .map(file -> file.substring(0, file.length() - SOURCE.length()))
                    .map(GuestProgram::new)
                    .sorted()
                    .toList();
        }
    }

    private static Path sources() {
        return ProgramRun.home().resolve("guest/src/tests");
    }

    /// The names in `guest/known-differences.txt`.
    public static List<String> knownDifferences() throws IOException {
        return Files.readAllLines(ProgramRun.home().resolve("guest/known-differences.txt")).stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /// What `guest/build.sh` made of it; there may be none.
    public Path binary() {
        return ProgramRun.home().resolve("build/guests").resolve(name);
    }

    /// What native Linux was recorded to print, ending with a line "exit status N".
    public String expected() throws IOException {
        return Files.readString(sources().resolve(name + ".expected"), ISO_8859_1);
    }

    @Override
    public int compareTo(GuestProgram other) {
        return name.compareTo(other.name);
    }
}
