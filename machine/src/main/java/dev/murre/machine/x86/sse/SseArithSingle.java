package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Trap;

/// ADD, SUB, MUL, DIV and SQRT on scalar and packed singles; the same plan as [SseArith], except
/// that a double's arithmetic shows whether a single's was exact.
public final class SseArithSingle {
    private static final int SIGN = Integer.MIN_VALUE;

    /// What the fast functions return when they do not apply: no result of theirs has these bits,
    /// as theirs are normal numbers.
    private static final int NONE = 0;

    private SseArithSingle() {}

    private static boolean isNormal(int bits, int least) {
        int exponent = bits >>> 23 & 0xff;
        return exponent >= least && exponent < 0xff;
    }

    private static int fastAdd(long[] s, int xb, int yb) {
        float x = Float.intBitsToFloat(xb);
        float y = Float.intBitsToFloat(yb);
        float sum = x + y;
        int bits = Float.floatToRawIntBits(sum);
        if (!isNormal(xb, 1) || !isNormal(yb, 1) || !isNormal(bits, 1)) {
            return NONE;
        }
        if (!Mxcsr.hasInexact(s)) {
            float part = sum - x;
            if ((x - (sum - part)) + (y - part) != 0) {
                Mxcsr.setInexact(s);
            }
        }
        return bits;
    }

    private static int fastMultiply(long[] s, int xb, int yb) {
        double product = (double) Float.intBitsToFloat(xb) * Float.intBitsToFloat(yb);
        float rounded = (float) product;
        int bits = Float.floatToRawIntBits(rounded);
        if (!isNormal(xb, 1) || !isNormal(yb, 1) || !isNormal(bits, 2)) {
            return NONE;
        }
        if (rounded != product) {
            Mxcsr.setInexact(s);
        }
        return bits;
    }

    private static int fastDivide(long[] s, int xb, int yb) {
        float x = Float.intBitsToFloat(xb);
        float y = Float.intBitsToFloat(yb);
        float quotient = x / y;
        int bits = Float.floatToRawIntBits(quotient);
        if (!isNormal(xb, 1) || !isNormal(yb, 1) || !isNormal(bits, 2)) {
            return NONE;
        }
        if (!Mxcsr.hasInexact(s) && (double) quotient * y != x) {
            Mxcsr.setInexact(s);
        }
        return bits;
    }

    private static int fastRoot(long[] s, int yb) {
        if (yb < 0 || !isNormal(yb, 1)) {
            return NONE;
        }
        float y = Float.intBitsToFloat(yb);
        float root = (float) Math.sqrt(y);
        if (!Mxcsr.hasInexact(s) && (double) root * root != y) {
            Mxcsr.setInexact(s);
        }
        return Float.floatToRawIntBits(root);
    }

    private static int put(long[] s, int d, int bits) {
        s[d] = (s[d] & 0xffff_ffff_0000_0000L) | (bits & 0xffff_ffffL);
        return Trap.NONE;
    }

    public static int addss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int r = Mxcsr.isPlain(s) ? fastAdd(s, (int) s[d], (int) s[a]) : NONE;
        return r != NONE ? put(s, d, r) : SseSoft.scalar32(s, SseSoft.ADD, d, a);
    }

    public static int subss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int r = Mxcsr.isPlain(s) ? fastAdd(s, (int) s[d], (int) s[a] ^ SIGN) : NONE;
        return r != NONE ? put(s, d, r) : SseSoft.scalar32(s, SseSoft.SUBTRACT, d, a);
    }

    public static int mulss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int r = Mxcsr.isPlain(s) ? fastMultiply(s, (int) s[d], (int) s[a]) : NONE;
        return r != NONE ? put(s, d, r) : SseSoft.scalar32(s, SseSoft.MULTIPLY, d, a);
    }

    public static int divss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int r = Mxcsr.isPlain(s) ? fastDivide(s, (int) s[d], (int) s[a]) : NONE;
        return r != NONE ? put(s, d, r) : SseSoft.scalar32(s, SseSoft.DIVIDE, d, a);
    }

    public static int sqrtss(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int r = Mxcsr.isPlain(s) ? fastRoot(s, (int) s[a]) : NONE;
        return r != NONE ? put(s, d, r) : SseSoft.scalar32(s, SseSoft.SQUARE_ROOT, d, a);
    }

    private static int put4(long[] s, int d, int r0, int r1, int r2, int r3) {
        s[d] = (r0 & 0xffff_ffffL) | ((long) r1 << 32);
        s[d + 1] = (r2 & 0xffff_ffffL) | ((long) r3 << 32);
        return Trap.NONE;
    }

    private static int packedSum(long[] s, int d, int a, int flip, int soft) {
        if (Mxcsr.isPlain(s)) {
            int r0 = fastAdd(s, (int) s[d], (int) s[a] ^ flip);
            int r1 = fastAdd(s, (int) (s[d] >> 32), (int) (s[a] >> 32) ^ flip);
            int r2 = fastAdd(s, (int) s[d + 1], (int) s[a + 1] ^ flip);
            int r3 = fastAdd(s, (int) (s[d + 1] >> 32), (int) (s[a + 1] >> 32) ^ flip);
            if (r0 != NONE && r1 != NONE && r2 != NONE && r3 != NONE) {
                return put4(s, d, r0, r1, r2, r3);
            }
        }
        return SseSoft.packed32(s, soft, d, a);
    }

    public static int addps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return packedSum(s, d, a, 0, SseSoft.ADD);
    }

    public static int subps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        return packedSum(s, d, a, SIGN, SseSoft.SUBTRACT);
    }

    public static int mulps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s)) {
            int r0 = fastMultiply(s, (int) s[d], (int) s[a]);
            int r1 = fastMultiply(s, (int) (s[d] >> 32), (int) (s[a] >> 32));
            int r2 = fastMultiply(s, (int) s[d + 1], (int) s[a + 1]);
            int r3 = fastMultiply(s, (int) (s[d + 1] >> 32), (int) (s[a + 1] >> 32));
            if (r0 != NONE && r1 != NONE && r2 != NONE && r3 != NONE) {
                return put4(s, d, r0, r1, r2, r3);
            }
        }
        return SseSoft.packed32(s, SseSoft.MULTIPLY, d, a);
    }

    public static int divps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s)) {
            int r0 = fastDivide(s, (int) s[d], (int) s[a]);
            int r1 = fastDivide(s, (int) (s[d] >> 32), (int) (s[a] >> 32));
            int r2 = fastDivide(s, (int) s[d + 1], (int) s[a + 1]);
            int r3 = fastDivide(s, (int) (s[d + 1] >> 32), (int) (s[a + 1] >> 32));
            if (r0 != NONE && r1 != NONE && r2 != NONE && r3 != NONE) {
                return put4(s, d, r0, r1, r2, r3);
            }
        }
        return SseSoft.packed32(s, SseSoft.DIVIDE, d, a);
    }

    public static int sqrtps(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        if (Mxcsr.isPlain(s)) {
            int r0 = fastRoot(s, (int) s[a]);
            int r1 = fastRoot(s, (int) (s[a] >> 32));
            int r2 = fastRoot(s, (int) s[a + 1]);
            int r3 = fastRoot(s, (int) (s[a + 1] >> 32));
            if (r0 != NONE && r1 != NONE && r2 != NONE && r3 != NONE) {
                return put4(s, d, r0, r1, r2, r3);
            }
        }
        return SseSoft.packed32(s, SseSoft.SQUARE_ROOT, d, a);
    }
}
