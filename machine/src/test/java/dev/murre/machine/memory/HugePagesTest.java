package dev.murre.machine.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Huge pages are asked for where a program fills memory, and not for whoever gets it next.
class HugePagesTest {
    @Test
    void theNextUserOfAWindowGetsSmallPagesAgain() throws IOException {
        assumeTrue(Files.exists(Path.of("/sys/kernel/mm/transparent_hugepage")));
        try (var host = new HostMemory()) {
            var window = host.window(HostMemory.SMALL_WINDOW);
            long page = 0;
            while (!window.startsHugePage(page)) {
                page++;
            }
            long address = window.base() + (page << GuestMemory.PAGE_SHIFT);
            assertFalse(flags(address).contains(" hg"));
            window.expectHugePage(page);
            assertTrue(flags(address).contains(" hg"));
            Host.put64(address + 4096, -1);
            host.clear(address, (long) GuestMemory.HUGE_PAGE_PAGES << GuestMemory.PAGE_SHIFT);
            long base = window.base();
            window.release();
            var next = host.window(HostMemory.SMALL_WINDOW);
            assertEquals(base, next.base());
            assertFalse(flags(address).contains(" hg"));
            assertEquals(0, Host.get64(address + 4096));
        }
    }

    /// What the host says of the mapping at an address, proc_pid_smaps(5).
    private static String flags(long address) throws IOException {
        boolean here = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.matches("[0-9a-f]+-[0-9a-f]+ .*")) {
                int dash = line.indexOf('-');
                long start = Long.parseUnsignedLong(line.substring(0, dash), 16);
                int space = line.indexOf(' ');
                long end = Long.parseUnsignedLong(line.substring(dash + 1, space), 16);
                here = start <= address && address < end;
            } else if (here && line.startsWith("VmFlags:")) {
                return line;
            }
        }
        return "";
    }
}
