package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.conformance.run.KnownDifferences;
import dev.murre.conformance.run.Outcome;
import dev.murre.conformance.run.ProgramRun;
import dev.murre.runtime.Engine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/// Holds real programs under Murre against the same programs on this machine's own Linux: output,
/// errors and exit status. The commands stand in `agreement.txt`; `-Dmurre.only=NAME,NAME` picks
/// some.
@Tag("slow")
class AgreementTest {
    /// A shell's report of a killed child: the child's number is nobody's business.
    private static final Pattern PID = Pattern.compile("(line \\d+:) +\\d+ ");

    private static final KnownDifferences KNOWN = KnownDifferences.in("known-differences.txt");
    private static final int SECONDS = 180;
    private static final String INPUT = "one\ntwo\nthree\n";

    private record Case(String name, String script) {}

    @TestFactory
    Stream<DynamicTest> agreesWithNative() {
        var only = System.getProperty("murre.only", "");
        var names = new HashSet<String>();
        return lines("agreement.txt")
                .map(AgreementTest::parse)
                .filter(each -> only.isEmpty() || List.of(only.split(",")).contains(each.name))
                .peek(each -> assertEquals(true, names.add(each.name), "twice: " + each.name))
                .map(AgreementTest::test);
    }

    private static DynamicTest test(Case each) {
        return DynamicTest.dynamicTest(
                each.name,
                () -> {
                    var expected = natively(each);
                    assumeTrue(
                            each.name.equals("not-found")
                                    || !expected.errors().contains("command not found"),
                            "not installed here: " + expected.errors());
                    var actual = underMurre(each);
                    KNOWN.check(each.name, shown(expected), shown(actual));
                });
    }

    private static String shown(Outcome outcome) {
        return "status "
                + outcome.status()
                + "\n"
                + outcome.output()
                + "errors:\n"
                + outcome.errors();
    }

    private static Outcome natively(Case each) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("murre-native");
        try {
            return normal(inside(directory, each).natively(), directory);
        } finally {
            delete(directory);
        }
    }

    private static Outcome underMurre(Case each) throws IOException, InterruptedException {
        var directory = Files.createTempDirectory("murre-guest");
        try {
            return normal(inside(directory, each).inMachine(Engine.MIXED), directory);
        } finally {
            delete(directory);
        }
    }

    private static ProgramRun inside(Path directory, Case each) {
        var script = "cd " + directory + " || exit\n" + each.script;
        return ProgramRun.of("bash", "-c", script).input(INPUT).seconds(SECONDS);
    }

    /// The working directory's name differs between the runs, and with it what programs say of it.
    private static Outcome normal(Outcome outcome, Path directory) {
        var name = directory.toString();
        return new Outcome(
                outcome.output().replace(name, "DIR"),
                PID.matcher(outcome.errors().replace(name, "DIR")).replaceAll("$1 PID "),
                outcome.status());
    }

    private static Case parse(String line) {
        int colon = line.indexOf(": ");
        return new Case(line.substring(0, colon), line.substring(colon + 2));
    }

    private static Stream<String> lines(String resource) {
        try (var stream = AgreementTest.class.getResourceAsStream(resource)) {
            return new String(stream.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
