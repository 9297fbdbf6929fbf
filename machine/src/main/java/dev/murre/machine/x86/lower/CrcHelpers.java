package dev.murre.machine.x86.lower;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Trap;

/// CRC32 (SSE4.2): the polynomial 11EDC6F41H, bits reflected.
public final class CrcHelpers {
    private static final int POLYNOMIAL = 0x82f6_3b78;
    private static final int[] TABLE = table();

    private CrcHelpers() {}

    private static int[] table() {
        int[] table = new int[256];
        for (int i = 0; i < 256; i++) {
            int crc = i;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) == 0 ? crc >>> 1 : crc >>> 1 ^ POLYNOMIAL;
            }
            table[i] = crc;
        }
        return table;
    }

    /// Accumulates the low `imm` bytes of slot `a` into slot `d`.
    public static int crc32(Cpu cpu, int d, int a, int b, int imm) {
        int crc = (int) cpu.s[d];
        long value = cpu.s[a];
        for (int i = 0; i < imm; i++) {
            crc = crc >>> 8 ^ TABLE[(crc ^ (int) value) & 0xff];
            value >>>= 8;
        }
        cpu.s[d] = crc & 0xffff_ffffL;
        return Trap.NONE;
    }
}
