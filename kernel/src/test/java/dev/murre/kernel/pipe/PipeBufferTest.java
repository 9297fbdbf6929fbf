package dev.murre.kernel.pipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.pipe.PipeBuffer.Packing;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PipeBufferTest {
    private static ByteIoBuf bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) i;
        }
        return new ByteIoBuf(bytes, 0, count);
    }

    @Test
    void holdsAsManyWritesAsNativeLinuxDoes() {
        // measured: bytes taken until EAGAIN by a pipe of 64 KiB
        assertEquals(65536, fill(1));
        assertEquals(65536, fill(4096));
        assertEquals(48000, fill(3000));
        assertEquals(65536, fill(8192));
    }

    private static int fill(int writeSize) {
        var buffer = new PipeBuffer(16);
        int total = 0;
        for (int n = 1; n > 0; total += n) {
            n = buffer.write(bytes(writeSize), Packing.STREAM);
        }
        return total;
    }

    @Test
    void keepsPacketsApartAndDropsWhatIsNotRead() {
        var buffer = new PipeBuffer(4);
        buffer.write(bytes(10), Packing.PACKETS);
        buffer.write(bytes(3), Packing.PACKETS);
        assertEquals(4, buffer.read(bytes(4)));
        assertEquals(3, buffer.read(bytes(100)));
        assertTrue(buffer.isEmpty());
        assertEquals(0, buffer.size());
    }

    @Test
    void keepsItsContentWhenResized() {
        var buffer = new PipeBuffer(4);
        buffer.write(bytes(3 * 4096), Packing.STREAM);
        assertFalse(buffer.resize(2));
        assertTrue(buffer.resize(8));
        byte[] back = new byte[3 * 4096];
        assertEquals(back.length, buffer.read(new ByteIoBuf(back, 0, back.length)));
        assertEquals((byte) 255, back[255]);
    }

    @Test
    void ringGivesBackWhatWasPut() {
        long seed = 5;
        var random = new Random(seed);
        var ring = new ByteRing(10_000);
        byte next = 0;
        byte expected = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] put = new byte[random.nextInt(700)];
            for (int k = 0; k < Math.min(put.length, ring.room()); k++) {
                put[k] = next++;
            }
            ring.put(put, 0, put.length);
            byte[] taken = new byte[random.nextInt(800)];
            int count = ring.take(taken, 0, taken.length);
            byte[] wanted = new byte[taken.length];
            for (int k = 0; k < count; k++) {
                wanted[k] = expected++;
            }
            assertArrayEquals(wanted, taken, "seed " + seed);
        }
    }
}
