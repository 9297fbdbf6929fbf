package dev.murre.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureReportTest {
    private static final Throwable FAILURE =
            new IllegalStateException("outer", new IndexOutOfBoundsException("inner\nmore"));

    @TempDir Path directory;

    @Test
    void oneLineForTheUserAndTheTraceInAFile() throws Exception {
        var line = FailureReport.write("murre stopped", FAILURE, directory);
        var start =
                "internal error: murre stopped: java.lang.IndexOutOfBoundsException: inner; details: ";
        assertTrue(line.startsWith(start), line);
        assertEquals(1, line.lines().count());
        var details = Files.readString(Path.of(line.substring(start.length())));
        assertTrue(details.contains("at dev.murre.cli.FailureReportTest"), details);
        assertTrue(details.contains("Caused by: java.lang.IndexOutOfBounds"), details);
    }

    @Test
    void theLineComesWithoutTheFileToo() {
        var line = FailureReport.write("murre stopped", FAILURE, directory.resolve("not there"));
        assertEquals(
                "internal error: murre stopped: java.lang.IndexOutOfBoundsException: inner", line);
    }
}
