package dev.murre.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.conformance.run.ProgramRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The `murre` command as a user meets it: a process with streams, signals and an exit status.
@Tag("slow")
class CommandTest {
    private static final int BUSY_HOST_SECONDS = 120;

    @TempDir Path directory;

    @Test
    void theReadmesCommandRuns() throws Exception {
        var script = "echo hello from $BASH_VERSION, pid $$; ls / | wc -l";
        var outcome = run("bash", "-c", script).byCommand("--quiet");
        assertTrue(outcome.output().startsWith("hello from 5."), outcome.toString());
        assertEquals(0, outcome.status(), outcome.errors());
    }

    @Test
    void statusesAreThoseOfDockerRun() throws Exception {
        assertEquals(7, run("sh", "-c", "exit 7").byCommand("-q").status());
        assertEquals(143, run("sh", "-c", "kill $$").byCommand("-q").status());
        assertEquals(127, run("no-such-program").byCommand("-q").status());
        assertEquals(126, run("/etc/passwd").byCommand("-q").status());
        assertEquals(125, run("true").byCommand("--no-such-option").status());
        assertEquals(125, run("true").byCommand("--memory", "10").status());
        assertEquals(125, run("true").byCommand("-w", "/no/such/directory").status());
        assertEquals(124, run("sleep", "60").byCommand("--timeout", "1s").status());
    }

    @Test
    void streamsGoThrough() throws Exception {
        var outcome = run("sh", "-c", "cat; echo err >&2").input("in\n").byCommand("-q");
        assertEquals("in\n", outcome.output());
        assertEquals("err\n", outcome.errors());
    }

    @Test
    void hostFilesStayAsTheyAre() throws Exception {
        var file = directory.resolve("file");
        Files.writeString(file, "before");
        var outcome = run("sh", "-c", "echo after > " + file + "; cat " + file).byCommand("-q");
        assertEquals("after\n", outcome.output());
        assertEquals("before", Files.readString(file));
    }

    @Test
    void bindsReachTheHostUnlessReadOnly() throws Exception {
        run("sh", "-c", "echo written > /mnt/file").byCommand("-q", "-v", directory + ":/mnt");
        assertEquals("written\n", Files.readString(directory.resolve("file")));
        var refused =
                run("sh", "-c", "echo no > /mnt/file")
                        .byCommand("-q", "-v", directory + ":/mnt:ro");
        assertTrue(refused.errors().contains("Read-only file system"), refused.errors());
        assertEquals("written\n", Files.readString(directory.resolve("file")));
    }

    @Test
    void aFileCanBeBoundAlone() throws Exception {
        var file = directory.resolve("file");
        Files.writeString(file, "before");
        var outcome =
                run("sh", "-c", "cat /mnt/new/name; ls /mnt/new; echo after > /mnt/new/name")
                        .byCommand("-v", file + ":/mnt/new/name");
        assertEquals("beforename\n", outcome.output(), outcome.errors());
        assertEquals("", outcome.errors());
        assertEquals("after\n", Files.readString(file));
    }

    @Test
    void changesThatAreLostAreCounted() throws Exception {
        var lost = run("sh", "-c", "cd /tmp; echo > murre-a; echo > murre-b; mkdir murre-c");
        var errors = lost.byCommand().errors();
        assertTrue(errors.startsWith("murre: 2 changed files were dropped"), errors);
        assertEquals("", lost.byCommand("-q").errors());
        var kept = run("sh", "-c", "echo > murre-a; rm murre-a; cat /etc/passwd");
        assertEquals("", kept.byCommand().errors());
    }

    @Test
    void theSecondTerminationIsFinal() throws Exception {
        var script = "trap 'echo got' TERM; echo up; while :; do sleep 0.1; done";
        var murre = ProgramRun.home().resolve("murre").toString();
        var process = new ProcessBuilder(murre, "run", "-q", "bash", "-c", script).start();
        try (var lines = process.inputReader()) {
            assertEquals("up", lines.readLine());
            process.toHandle().destroy();
            assertEquals("got", lines.readLine());
            Thread.sleep(600); // Signals that come at once count as one.
            process.toHandle().destroy();
            assertTrue(process.waitFor(BUSY_HOST_SECONDS, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    /// timeout(1) signals its child, and its child's group again at once.
    @Test
    void signalsThatComeAtOnceAreOneRequest() throws Exception {
        var script = "trap 'sleep 1; echo cleaned; exit 9' TERM; echo; while :; do sleep 0.1; done";
        var murre = ProgramRun.home().resolve("murre").toString();
        var process = new ProcessBuilder(murre, "run", "-q", "bash", "-c", script).start();
        try (var lines = process.inputReader()) {
            assertEquals("", lines.readLine());
            process.toHandle().destroy();
            process.toHandle().destroy();
            assertEquals("cleaned", lines.readLine());
            assertTrue(process.waitFor(BUSY_HOST_SECONDS, TimeUnit.SECONDS));
            assertEquals(9, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void whatIgnoresSigtermIsKilledInTime() throws Exception {
        var script = "trap '' TERM; echo up; while :; do sleep 0.1; done";
        var murre = ProgramRun.home().resolve("murre").toString();
        var process =
                new ProcessBuilder(
                                murre, "run", "-q", "--stop-timeout", "200ms", "bash", "-c", script)
                        .start();
        try (var lines = process.inputReader()) {
            assertEquals("up", lines.readLine());
            process.toHandle().destroy();
            assertTrue(process.waitFor(BUSY_HOST_SECONDS, TimeUnit.SECONDS));
            assertEquals(137, process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void theBuiltInRootNeedsNothingOfTheHost() throws IOException, InterruptedException {
        var outcome =
                run("/bin/sh", "-c", "echo from a small shell").byCommand("-q", "--root=builtin");
        assertEquals("from a small shell\n", outcome.output(), outcome.errors());
    }

    private static ProgramRun run(String... command) {
        return ProgramRun.of(command).seconds(BUSY_HOST_SECONDS);
    }
}
