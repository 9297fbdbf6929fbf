package dev.murre.machine.jit;

import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import java.lang.classfile.CodeBuilder;

/// The address of a memory operand in generated code.
final class Addresses {
    private final CodeBuilder code;
    private final Frame frame;
    private final long mask;

    /// @param mask see {@link dev.murre.machine.cpu.Cpu#addressMask}
    Addresses(CodeBuilder code, Frame frame, long mask) {
        this.code = code;
        this.frame = frame;
        this.mask = mask;
    }

    /// Pushes `a + (b << scale) + displacement`, masked.
    void push(long word) {
        pushUnmasked(word);
        if (mask != -1) {
            code.loadConstant(mask).land();
        }
    }

    /// Pushes a slot's value as an address.
    void pushMasked(int slot) {
        frame.load(slot);
        if (mask != -1) {
            code.loadConstant(mask).land();
        }
    }

    void pushUnmasked(long word) {
        int scale = Op.scale(word);
        frame.load(Op.a(word));
        if (Op.b(word) != Slots.ZERO) {
            frame.load(Op.b(word));
            if (scale != 0) {
                code.loadConstant(scale).lshl();
            }
            code.ladd();
        }
        if (Op.displacement(word) != 0) {
            code.loadConstant((long) Op.displacement(word)).ladd();
        }
    }
}
