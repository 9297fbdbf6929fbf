package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.x86.X86Op;

/// The decimal adjustments of 32-bit code (Intel SDM vol. 2, AAA to DAS).
public final class DecimalHelpers {
    private static final int AAA = 0;
    private static final int AAS = 1;
    private static final int AAD = 2;
    private static final int AAM = 3;
    private static final int DAA = 4;

    private DecimalHelpers() {}

    /// The immediate of [#decimal]: the operation and the base of AAD and AAM.
    static int variant(X86Op op, int base) {
        int operation =
                switch (op) {
                    case AAA -> AAA;
                    case AAS -> AAS;
                    case AAD -> AAD;
                    case AAM -> AAM;
                    case DAA -> DAA;
                    default -> 5;
                };
        return operation << 8 | base & 0xff;
    }

    /// Adjusts AX; `imm` is [#variant].
    public static int decimal(Cpu cpu, int d, int a, int b, int imm) {
        long[] s = cpu.s;
        int flags = CC.flags((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
        int ax = (int) s[RAX] & 0xffff;
        int base = imm & 0xff;
        int operation = imm >> 8;
        switch (operation) {
            case AAA, AAS -> {
                return asciiAdjust(s, ax, flags, operation == AAA ? 1 : -1);
            }
            case AAD -> {
                int al = (ax >> 8) * base + ax & 0xff;
                return finish(s, al, al, 0);
            }
            case AAM -> {
                if (base == 0) {
                    return Trap.DIVIDE;
                }
                int al = ax & 0xff;
                return finish(s, al / base << 8 | al % base, al % base, 0);
            }
            default -> {
                return packedAdjust(s, ax, flags, operation == DAA ? 1 : -1);
            }
        }
    }

    private static int finish(long[] s, int ax, int result, int carries) {
        s[RAX] = s[RAX] & ~0xffffL | ax & 0xffff;
        int low = result & 0xff;
        s[Slots.CC_KIND] = CC.FLAGS;
        s[Slots.CC_A] = carries | (low == 0 ? CC.ZF : 0) | low & CC.SF | CC.parity(low) << 2;
        s[Slots.CC_B] = 0;
        return Trap.NONE;
    }

    private static int asciiAdjust(long[] s, int ax, int flags, int sign) {
        int adjusted = ax;
        int carries = 0;
        if ((ax & 0xf) > 9 || (flags & CC.AF) != 0) {
            adjusted = ax + sign * 0x106;
            carries = CC.AF | CC.CF;
        }
        int result = adjusted & 0xff0f;
        return finish(s, result, result, carries);
    }

    private static int packedAdjust(long[] s, int ax, int flags, int sign) {
        int al = ax & 0xff;
        int result = al;
        int carries = 0;
        boolean carry = (flags & CC.CF) != 0;
        if ((al & 0xf) > 9 || (flags & CC.AF) != 0) {
            result += sign * 6;
            carries |= CC.AF;
            if (carry || sign < 0 && al < 6) {
                carries |= CC.CF;
            }
        }
        if (al > 0x99 || carry) {
            result += sign * 0x60;
            carries |= CC.CF;
        }
        return finish(s, ax & 0xff00 | result & 0xff, result, carries);
    }
}
