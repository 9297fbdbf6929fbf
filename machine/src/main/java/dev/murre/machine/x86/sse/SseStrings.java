package dev.murre.machine.x86.sse;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// PCMPESTRI, PCMPESTRM, PCMPISTRI and PCMPISTRM ("Intel SDM vol. 1, chapter 12").
public final class SseStrings {
    /// Bits of the helper's immediate, above the instruction's own byte.
    public static final int EXPLICIT_LENGTHS = 1 << 8;

    public static final int WIDE_LENGTHS = 1 << 9;
    public static final int MASK_RESULT = 1 << 10;

    private static final int RAX = 0;
    private static final int RCX = 1;
    private static final int RDX = 2;

    private static final int EQUAL_ANY = 0;
    private static final int RANGES = 1;
    private static final int EQUAL_EACH = 2;

    private static final int ALL_BYTES = 0xffff;
    private static final long BYTES = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

    /// Times this, the lowest bits of all bytes come together in the highest byte.
    private static final long GATHER = 0x0102040810204080L;

    private SseStrings() {}

    /// Compares the string in pair `a` with the one in pair `b`. The index goes to ECX or the mask
    /// to XMM0, the flags to slot `d`.
    public static int compare(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int count = (imm & 1) != 0 ? 8 : 16;
        int first;
        int second;
        if ((imm & EXPLICIT_LENGTHS) != 0) {
            first = length(s[RAX], imm, count);
            second = length(s[RDX], imm, count);
        } else {
            first = terminator(s, a, imm, count);
            second = terminator(s, b, imm, count);
        }
        int all = (1 << count) - 1;
        int result = aggregate(s, a, first, b, second, imm, count);
        if ((imm & 0x30) == 0x10) {
            result ^= all;
        } else if ((imm & 0x30) == 0x30) {
            result ^= (1 << second) - 1;
        }
        if ((imm & MASK_RESULT) != 0) {
            putMask(s, result, imm, count);
        } else {
            s[RCX] = index(result, imm, count);
        }
        s[d] =
                (result != 0 ? CC.CF : 0)
                        | (second < count ? CC.ZF : 0)
                        | (first < count ? CC.SF : 0)
                        | ((result & 1) != 0 ? CC.OF : 0);
        return Trap.NONE;
    }

    private static int length(long register, int imm, int count) {
        long value = (imm & WIDE_LENGTHS) != 0 ? register : (int) register;
        return value > -count && value < count ? (int) Math.abs(value) : count;
    }

    private static int terminator(long[] s, int at, int imm, int count) {
        if ((imm & 1) == 0) {
            return Integer.numberOfTrailingZeros(equalBytes(s, at, 0) | 1 << count);
        }
        for (int i = 0; i < count; i++) {
            if (element(s, at, i, imm) == 0) {
                return i;
            }
        }
        return count;
    }

    /// Element `i`, signed or unsigned as the immediate's low two bits have it.
    private static int element(long[] s, int at, int i, int imm) {
        return switch (imm & 3) {
            case 0 -> (int) (s[at + (i >> 3)] >>> (8 * (i & 7))) & 0xff;
            case 1 -> (int) (s[at + (i >> 2)] >>> (16 * (i & 3))) & 0xffff;
            case 2 -> (byte) (s[at + (i >> 3)] >>> (8 * (i & 7)));
            default -> (short) (s[at + (i >> 2)] >>> (16 * (i & 3)));
        };
    }

    private static int aggregate(
            long[] s, int a, int first, int b, int second, int imm, int count) {
        int kind = imm >> 2 & 3;
        if ((imm & 1) == 0 && kind != RANGES) {
            return aggregateBytes(s, a, first, b, second, kind);
        }
        int result = 0;
        for (int j = 0; j < count; j++) {
            boolean holds =
                    switch (kind) {
                        case EQUAL_ANY -> j < second && isAny(s, a, first, b, j, imm);
                        case RANGES -> j < second && isInRange(s, a, first, b, j, imm);
                        case EQUAL_EACH ->
                                j < first && j < second
                                        ? element(s, a, j, imm) == element(s, b, j, imm)
                                        : j >= first && j >= second;
                        default -> startsAt(s, a, first, b, second, j, imm, count);
                    };
            result |= holds ? 1 << j : 0;
        }
        return result;
    }

    /// The same for bytes, all of them at once; whether they are signed makes no difference.
    private static int aggregateBytes(long[] s, int a, int first, int b, int second, int kind) {
        int ofFirst = (1 << first) - 1;
        int ofSecond = (1 << second) - 1;
        if (kind == EQUAL_EACH) {
            int equal = zeroBytes(s[a] ^ s[b]) | zeroBytes(s[a + 1] ^ s[b + 1]) << 8;
            return equal & ofFirst & ofSecond | ALL_BYTES & ~(ofFirst | ofSecond);
        }
        int result = kind == EQUAL_ANY ? 0 : ALL_BYTES;
        for (int i = 0; i < first; i++) {
            long byteOfFirst = s[a + (i >> 3)] >>> 8 * (i & 7) & 0xff;
            int equal = equalBytes(s, b, byteOfFirst) & ofSecond;
            if (kind == EQUAL_ANY) {
                result |= equal;
            } else {
                result &= equal >> i | ALL_BYTES & ~(ALL_BYTES >> i);
            }
        }
        return result;
    }

    /// A bit for each of the 16 bytes from slot `at` on that is `value`.
    private static int equalBytes(long[] s, int at, long value) {
        long everywhere = value * BYTES;
        return zeroBytes(s[at] ^ everywhere) | zeroBytes(s[at + 1] ^ everywhere) << 8;
    }

    /// A bit for each byte that is 0.
    private static int zeroBytes(long x) {
        long others = (x & LOW_BITS) + LOW_BITS | x;
        return (int) ((~others >>> 7 & BYTES) * GATHER >>> 56);
    }

    private static boolean isAny(long[] s, int a, int first, int b, int j, int imm) {
        int value = element(s, b, j, imm);
        for (int i = 0; i < first; i++) {
            if (element(s, a, i, imm) == value) {
                return true;
            }
        }
        return false;
    }

    private static boolean isInRange(long[] s, int a, int first, int b, int j, int imm) {
        int value = element(s, b, j, imm);
        for (int i = 0; i + 1 < first; i += 2) {
            if (element(s, a, i, imm) <= value && value <= element(s, a, i + 1, imm)) {
                return true;
            }
        }
        return false;
    }

    private static boolean startsAt(
            long[] s, int a, int first, int b, int second, int j, int imm, int count) {
        for (int i = 0; i < first && i + j < count; i++) {
            if (i + j >= second || element(s, a, i, imm) != element(s, b, i + j, imm)) {
                return false;
            }
        }
        return true;
    }

    private static int index(int result, int imm, int count) {
        if (result == 0) {
            return count;
        }
        return (imm & 0x40) != 0
                ? 31 - Integer.numberOfLeadingZeros(result)
                : Integer.numberOfTrailingZeros(result);
    }

    private static void putMask(long[] s, int result, int imm, int count) {
        long low = result;
        long high = 0;
        if ((imm & 0x40) != 0) {
            int half = count / 2;
            low = expand(result, 64 / half, half);
            high = expand(result >> half, 64 / half, half);
        }
        s[Slots.VECTOR] = low;
        s[Slots.VECTOR + 1] = high;
    }

    private static long expand(int bits, int width, int count) {
        long lane = (1L << width) - 1;
        long mask = 0;
        for (int i = 0; i < count; i++) {
            mask |= (bits >> i & 1) != 0 ? lane << (width * i) : 0;
        }
        return mask;
    }
}
