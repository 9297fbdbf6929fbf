package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.Binary;
import dev.murre.machine.fp.FpMode;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/// RCPPS, RCPSS, RSQRTPS and RSQRTSS: 12-bit estimates, the very ones that AMD's processors give.
///
/// An estimate depends on the upper twelve bits of the fraction alone. It is the rounded exact
/// value at the middle of the interval, but for the corrections by one that `estimates.txt` lists.
public final class SseEstimates {
    private static final int SIZE = 4096;
    private static final int INFINITE = 0x7f80_0000;
    private static final int QUIET = 0x0040_0000;
    private static final int DEFAULT_NAN = 0xffc0_0000;

    /// 1/x for x in [1, 2), and 1/√x for x in [1, 2) and [2, 4): the fraction's upper twelve bits
    /// of twice that.
    private static final short[] RECIPROCAL = new short[SIZE];

    private static final short[] ROOT_EVEN = new short[SIZE];
    private static final short[] ROOT_ODD = new short[SIZE];

    static {
        byte[] corrections = read();
        for (int i = 0; i < SIZE; i++) {
            double x = 1 + (i + 0.5) / SIZE;
            RECIPROCAL[i] = estimate(1 / x, corrections[i]);
            ROOT_EVEN[i] = estimate(1 / Math.sqrt(x), corrections[SIZE + i]);
            ROOT_ODD[i] = estimate(1 / Math.sqrt(2 * x), corrections[2 * SIZE + i]);
        }
    }

    private SseEstimates() {}

    private static short estimate(double exact, byte correction) {
        int rounded = (int) Math.floor((2 * exact - 1) * SIZE + 0.5);
        return (short) (rounded + (correction == '+' ? 1 : correction == '-' ? -1 : 0));
    }

    /// The corrections, without the lines' ends: `+`, `-` or `0` for each interval.
    private static byte[] read() {
        byte[] all = new byte[3 * SIZE];
        try (InputStream in = SseEstimates.class.getResourceAsStream("estimates.txt")) {
            int n = 0;
            for (byte c : Objects.requireNonNull(in, "estimates.txt").readAllBytes()) {
                if (c != '\n') {
                    all[n++] = c;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all;
    }

    private static int reciprocal(int x) {
        int magnitude = x & 0x7fff_ffff;
        int sign = x & 0x8000_0000;
        if (magnitude > INFINITE) {
            return x | QUIET;
        }
        int exponent = magnitude >>> 23;
        if (exponent == 0) {
            return sign | INFINITE;
        }
        int biased = 253 - exponent;
        if (biased <= 0) {
            return sign;
        }
        return sign | biased << 23 | RECIPROCAL[magnitude >>> 11 & 0xfff] << 11;
    }

    private static int inverseRoot(int x) {
        int magnitude = x & 0x7fff_ffff;
        int sign = x & 0x8000_0000;
        if (magnitude > INFINITE) {
            return x | QUIET;
        }
        int exponent = magnitude >>> 23;
        if (exponent == 0) {
            return sign | INFINITE;
        }
        if (sign != 0) {
            return DEFAULT_NAN;
        }
        if (exponent == 255) {
            return 0;
        }
        short[] table = (exponent & 1) != 0 ? ROOT_EVEN : ROOT_ODD;
        int biased = 126 - ((exponent - 127) >> 1);
        return biased << 23 | table[magnitude >>> 11 & 0xfff] << 11;
    }

    public static int rcpss(Cpu cpu, int d, int a, int b, int imm) {
        SseSoft.putSingle(cpu.s, d, 0, reciprocal((int) cpu.s[a]));
        return Trap.NONE;
    }

    public static int rsqrtss(Cpu cpu, int d, int a, int b, int imm) {
        SseSoft.putSingle(cpu.s, d, 0, inverseRoot((int) cpu.s[a]));
        return Trap.NONE;
    }

    public static int rcpps(Cpu cpu, int d, int a, int b, int imm) {
        for (int i = 0; i < 4; i++) {
            long x = SseSoft.single(cpu.s, a, i);
            SseSoft.putSingle(cpu.s, d, i, reciprocal((int) x));
        }
        return Trap.NONE;
    }

    public static int rsqrtps(Cpu cpu, int d, int a, int b, int imm) {
        for (int i = 0; i < 4; i++) {
            long x = SseSoft.single(cpu.s, a, i);
            SseSoft.putSingle(cpu.s, d, i, inverseRoot((int) x));
        }
        return Trap.NONE;
    }

    private static final int W = Slots.FP_WORK;

    /// DPPD: products selected by the immediate's high bits, their sum where its low bits are set.
    public static int dppd(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY64);
        long x = (imm & 0x10) != 0 ? Binary.multiply(s[d], s[a], mode, s, W) : 0;
        long y = (imm & 0x20) != 0 ? Binary.multiply(s[d + 1], s[a + 1], mode, s, W) : 0;
        int flags = stage(s, 0);
        if (Mxcsr.unmasked(s, flags) != 0) {
            return Mxcsr.raise(s, flags);
        }
        long sum = Binary.add(x, y, mode, s, W);
        s[Slots.FP_RESULT] = (imm & 1) != 0 ? sum : 0;
        s[Slots.FP_RESULT + 1] = (imm & 2) != 0 ? sum : 0;
        return storeStaged(s, d, stage(s, flags));
    }

    /// The exceptions of the stages `before` and of the one that just ended. What an unmasked early
    /// exception stops is its own stage only.
    private static int stage(long[] s, int before) {
        int flags = (int) s[W];
        s[W] = 0;
        return before | SseSoft.reported(s, flags);
    }

    private static int storeStaged(long[] s, int d, int flags) {
        int trap = Mxcsr.raise(s, flags);
        if (trap == Trap.NONE) {
            s[d] = s[Slots.FP_RESULT];
            s[d + 1] = s[Slots.FP_RESULT + 1];
        }
        return trap;
    }

    /// DPPS, as [#dppd]; the four products are added in pairs.
    public static int dpps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        s[W] = 0;
        int mode = Mxcsr.mode(s, FpMode.BINARY32);
        long p0 = product(s, d, a, 0, imm, mode);
        long p1 = product(s, d, a, 1, imm, mode);
        long p2 = product(s, d, a, 2, imm, mode);
        long p3 = product(s, d, a, 3, imm, mode);
        int flags = stage(s, 0);
        if (Mxcsr.unmasked(s, flags) != 0) {
            return Mxcsr.raise(s, flags);
        }
        long low = Binary.add(p0, p1, mode, s, W);
        long high = Binary.add(p2, p3, mode, s, W);
        flags = stage(s, flags);
        if (Mxcsr.unmasked(s, flags) != 0) {
            return Mxcsr.raise(s, flags);
        }
        long sum = Binary.add(low, high, mode, s, W);
        for (int i = 0; i < 4; i++) {
            SseSoft.putSingle(s, Slots.FP_RESULT, i, (imm >> i & 1) != 0 ? sum : 0);
        }
        return storeStaged(s, d, stage(s, flags));
    }

    private static long product(long[] s, int d, int a, int i, int imm, int mode) {
        if ((imm >> (4 + i) & 1) == 0) {
            return 0;
        }
        return Binary.multiply(SseSoft.single(s, d, i), SseSoft.single(s, a, i), mode, s, W);
    }
}
