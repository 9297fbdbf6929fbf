package dev.murre.arch.x86;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.arch.ThreadState;
import dev.murre.machine.ir.Slots;
import org.junit.jupiter.api.Test;

class FxsaveTest {
    @Test
    void stackRegistersStandInStackOrder() {
        ThreadState thread = new ThreadState();
        new X8664().resetThread(thread);
        thread.fpu[ThreadState.index(Slots.FPU_STATUS)] = 6 << 11;
        for (int i = 0; i < 8; i++) {
            thread.fpu[ThreadState.index(Slots.FPU_MANTISSA + i)] = 100 + i;
            thread.fpu[ThreadState.index(Slots.FPU_EXPONENT + i)] = 0x4000 + i;
        }
        thread.fpu[ThreadState.index(Slots.VECTOR + 31)] = -5;
        byte[] image = new byte[Fxsave.BYTES];
        Fxsave.save(thread, image);
        assertEquals(106, image[32]);
        ThreadState copy = new ThreadState();
        assertTrue(Fxsave.restore(copy, image));
        assertArrayEquals(thread.fpu, copy.fpu);
    }

    @Test
    void reservedBitsOfMxcsrAreRefused() {
        byte[] image = new byte[Fxsave.BYTES];
        image[26] = 1;
        assertFalse(Fxsave.restore(new ThreadState(), image));
    }
}
