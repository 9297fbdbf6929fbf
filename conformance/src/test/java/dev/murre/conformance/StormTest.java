package dev.murre.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.murre.conformance.guest.GuestProgram;
import dev.murre.runtime.Machine;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A short storm of births, programs, threads and signals leaves no task, kernel stack, page or
/// descriptor behind and loses no wake-up. `./dev storm` runs longer ones.
@Tag("slow")
class StormTest {
    private static final String ROUNDS = "600";

    @ParameterizedTest
    @CsvSource({
        "process/storm, 1, 1",
        "process/storm, 2, 3",
        "i386/process/storm, 3, 1",
        "i386/process/storm, 4, 2"
    })
    void leavesNothingBehind(String name, String seed, int cpus) throws Exception {
        var binary = new GuestProgram(name).binary();
        assumeTrue(Files.exists(binary), "not built");
        try (var machine = Machine.builder().cpus(cpus).build()) {
            var process = machine.process(binary.toString(), seed, ROUNDS, "exact").start();
            process.getOutputStream().close();
            var output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            assertTrue(process.waitFor(120, TimeUnit.SECONDS), machine.describeTasks());
            assertEquals(
                    """
                    nobody is left: yes
                    all the children were reaped: yes
                    wake-ups lost: 0
                    descriptors more: 0
                    threads: 1
                    tasks more: 0
                    kernel stacks more, kB: 0
                    memory is back: yes
                    """,
                    output.replaceFirst("(?m)^born .*\n", ""),
                    "seed " + seed);
        }
    }
}
