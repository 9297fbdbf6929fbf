package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.RepeatPrefix;

/// String instructions, with and without repetition.
final class StringLowering {
    private final X86Emitter e;

    StringLowering(X86Emitter e) {
        this.e = e;
    }

    void string() {
        RepeatPrefix repeat = e.insn.repeat;
        int variant =
                StringHelpers.variant(
                        e.insn.op, X86Emitter.log2(e.insn.operandSize), repeat, e.insn.addressSize);
        int sourceBase = X86Emitter.segmentBase(e.insn.segment);
        e.helper(IntegerHelper.STRING, Slots.ZERO, sourceBase, Slots.ZERO, variant);
    }
}
