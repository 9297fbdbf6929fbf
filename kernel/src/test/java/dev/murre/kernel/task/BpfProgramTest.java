package dev.murre.kernel.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.murre.abi.ErrnoException;
import org.junit.jupiter.api.Test;

class BpfProgramTest {
    private static long op(int code, int yes, int no, int constant) {
        return code | (long) yes << 16 | (long) no << 24 | (long) constant << 32;
    }

    @Test
    void comparesTheNumber() {
        BpfProgram program =
                new BpfProgram(
                        new long[] {
                            op(0x20, 0, 0, 0),
                            op(0x15, 0, 1, 39),
                            op(0x06, 0, 0, 7),
                            op(0x06, 0, 0, 9)
                        });
        int[] data = new int[16];
        data[0] = 39;
        assertEquals(7, program.run(data));
        data[0] = 40;
        assertEquals(9, program.run(data));
    }

    @Test
    void refusesProgramsThatCouldRunAway() {
        long load = op(0x20, 0, 0, 0);
        assertThrows(ErrnoException.class, () -> new BpfProgram(new long[] {load}));
        long far = op(0x15, 5, 0, 0);
        long end = op(0x06, 0, 0, 0);
        assertThrows(ErrnoException.class, () -> new BpfProgram(new long[] {far, end}));
        long beyond = op(0x20, 0, 0, 64);
        assertThrows(ErrnoException.class, () -> new BpfProgram(new long[] {beyond, end}));
    }
}
