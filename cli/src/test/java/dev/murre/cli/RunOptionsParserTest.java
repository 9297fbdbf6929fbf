package dev.murre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.runtime.Bind;
import dev.murre.runtime.NetworkMode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunOptionsParserTest {
    @Test
    void optionsEndAtTheProgram() throws UsageException {
        var options = parse("-it", "-e", "A=b", "ls", "-l", "--color");
        assertEquals(List.of("ls", "-l", "--color"), options.command);
        assertEquals(List.of("A=b"), options.environment);
        assertEquals(RunOptions.Terminal.ALWAYS, options.terminal);
    }

    @Test
    void doubleDashEndsOptions() throws UsageException {
        assertEquals(List.of("-odd"), parse("--quiet", "--", "-odd").command);
    }

    @Test
    void valuesStandBehindASpaceOrAnEqualsSign() throws UsageException {
        assertEquals(64L << 20, parse("--memory", "64m", "true").memoryBytes);
        assertEquals(64L << 20, parse("--memory=64m", "true").memoryBytes);
        assertEquals(64L << 20, parse("-m64m", "true").memoryBytes);
    }

    @Test
    void volumesAreWritableUnlessSaidOtherwise() throws UsageException {
        var options = parse("-v", "/tmp:/a", "-v", "/tmp:/b:ro", "true");
        assertEquals(Bind.Access.READ_WRITE, options.binds.get(0).access());
        assertEquals(Bind.Access.READ_ONLY, options.binds.get(1).access());
    }

    @Test
    void theLogGoesToStandardErrorUnlessAFileIsNamed() throws UsageException {
        assertEquals(
                new RunOptions.SyscallLog.StandardError(),
                parse("--log-syscalls", "true").syscallLog);
        assertTrue(
                parse("--log-syscalls=/tmp/x", "true").syscallLog
                        instanceof RunOptions.SyscallLog.ToFile);
    }

    @ParameterizedTest
    @CsvSource({"500ms,500000000", "3,3000000000", "3s,3000000000", "2m,120000000000"})
    void timesHaveUnits(String text, long nanos) throws UsageException {
        assertEquals(nanos, parse("--timeout", text, "true").timeoutNanos);
    }

    @Test
    void networkIsNoneUnlessAskedFor() throws UsageException {
        assertEquals(NetworkMode.NONE, parse("true").network);
        assertEquals(NetworkMode.HOST, parse("--net", "host", "true").network);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--nosuch true",
                "-Z true",
                "--memory",
                "--memory lots true",
                "--quiet=1 true",
                "--root /no/such true",
                "-v /tmp true",
                "-v /tmp:x true",
                "-v /tmp:/x:wx true",
                "--net lan true",
                "-p 80 true",
                "--cpus 0 true",
                "--engine fast true",
                "--timeout -1 true",
            })
    void badInputIsOneClearLine(String line) {
        var words = line.isEmpty() ? new String[0] : line.split(" ");
        var error = assertThrows(UsageException.class, () -> parse(words));
        assertTrue(error.getMessage().lines().count() == 1, error.getMessage());
    }

    private static RunOptions parse(String... words) throws UsageException {
        return RunOptionsParser.parse(List.of(words));
    }
}
