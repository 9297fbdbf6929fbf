package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.lanes.Lanes;
import dev.murre.machine.lanes.Products;
import dev.murre.machine.lanes.Shuffles;

/// Operations on whole XMM registers that do not split into halves, and mask moves.
///
/// Methods have the form of [dev.murre.machine.ir.Helpers].
public final class SseRegisters {
    private SseRegisters() {}

    /// PSLLDQ: `d` left by `imm` bytes.
    public static int shiftLeftBytes(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int from = 16 - Math.min(imm, 16);
        long low = window(0, 0, s[d], s[d + 1], from);
        s[d + 1] = window(0, 0, s[d], s[d + 1], from + 8);
        s[d] = low;
        return Trap.NONE;
    }

    /// PSRLDQ: `d` right by `imm` bytes.
    public static int shiftRightBytes(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long low = bytesAt(s[d], s[d + 1], imm);
        s[d + 1] = imm >= 8 ? 0 : bytesAt(s[d + 1], 0, imm);
        s[d] = low;
        return Trap.NONE;
    }

    /// Eight bytes from the sixteen of `high:low`, starting at byte `from`; zeros beyond the end.
    private static long bytesAt(long low, long high, int from) {
        if (from == 0) {
            return low;
        }
        if (from < 8) {
            return (low >>> (8 * from)) | (high << (64 - 8 * from));
        }
        return from < 16 ? high >>> (8 * (from - 8)) : 0;
    }

    /// PALIGNR on XMM registers: d:a right by `imm` bytes.
    public static int align(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long low = window(s[a], s[a + 1], s[d], s[d + 1], imm);
        s[d + 1] = window(s[a], s[a + 1], s[d], s[d + 1], imm + 8);
        s[d] = low;
        return Trap.NONE;
    }

    private static long window(long a0, long a1, long d0, long d1, int from) {
        if (from >= 16) {
            return bytesAt(d0, d1, from - 16);
        }
        return from < 8 ? bytesAt(a0, a1, from) : bytesAt(a1, d0, from - 8);
    }

    /// PALIGNR on MMX registers.
    public static int alignHalf(Cpu cpu, int d, int a, int b, int imm) {
        cpu.s[d] = bytesAt(cpu.s[a], cpu.s[d], imm);
        return Trap.NONE;
    }

    /// PSHUFB on XMM registers.
    public static int shuffleBytes(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long low = Shuffles.shuffleB(s[d], s[d + 1], s[a]);
        s[d + 1] = Shuffles.shuffleB(s[d], s[d + 1], s[a + 1]);
        s[d] = low;
        return Trap.NONE;
    }

    /// PBLENDVB: bytes of `a` where those of `b` have their top bit set.
    public static int blendBytes(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[d] = Lanes.blendB(s[d], s[a], s[b]);
        s[d + 1] = Lanes.blendB(s[d + 1], s[a + 1], s[b + 1]);
        return Trap.NONE;
    }

    /// BLENDVPS.
    public static int blendSingles(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[d] = Lanes.blendD(s[d], s[a], s[b]);
        s[d + 1] = Lanes.blendD(s[d + 1], s[a + 1], s[b + 1]);
        return Trap.NONE;
    }

    /// BLENDVPD.
    public static int blendDoubles(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[d] = Lanes.blendQ(s[d], s[a], s[b]);
        s[d + 1] = Lanes.blendQ(s[d + 1], s[a + 1], s[b + 1]);
        return Trap.NONE;
    }

    /// Four sums of four absolute differences: the windows that start at x's bytes 0 to 3.
    private static long windowSums(long x, long block) {
        long r = 0;
        for (int i = 0; i < 4; i++) {
            long window = (x >>> (8 * i)) & 0xffff_ffffL;
            r |= Products.sumDifferencesB(window, block) << (16 * i);
        }
        return r;
    }

    /// MPSADBW ("Intel SDM vol. 2").
    public static int multipleSums(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long block = s[a + ((imm >> 1) & 1)] >>> ((imm & 1) * 32) & 0xffff_ffffL;
        int from = imm & 4;
        long low = bytesAt(s[d], s[d + 1], from);
        long high = bytesAt(s[d], s[d + 1], from + 4);
        s[d] = windowSums(low, block);
        s[d + 1] = windowSums(high, block);
        return Trap.NONE;
    }

    /// PHMINPOSUW: the smallest of eight words and its index.
    public static int minimumPosition(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int best = 0xffff;
        int at = 0;
        for (int i = 7; i >= 0; i--) {
            int value = (int) (s[a + (i >> 2)] >>> (16 * (i & 3))) & 0xffff;
            if (value <= best) {
                best = value;
                at = i;
            }
        }
        s[d] = best | ((long) at << 16);
        s[d + 1] = 0;
        return Trap.NONE;
    }

    /// MOVMSKPS: the sign bits of four singles.
    public static int signsOfSingles(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        long low = s[a];
        long high = s[a + 1];
        s[d] = low >>> 31 & 1 | low >>> 62 & 2 | high >>> 29 & 4 | high >>> 60 & 8;
        return Trap.NONE;
    }

    /// MOVMSKPD: the sign bits of two doubles.
    public static int signsOfDoubles(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[d] = s[a] >>> 63 | s[a + 1] >>> 62 & 2;
        return Trap.NONE;
    }

    /// PTEST of `a` with `b`: the flags, for slot `d`.
    public static int test(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        boolean zero = ((s[a] & s[b]) | (s[a + 1] & s[b + 1])) == 0;
        boolean covered = ((~s[a] & s[b]) | (~s[a + 1] & s[b + 1])) == 0;
        s[d] = (zero ? CC.ZF : 0) | (covered ? CC.CF : 0);
        return Trap.NONE;
    }

    /// EMMS.
    public static int emptyMmx(Cpu cpu, int d, int a, int b, int imm) {
        if ((cpu.s[Slots.FPU_STATUS] & 0x80) != 0) {
            return Trap.FPU;
        }
        cpu.s[Slots.FPU_TAGS] = 0;
        cpu.s[Slots.FPU_STATUS] &= ~0x3800L;
        return Trap.NONE;
    }

    /// What every MMX instruction does first: an x87 exception may be pending; then all registers
    /// are in use and the top is 0.
    public static int enterMmx(Cpu cpu, int d, int a, int b, int imm) {
        if ((cpu.s[Slots.FPU_STATUS] & 0x80) != 0) {
            return Trap.FPU;
        }
        cpu.s[Slots.FPU_TAGS] = 0xff;
        cpu.s[Slots.FPU_STATUS] &= ~0x3800L;
        return Trap.NONE;
    }
}
