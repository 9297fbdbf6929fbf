package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Op;

/// Instructions on single flags.
final class FlagLowering {
    /// EFLAGS.DF
    static final int DIRECTION = 0x400;

    private static final int LOW_FLAGS = CC.SF | CC.ZF | CC.AF | CC.PF | CC.CF;

    private final X86Emitter e;

    FlagLowering(X86Emitter e) {
        this.e = e;
    }

    /// CLC, STC, CMC.
    void carry() {
        switch (e.insn.op) {
            case CLC -> e.ir.op(Op.SETCF, 0, Slots.ZERO);
            case STC -> e.ir.op(Op.SETCF, 0, e.constant(1));
            default -> {
                int t = e.temp();
                e.ir.opImm(Op.SETCOND, t, Slots.ZERO, CC.AE);
                e.ir.op(Op.SETCF, 0, t);
            }
        }
    }

    /// CLD and STD.
    void direction() {
        if (e.insn.op == X86Op.STD) {
            e.ir.opImm(Op.ORI64, Slots.FLAGS_REST, Slots.FLAGS_REST, DIRECTION);
        } else {
            e.ir.opImm(Op.ANDI64, Slots.FLAGS_REST, Slots.FLAGS_REST, ~DIRECTION);
        }
    }

    /// LAHF.
    void load() {
        int flags = e.flags();
        e.ir.opImm(Op.ANDI64, flags, flags, LOW_FLAGS);
        e.ir.opImm(Op.ORI64, flags, flags, 2);
        e.ir.op(Op.DEP8H, RAX, flags);
    }

    /// SAHF.
    void store() {
        int flags = e.flags();
        e.ir.opImm(Op.ANDI64, flags, flags, CC.OF);
        int low = e.temp();
        e.ir.op(Op.EXT8H, low, RAX);
        e.ir.opImm(Op.ANDI64, low, low, LOW_FLAGS);
        e.ir.op(Op.OR64, flags, flags, low);
        e.codesFrom(flags);
    }

    /// SALC: AL becomes all ones if CF is set, else 0.
    void setAl() {
        int carry = e.temp();
        e.ir.op(Op.GETCF, carry, Slots.ZERO);
        e.ir.op(Op.SUB64, carry, Slots.ZERO, carry);
        e.writeRegister(RAX, 1, carry);
    }
}
