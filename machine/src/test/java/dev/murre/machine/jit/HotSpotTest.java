package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/// The commands that the JVM's own tests give; the build's test JVMs are started so that they may.
class HotSpotTest {
    private static int triple(int x) {
        return 3 * x;
    }

    @Test
    void compilesAsTold() throws Exception {
        assumeTrue(Boolean.getBoolean("murre.hotspot"), "HotSpot is not at our command");
        HotSpot hotSpot = HotSpot.commanded();
        Method method = HotSpotTest.class.getDeclaredMethod("triple", int.class);
        assertEquals(0, hotSpot.level(method));
        assertTrue(hotSpot.compile(method, HotSpot.C1));
        assertEquals(HotSpot.C1, hotSpot.level(method));
        assertTrue(hotSpot.compile(method, HotSpot.C1_COUNTING));
        assertEquals(HotSpot.C1_COUNTING, hotSpot.level(method));
        assertEquals(21, triple(7));
    }
}
