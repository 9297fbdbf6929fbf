package dev.murre.machine.interp;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// The operations whose condition codes depend on earlier ones: with carry, by a variable count, on
/// single flags.
final class CarryOps {
    private static final long LOW = 0xffff_ffffL;

    private CarryOps() {}

    /// Executes `w` if it is one of these, else returns {@link Rare#NOT_MINE}.
    static int execute(long[] s, long w) {
        int opcode = (int) w & 0x1ff;
        int d = Op.d(w);
        long a = s[Op.a(w)];
        long b = s[Op.b(w)];
        switch (opcode) {
            case Op.ADCF64 -> add(s, d, a, b, 3);
            case Op.ADCF32 -> add(s, d, a, b, 2);
            case Op.SBBF64 -> subtract(s, d, a, b, 3);
            case Op.SBBF32 -> subtract(s, d, a, b, 2);
            case Op.SHLF64, Op.SHRF64, Op.SARF64 -> shift64(s, opcode, d, a, (int) b & 63);
            case Op.SHLF32, Op.SHRF32, Op.SARF32 -> shift32(s, opcode, d, a, (int) b & 31);
            case Op.ROLCC -> setRotateFlags(s, b, CC.rotatedLeft(a, (int) Op.imm(w) & 3));
            case Op.RORCC -> setRotateFlags(s, b, CC.rotatedRight(a, (int) Op.imm(w) & 3));
            case Op.SETCF -> Handler.codes(s, CC.FLAGS, flags(s) & ~CC.CF | a & 1, 0);
            default -> {
                return Rare.NOT_MINE;
            }
        }
        return Trap.NONE;
    }

    private static int carry(long[] s) {
        return CC.carry((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
    }

    private static long flags(long[] s) {
        return CC.flags((int) s[Slots.CC_KIND], s[Slots.CC_A], s[Slots.CC_B]);
    }

    private static void add(long[] s, int d, long a, long b, int log2Width) {
        int carry = carry(s);
        long result = a + b + carry & (log2Width == 3 ? -1 : LOW);
        Handler.codes(s, (carry == 0 ? CC.ADD : CC.ADC) | log2Width, result, b);
        s[d] = result;
    }

    private static void subtract(long[] s, int d, long a, long b, int log2Width) {
        int carry = carry(s);
        Handler.codes(s, (carry == 0 ? CC.SUB : CC.SBB) | log2Width, a, b);
        s[d] = a - b - carry & (log2Width == 3 ? -1 : LOW);
    }

    private static void shift64(long[] s, int opcode, int d, long a, int count) {
        if (count == 0) {
            s[d] = a;
            return;
        }
        switch (opcode) {
            case Op.SHLF64 -> Handler.codes(s, CC.SHL | 3, a << count, a << count - 1);
            case Op.SHRF64 -> Handler.codes(s, CC.SHR | 3, a >>> count, a >>> count - 1);
            default -> Handler.codes(s, CC.SAR | 3, a >> count, a >> count - 1);
        }
        s[d] = s[Slots.CC_A];
    }

    private static void shift32(long[] s, int opcode, int d, long a, int count) {
        if (count == 0) {
            s[d] = a & LOW;
            return;
        }
        long low = a & LOW;
        int x = (int) a;
        switch (opcode) {
            case Op.SHLF32 -> Handler.codes(s, CC.SHL | 2, low << count & LOW, low << count - 1);
            case Op.SHRF32 -> Handler.codes(s, CC.SHR | 2, low >>> count, low >>> count - 1);
            default -> Handler.codes(s, CC.SAR | 2, x >> count & LOW, x >> count - 1);
        }
        s[d] = s[Slots.CC_A];
    }

    private static void setRotateFlags(long[] s, long count, int carryAndOverflow) {
        if (count != 0) {
            Handler.codes(s, CC.FLAGS, flags(s) & ~(CC.CF | CC.OF) | carryAndOverflow, 0);
        }
    }
}
