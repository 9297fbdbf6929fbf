package dev.murre.conformance.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.runtime.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every guest program must print under Murre what native Linux prints; the exceptions stand in
/// `guest/known-differences.txt`, which may only shrink. `-Dmurre.only=NAME,NAME` picks some.
@Tag("slow")
class GuestProgramsTest {
    private static final int SECONDS = 60;

    @TestFactory
    Stream<DynamicTest> murreAgrees() throws IOException {
        var known = Set.copyOf(GuestProgram.knownDifferences());
        return chosen().map(program -> underMurre(program, known.contains(program.name())));
    }

    /// Holds the recorded outputs against this host, when asked to by `-Dmurre.native=true`: some
    /// depend
    /// on how busy a host is and on what signals its caller ignores. It must be a Linux that can
    /// tell.
    @TestFactory
    Stream<DynamicTest> nativeAgrees() throws IOException {
        boolean able =
                Boolean.getBoolean("murre.native")
                        && System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64")
                        && System.getProperty("user.name").equals("root");
        return able ? chosen().map(GuestProgramsTest::natively) : Stream.empty();
    }

    @Test
    void knownDifferencesArePrograms() throws IOException {
        var names = new HashSet<String>();
        GuestProgram.all().forEach(program -> names.add(program.name()));
        for (var name : GuestProgram.knownDifferences()) {
            assertTrue(names.contains(name), "no such program: " + name);
        }
    }

    private static Stream<GuestProgram> chosen() throws IOException {
        var only = System.getProperty("murre.only", "");
        return GuestProgram.all().stream()
                .filter(each -> only.isEmpty() || List.of(only.split(",")).contains(each.name()));
    }

    private static DynamicTest underMurre(GuestProgram program, boolean knownToDiffer) {
        return DynamicTest.dynamicTest(
                program.name(),
                () -> {
                    assumeTrue(Files.exists(program.binary()), "not built");
                    var actual = new GuestRun(program, SECONDS).underMurre(Engine.MIXED);
                    if (knownToDiffer) {
                        assertNotEquals(
                                program.expected(),
                                actual,
                                program.name() + " agrees: take it off the list");
                    } else {
                        assertEquals(program.expected(), actual);
                    }
                });
    }

    private static DynamicTest natively(GuestProgram program) {
        return DynamicTest.dynamicTest(
                program.name() + " natively",
                () -> {
                    assumeTrue(Files.exists(program.binary()), "not built");
                    assertEquals(program.expected(), new GuestRun(program, SECONDS).natively());
                });
    }
}
