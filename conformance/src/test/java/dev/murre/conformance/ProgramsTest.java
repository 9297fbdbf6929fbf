package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.conformance.run.Outcome;
import dev.murre.conformance.run.ProgramRun;
import dev.murre.runtime.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Longer scripts of real use, under `programs`: git, make and gcc, Python, Perl, archives,
/// databases,
/// text tools, strace and gdb. What they print under Murre must be what they print natively.
/// `-Dmurre.only=NAME,NAME` picks some.
@Tag("slow")
class ProgramsTest {
    private static final int SECONDS = 600;

    private static final List<String> NAMES =
            List.of(
                    "archives",
                    "bash-programs",
                    "databases",
                    "debugging",
                    "git-workflow",
                    "make-project",
                    "perl-programs",
                    "python-programs",
                    "text-tools");

    @TestFactory
    Stream<DynamicTest> agreesWithNative() {
        var only = System.getProperty("murre.only", "");
        return NAMES.stream()
                .filter(name -> only.isEmpty() || List.of(only.split(",")).contains(name))
                .map(name -> DynamicTest.dynamicTest(name, () -> compare(name)));
    }

    private static void compare(String name) throws IOException, InterruptedException {
        assertEquals(
                run(name, ProgramRun::natively), run(name, run -> run.inMachine(Engine.MIXED)));
    }

    private interface Way {
        Outcome run(ProgramRun program) throws IOException, InterruptedException;
    }

    /// Standard output and exit status, from a fresh directory that is called DIR in the text.
    private static String run(String name, Way way) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("murre-program");
        try {
            Files.writeString(directory.resolve("script.sh"), text(name), UTF_8);
            var script = "cd " + directory + " && . ./script.sh";
            var outcome = way.run(ProgramRun.of("bash", "-c", script).seconds(SECONDS));
            var output = outcome.output().replace(directory.toString(), "DIR");
            return output + "status " + outcome.status();
        } finally {
            delete(directory);
        }
    }

    private static String text(String name) throws IOException {
        try (var stream = ProgramsTest.class.getResourceAsStream("programs/" + name + ".sh")) {
            return new String(stream.readAllBytes(), UTF_8);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
