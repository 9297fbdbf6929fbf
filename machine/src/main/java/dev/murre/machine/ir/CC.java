package dev.murre.machine.ir;

/// Lazy condition codes: what the last flag-setting operation was (a *kind*: a family in bits 2 and
/// up, log2 of the
/// width in bytes in bits 0–1) and two operands, from which any flag is computed when somebody
/// asks. Flags are x86's
/// (carry after a subtraction means borrow); bits are in their EFLAGS positions.
public final class CC {
    public static final int CF = 0x001;
    public static final int PF = 0x004;
    public static final int AF = 0x010;
    public static final int ZF = 0x040;
    public static final int SF = 0x080;
    public static final int OF = 0x800;
    public static final int ALL = CF | PF | AF | ZF | SF | OF;

    /// A holds the six flags themselves.
    public static final int FLAGS = 0;

    /// A = result, B = second operand.
    public static final int ADD = 1 << 2;

    /// A = first operand, B = second operand; the result is A − B.
    public static final int SUB = 2 << 2;

    /// A = result; CF, OF and AF are 0.
    public static final int LOGIC = 3 << 2;

    /// A = result, B = second operand, and 1 was carried in.
    public static final int ADC = 4 << 2;

    /// A = first operand, B = second operand, and 1 was borrowed; the result is A − B − 1.
    public static final int SBB = 5 << 2;

    /// A = result of adding 1, B = the CF that stays (0 or 1).
    public static final int INC = 6 << 2;

    /// A = result of subtracting 1, B = the CF that stays (0 or 1).
    public static final int DEC = 7 << 2;

    /// A = result, B = the first operand shifted by one less than the count: its top bit is CF. OF
    /// is as for a count of 1.
    public static final int SHL = 8 << 2;

    /// A = result, B = the first operand shifted (logically) by one less than the count: its lowest
    /// bit is CF; OF is the top
    /// bit of B.
    public static final int SHR = 9 << 2;

    /// A = result, B = the first operand shifted (arithmetically) by one less than the count: its
    /// lowest bit is CF; OF is 0.
    public static final int SAR = 10 << 2;

    /// A = result for ZF, SF and PF; B = CF, AF and OF in their EFLAGS positions.
    public static final int RESULT = 11 << 2;

    /// A = low half of a product; CF and OF are 1 unless B is 0.
    public static final int MUL = 12 << 2;

    /// A = result, B = the first operand shifted by one less than the count: its lowest bit is CF;
    /// OF is whether the top bits of A and B differ.
    public static final int SHRD = 13 << 2;

    /// Condition numbers are x86's `cc` field: even is the condition, odd its negation.
    public static final int O = 0, NO = 1, B = 2, AE = 3, E = 4, NE = 5, BE = 6, A = 7;
    public static final int S = 8, NS = 9, P = 10, NP = 11, L = 12, GE = 13, LE = 14, G = 15;

    private CC() {}

    /// Bits of the operand width of `kind`: 8, 16, 32 or 64.
    private static int shift(int kind) {
        return 64 - (8 << (kind & 3));
    }

    /// CF as 0 or 1.
    public static int carry(int kind, long a, long b) {
        int up = shift(kind);
        return switch (kind >> 2) {
            case FLAGS >> 2 -> (int) a & 1;
            case ADD >> 2 -> Long.compareUnsigned(a << up, b << up) < 0 ? 1 : 0;
            case SUB >> 2 -> Long.compareUnsigned(a << up, b << up) < 0 ? 1 : 0;
            case ADC >> 2 -> Long.compareUnsigned(a << up, b << up) <= 0 ? 1 : 0;
            case SBB >> 2 -> Long.compareUnsigned(a << up, b << up) <= 0 ? 1 : 0;
            case INC >> 2, DEC >> 2, RESULT >> 2, SHR >> 2, SAR >> 2, SHRD >> 2 -> (int) b & 1;
            case MUL >> 2 -> b != 0 ? 1 : 0;
            case SHL >> 2 -> (int) (b << up >>> 63);
            default -> 0;
        };
    }

    private static long result(int kind, long a, long b) {
        return switch (kind >> 2) {
            case SUB >> 2 -> a - b;
            case SBB >> 2 -> a - b - 1;
            default -> a;
        };
    }

    /// OF as 0 or 1.
    public static int overflow(int kind, long a, long b) {
        int up = shift(kind);
        long sign =
                switch (kind >> 2) {
                    case FLAGS >> 2 -> a << 52;
                    case RESULT >> 2 -> b << 52;
                    case ADD >> 2 -> (a ^ (a - b)) & ~((a - b) ^ b);
                    case ADC >> 2 -> (a ^ (a - b - 1)) & ~((a - b - 1) ^ b);
                    case SUB >> 2 -> (a ^ b) & (a ^ (a - b));
                    case SBB >> 2 -> (a ^ b) & (a ^ (a - b - 1));
                    case INC >> 2 -> a & ~(a - 1);
                    case DEC >> 2 -> ~a & (a + 1);
                    case SHL >> 2, SHRD >> 2 -> a ^ b;
                    case MUL >> 2 -> b != 0 ? -1 : 0;
                    case SHR >> 2 -> b;
                    default -> 0;
                };
        return kind >> 2 == FLAGS >> 2 || kind >> 2 == RESULT >> 2
                ? (int) (sign >>> 63)
                : (int) (sign << up >>> 63);
    }

    /// The six flags in their EFLAGS positions.
    public static int flags(int kind, long a, long b) {
        int family = kind >> 2;
        if (family == FLAGS >> 2) {
            return (int) a & ALL;
        }
        int up = shift(kind);
        long result = result(kind, a, b);
        int flags = carry(kind, a, b) | overflow(kind, a, b) << 11;
        if (result << up == 0) {
            flags |= ZF;
        }
        flags |= (int) (result << up >>> 63) << 7;
        flags |= parity((int) result) << 2;
        return flags | adjust(family, a, b, result);
    }

    private static int adjust(int family, long a, long b, long result) {
        return switch (family) {
            case ADD >> 2 -> (int) (a ^ b ^ (a - b)) & AF;
            case ADC >> 2 -> (int) (a ^ b ^ (a - b - 1)) & AF;
            case SUB >> 2, SBB >> 2 -> (int) (a ^ b ^ result) & AF;
            case INC >> 2 -> (result & 0xf) == 0 ? AF : 0;
            case DEC >> 2 -> (result & 0xf) == 0xf ? AF : 0;
            case RESULT >> 2 -> (int) b & AF;
            default -> 0;
        };
    }

    /// PF of a result: 1 if its low byte has an even number of ones.
    public static int parity(int result) {
        return ~Integer.bitCount(result & 0xff) & 1;
    }

    /// CF and OF, in their places, after a rotation to the left that gave `result`.
    public static int rotatedLeft(long result, int log2Width) {
        int top = (8 << log2Width) - 1;
        int carry = (int) result & 1;
        return carry | (carry ^ (int) (result >>> top) & 1) << 11;
    }

    /// CF and OF, in their places, after a rotation to the right that gave `result`.
    public static int rotatedRight(long result, int log2Width) {
        int top = (8 << log2Width) - 1;
        int carry = (int) (result >>> top) & 1;
        return carry | (carry ^ (int) (result >>> top - 1) & 1) << 11;
    }

    /// Whether condition `condition` (0–15) holds.
    public static boolean test(int condition, int kind, long a, long b) {
        boolean positive =
                switch (condition >> 1) {
                    case 0 -> overflow(kind, a, b) != 0;
                    case 1 -> carry(kind, a, b) != 0;
                    case 2 -> zero(kind, a, b);
                    case 3 -> zero(kind, a, b) || carry(kind, a, b) != 0;
                    case 4 -> sign(kind, a, b) != 0;
                    case 5 -> (flags(kind, a, b) & PF) != 0;
                    case 6 -> sign(kind, a, b) != overflow(kind, a, b);
                    default -> zero(kind, a, b) || sign(kind, a, b) != overflow(kind, a, b);
                };
        return positive ^ (condition & 1) != 0;
    }

    private static boolean zero(int kind, long a, long b) {
        return kind >> 2 == FLAGS >> 2 ? (a & ZF) != 0 : result(kind, a, b) << shift(kind) == 0;
    }

    private static int sign(int kind, long a, long b) {
        return kind >> 2 == FLAGS >> 2
                ? (int) a >> 7 & 1
                : (int) (result(kind, a, b) << shift(kind) >>> 63);
    }

    /// Whether `condition` holds after a 64-bit comparison of `a` with `b`.
    public static boolean compare64(int condition, long a, long b) {
        return switch (condition) {
            case E -> a == b;
            case NE -> a != b;
            case B -> Long.compareUnsigned(a, b) < 0;
            case AE -> Long.compareUnsigned(a, b) >= 0;
            case BE -> Long.compareUnsigned(a, b) <= 0;
            case A -> Long.compareUnsigned(a, b) > 0;
            case L -> a < b;
            case GE -> a >= b;
            case LE -> a <= b;
            case G -> a > b;
            case S -> a - b < 0;
            case NS -> a - b >= 0;
            default -> test(condition, SUB | 3, a, b);
        };
    }

    /// Whether `condition` holds after a 32-bit comparison of `a` with `b`.
    public static boolean compare32(int condition, int a, int b) {
        return switch (condition) {
            case E -> a == b;
            case NE -> a != b;
            case B -> Integer.compareUnsigned(a, b) < 0;
            case AE -> Integer.compareUnsigned(a, b) >= 0;
            case BE -> Integer.compareUnsigned(a, b) <= 0;
            case A -> Integer.compareUnsigned(a, b) > 0;
            case L -> a < b;
            case GE -> a >= b;
            case LE -> a <= b;
            case G -> a > b;
            case S -> a - b < 0;
            case NS -> a - b >= 0;
            default -> test(condition, SUB | 2, a, b);
        };
    }
}
