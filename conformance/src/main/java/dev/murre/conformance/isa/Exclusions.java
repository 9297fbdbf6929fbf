package dev.murre.conformance.isa;

/// Instructions that random bytes must not contain, because this processor has them and Murre does
/// not report them, or because their result is nobody's promise.
final class Exclusions {
    private Exclusions() {}

    /// True when the first instruction in `bytes` is not to be compared.
    static boolean excludes(byte[] bytes, IsaCase.Mode mode) {
        int at = 0;
        boolean repeat = false;
        boolean isF2 = false;
        boolean operandSize = false;
        boolean segment = false;
        while (isPrefix(bytes[at] & 0xff) || isRex(bytes[at], mode)) {
            repeat |= (bytes[at] & 0xff) == 0xf3;
            isF2 |= (bytes[at] & 0xff) == 0xf2;
            operandSize |= bytes[at] == 0x66;
            segment |= bytes[at] == 0x64 || bytes[at] == 0x65 || bytes[at] == 0x2e;
            at++;
            if (at >= bytes.length - 6) {
                return true;
            }
        }
        int opcode = bytes[at] & 0xff;
        int modrm = bytes[at + 1] & 0xff;
        if (segment && mode == IsaCase.Mode.COMPATIBILITY) {
            // Null selectors, and writing through CS: the descriptors belong to the host's kernel.
            return true;
        }
        if (opcode != 0x0f) {
            return (repeat || isF2) && excludesRepeated(opcode)
                    || excludesOneByte(opcode, modrm, mode);
        }
        int second = modrm;
        int third = bytes[at + 2] & 0xff;
        return switch (second) {
            case 0x38 -> excludes38(third);
            case 0x3a -> excludes3a(third);
            default -> excludesTwoByte(second, third, repeat, isF2, operandSize);
        };
    }

    /// String instructions, which trap after every turn under the trap flag, and LOOPE and LOOPNE,
    /// which AMD processors let a repeat prefix choose between.
    private static boolean excludesRepeated(int opcode) {
        return opcode >= 0xa4 && opcode <= 0xaf || opcode == 0xe0 || opcode == 0xe1;
    }

    private static boolean isRex(byte value, IsaCase.Mode mode) {
        return mode == IsaCase.Mode.LONG && (value & 0xf0) == 0x40;
    }

    private static boolean isPrefix(int b) {
        return switch (b) {
            case 0x66, 0x67, 0xf2, 0xf3, 0xf0, 0x2e, 0x36, 0x3e, 0x26, 0x64, 0x65 -> true;
            default -> false;
        };
    }

    private static boolean excludesOneByte(int opcode, int modrm, IsaCase.Mode mode) {
        return switch (opcode) {
            // VEX and EVEX; LES and LDS, and BOUND, where ModRM says memory in 32-bit code.
            case 0xc4, 0xc5 -> true;
            case 0x62 -> mode == IsaCase.Mode.LONG || modrm >= 0xc0;
            case 0x8f -> (modrm & 0x38) != 0;
            // INT1: hypervisors on AMD report it with the wrong instruction pointer.
            case 0xf1 -> true;
            // PUSHA, POPA, ENTER: see Comparison.
            case 0x60, 0x61 -> mode == IsaCase.Mode.COMPATIBILITY;
            case 0xc8 -> true;
            // PUSHF pushes the trap flag, which the kernel keeps to itself.
            case 0x9c -> true;
            // The kernel's answer, not the processor's.
            case 0xcd, 0x9d, 0xcf, 0xca, 0xcb, 0x9a, 0xea -> true;
            // Segment loads: the selectors' tables belong to the host's kernel.
            case 0x8e, 0x07, 0x17, 0x1f, 0x8c, 0x06, 0x0e, 0x16, 0x1e -> true;
            case 0xff -> (modrm >> 3 & 7) == 3 || (modrm >> 3 & 7) == 5;
            default -> false;
        };
    }

    private static boolean excludesTwoByte(
            int opcode, int modrm, boolean repeat, boolean isF2, boolean operandSize) {
        int digit = modrm >> 3 & 7;
        return switch (opcode) {
            // System instructions, UMIP, LAR, LSL, SYSCALL and its relatives.
            case 0x00, 0x01, 0x02, 0x03, 0x05, 0x07, 0x34, 0x35 -> true;
            // 3DNow! prefetches, SSE4A, CET, MPX and TSX space.
            case 0x0d, 0x0e, 0x0f, 0x1a, 0x1b, 0x1e, 0x78, 0x79 -> true;
            case 0x2b -> repeat || isF2;
            // RDTSC, RDMSR, RDPMC, CPUID, RSM, GETSEC.
            case 0x30, 0x31, 0x32, 0x33, 0x37, 0xa2, 0xaa -> true;
            case 0x20, 0x21, 0x22, 0x23 -> true;
            case 0xa0, 0xa1, 0xa8, 0xa9, 0xb2, 0xb4, 0xb5 -> true;
            // XSAVE family, CLWB, CLFLUSHOPT, FSGSBASE.
            case 0xae -> repeat || operandSize || isF2 || digit >= 4 && modrm < 0xc0 || digit <= 1;
            // TZCNT and LZCNT, which older processors read as BSF and BSR.
            case 0xbc, 0xbd -> repeat;
            case 0xc7 -> digit != 1;
            // SHLD and SHRD of 16 bits by more than 16.
            case 0xa4, 0xa5, 0xac, 0xad -> operandSize;
            // Approximations.
            case 0x52, 0x53 -> true;
            default -> false;
        };
    }

    private static boolean excludes38(int opcode) {
        // SHA, AES, GFNI, MOVBE, ADX, INVPCID, CET and what came later.
        return opcode >= 0x80 && opcode != 0xf0 && opcode != 0xf1
                || opcode == 0xf0
                || opcode == 0xf1;
    }

    private static boolean excludes3a(int opcode) {
        return opcode == 0x44 || opcode >= 0xcc;
    }
}
