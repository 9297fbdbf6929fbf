package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.OperandKind;

/// Vector operands as slots, for the lowering of SSE and MMX instructions.
final class SseOperands {
    private static final int MMX_EXPONENT = 0xffff;

    final X86Emitter e;
    final IrBuilder ir;

    SseOperands(X86Emitter e) {
        this.e = e;
        this.ir = e.ir;
    }

    boolean isMmx(int i) {
        return e.insn.kind[i] == OperandKind.MMX;
    }

    boolean isXmm(int i) {
        return e.insn.kind[i] == OperandKind.XMM;
    }

    /// Slot of the low half of XMM operand `i`.
    int xmm(int i) {
        return Slots.VECTOR + 2 * e.insn.register[i];
    }

    /// Slot of MMX operand `i`.
    int mmx(int i) {
        return Slots.FPU_MANTISSA + (e.insn.register[i] & 7);
    }

    /// What 16 bytes of memory must satisfy.
    enum Alignment {
        REQUIRED,
        ANY
    }

    /// A pair holding operand `i`: the XMM register itself, or 16 bytes of memory loaded.
    int pair(int i, Alignment alignment) {
        if (!e.isMemory(i)) {
            return xmm(i);
        }
        if (alignment == Alignment.REQUIRED) {
            e.requireAligned(16);
        }
        int t = ir.vectorTemp();
        e.load(Op.LD128, t);
        return t;
    }

    int pair(int i) {
        return pair(i, Alignment.REQUIRED);
    }

    /// A slot whose low bytes are operand `i`, a vector register or as many bytes of memory as it
    /// is wide.
    int low(int i) {
        if (isXmm(i)) {
            return xmm(i);
        }
        if (isMmx(i)) {
            return mmx(i);
        }
        int t = e.temp();
        e.load(X86Emitter.loadOp(e.width(i)), t);
        return t;
    }

    /// The source `i` as the operation needs it: a pair, or one slot where less than 16 bytes of
    /// memory are read.
    int source(int i) {
        return e.isMemory(i) && e.width(i) == 16 ? pair(i) : low(i);
    }

    void helper(VectorHelper helper, int d, int a, int b, int imm) {
        ir.helper(helper.number(), d, a, b, imm);
    }

    void clear(int slot) {
        ir.loadImmediate(slot, 0);
    }

    void move(int d, int a) {
        if (d != a) {
            ir.op(Op.MOV, d, a);
        }
    }

    void movePair(int d, int a) {
        move(d, a);
        move(d + 1, a + 1);
    }

    /// Comes before an MMX instruction changes anything, but after what may still fault.
    void enterMmx() {
        helper(VectorHelper.SSE_ENTER_MMX, Slots.ZERO, Slots.ZERO, Slots.ZERO, 0);
    }

    /// What writing MMX operand `i` does to the x87 register it is part of.
    void wroteMmx(int i) {
        int exponent = Slots.FPU_EXPONENT + (e.insn.register[i] & 7);
        ir.loadImmediate(exponent, MMX_EXPONENT);
    }

    int immediate() {
        return (int) e.insn.immediate & 0xff;
    }
}
