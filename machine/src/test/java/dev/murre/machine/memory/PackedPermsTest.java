package dev.murre.machine.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedPermsTest {
    private static final int PAGES = (int) (HostMemory.SMALL_WINDOW >>> GuestMemory.PAGE_SHIFT);

    @Test
    void packedMemoryAnswersAsBefore() {
        try (var host = new HostMemory()) {
            var memory = host.window(HostMemory.SMALL_WINDOW);
            var expected = new byte[PAGES + 8];
            var random = new Random(5);
            for (int i = 0; i < 20_000; i++) {
                int page = random.nextInt(PAGES >>> (i & 7));
                int bits = random.nextInt(4) == 0 ? 0 : random.nextInt(256);
                expected[page] = (byte) bits;
                memory.setPerm(page, bits);
                if (i % 1000 == 999) {
                    memory.pack();
                    assertEquals(expected[page] & 0xff, memory.perm(page));
                    memory.setPerms8(page & ~7, 0);
                    Arrays.fill(expected, page & ~7, (page & ~7) + 8, (byte) 0);
                    assertEquals(0, memory.perms8(page & ~7));
                }
            }
            memory.pack();
            for (int page = 0; page < PAGES; page++) {
                assertEquals(expected[page] & 0xff, memory.perm(page));
            }
            assertEquals(groups(expected), groups(memory));
            assertArrayEquals(expected, memory.perms());
            assertEquals(groups(expected), groups(memory));
        }
    }

    /// The groups of eight pages that are not all zeros.
    private static List<Long> groups(byte[] perms) {
        List<Long> groups = new ArrayList<>();
        for (int page = 0; page < PAGES; page += 8) {
            if (!Arrays.equals(perms, page, page + 8, new byte[8], 0, 8)) {
                groups.add((long) page);
            }
        }
        return groups;
    }

    private static List<Long> groups(GuestMemory memory) {
        List<Long> groups = new ArrayList<>();
        long page = memory.nextUsed(0, PAGES);
        while (page < PAGES) {
            groups.add(page);
            page = memory.nextUsed(page + 8, PAGES);
        }
        return groups;
    }

    @Test
    void onlyIdleMemoryLosesItsArray() {
        try (var host = new HostMemory()) {
            var running = host.window(HostMemory.SMALL_WINDOW);
            running.load();
            var array = running.perms();
            var idle = host.window(HostMemory.SMALL_WINDOW);
            idle.setPerm(3, Perm.READ);
            var idleArray = idle.perms();
            List<GuestMemory> others = new ArrayList<>();
            for (int i = 0; i < 2 * HostMemory.ARRAYS; i++) {
                others.add(host.window(HostMemory.SMALL_WINDOW));
            }
            assertSame(array, running.perms());
            assertEquals(Perm.READ, idle.perm(3));
            assertNotSame(idleArray, idle.perms());
            assertEquals(0, others.getLast().perm(3));
            others.forEach(GuestMemory::release);
            running.unload();
        }
    }
}
