package dev.murre.conformance.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.murre.conformance.run.ProgramRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// One guest program: its source, its binary, and what native Linux prints.
///
/// @param name subsystem and program, such as `process/fork_basic`, after `i386/` when it is built
///     for i386
public record GuestProgram(String name) implements Comparable<GuestProgram> {
    private static final String SOURCE = ".c";
    private static final String I386 = "i386/";
    private static final Pattern WIDTHS = Pattern.compile("^// widths: (.*)$", Pattern.MULTILINE);

    /// All programs, in order.
    public static List<GuestProgram> all() throws IOException {
        var sources = sources();
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(SOURCE))
                    .flatMap(file -> builds(sources, file))
                    .sorted()
                    .toList();
        }
    }

    /// A program for each width it is meant for, as `guest/build.sh` builds them.
    private static Stream<GuestProgram> builds(Path sources, Path file) {
        var path = sources.relativize(file).toString();
        var name = path.substring(0, path.length() - SOURCE.length());
        var widths = WIDTHS.matcher(text(file));
        var which = widths.find() ? widths.group(1) : "64 32";
        return Stream.of("64", "32")
                .filter(which::contains)
                .map(width -> new GuestProgram(width.equals("32") ? I386 + name : name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
    public String expected() {
        if (name.startsWith(I386)) {
            var own = sources().resolve(name.substring(I386.length()) + ".i386.expected");
            if (Files.exists(own)) {
                return text(own);
            }
        }
        return text(sources().resolve(withoutWidth() + ".expected"));
    }

    /// Subsystem and program.
    String withoutWidth() {
        return name.startsWith(I386) ? name.substring(I386.length()) : name;
    }

    @Override
    public int compareTo(GuestProgram other) {
        return name.compareTo(other.name);
    }
}
