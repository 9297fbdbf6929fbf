package dev.murre.arch.x86;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/// The shared object of the system, as a linker and a processor read it.
class Vdso64Test {
    private static final byte[] LOAD_OFFSET = {0x4c, (byte) 0x8b, 0x05};

    /// `mov r8, [rip + distance]` in clock_gettime, gettimeofday and time.
    @Test
    void codeReadsTheOffsetInThePageBefore() {
        ByteBuffer image = ByteBuffer.wrap(Vdso64.build()).order(ByteOrder.LITTLE_ENDIAN);
        int found = 0;
        for (int at = 0; at + 7 <= Vdso64.BYTES; at++) {
            byte[] code = new byte[3];
            image.get(at, code);
            if (java.util.Arrays.equals(code, LOAD_OFFSET)) {
                found++;
                int target = at + 7 + image.getInt(at + 3);
                assertEquals(Vdso64.REALTIME_OFFSET - Vdso64.BYTES, target);
            }
        }
        assertEquals(3, found);
    }
}
