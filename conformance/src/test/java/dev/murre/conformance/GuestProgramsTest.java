package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.murre.conformance.run.KnownDifferences;
import dev.murre.conformance.run.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Runs our own guest programs (`guest/src/tests`), built by `guest/build.sh`, and expects what
/// they print natively. `-Dmurre.only=PREFIX` picks some.
@Disabled("the kernel does not start programs yet")
@Tag("slow")
class GuestProgramsTest {
    private static final Path SOURCES = ProgramRun.home().resolve("guest/src/tests");
    private static final Path BINARIES = ProgramRun.home().resolve("build/guests");
    private static final KnownDifferences KNOWN =
            KnownDifferences.in("known-guest-differences.txt");

    @TestFactory
    Stream<DynamicTest> printsWhatItPrintsNatively() throws IOException {
        var only = System.getProperty("murre.only", "");
        try (var files = Files.walk(SOURCES)) {
            return files
                    .filter(file -> file.toString().endsWith(".expected"))
                    .map(file -> SOURCES.relativize(file).toString().replace(".expected", ""))
                    .filter(name -> name.startsWith(only))
                    .filter(name -> Files.exists(BINARIES.resolve(name)))
                    .sorted()
                    .map(name -> DynamicTest.dynamicTest(name, () -> check(name)))
                    .toList()
                    .stream();
        }
    }

    private static void check(String name) throws IOException, InterruptedException {
        var expected = Files.readString(SOURCES.resolve(name + ".expected"), ISO_8859_1);
        var directory = Files.createTempDirectory("guest");
        try {
            var options = List.of("--quiet", "-w", directory.toString(), "--timeout", "30");
            var command = List.of("sh", "-c", "umask 022; exec " + BINARIES.resolve(name));
            var outcome = ProgramRun.underMurre(options, command).run();
            KNOWN.check(
                    name, expected, outcome.output() + "exit status " + outcome.status() + "\n");
        } finally {
            Files.delete(directory);
        }
    }
}
