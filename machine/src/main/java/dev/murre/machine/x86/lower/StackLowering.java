package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RBP;
import static dev.murre.machine.x86.X86Registers.RSP;

import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.OperandKind;

/// The stack.
final class StackLowering {
    /// What PUSHF never shows: VM and RF.
    private static final long HIDDEN_FLAGS = 0x3_0000;

    /// Bit 1 of EFLAGS reads as 1.
    private static final long FIXED_FLAGS = 2;

    private final X86Emitter e;

    StackLowering(X86Emitter e) {
        this.e = e;
    }

    /// Pushes slot `value`; width 2, 4 (32-bit code) or 8 (64-bit code).
    void pushValue(int width, int value) {
        if (width == 8 || (width == 4 && !e.mode.is64())) {
            e.ir.op(width == 8 ? Op.PUSH64 : Op.PUSH32, 0, value);
            return;
        }
        e.ir.memory(X86Emitter.storeOp(width), value, RSP, Slots.ZERO, 0, -width);
        addToStackPointer(-width);
    }

    /// Pops into slot `d`, a register of that full width or a temporary.
    void popValue(int width, int d) {
        if (width == 8 || (width == 4 && !e.mode.is64())) {
            e.ir.op(width == 8 ? Op.POP64 : Op.POP32, d, Slots.ZERO);
            return;
        }
        e.ir.memory(X86Emitter.loadOp(width), d, RSP, Slots.ZERO, 0, 0);
        addToStackPointer(width);
    }

    void addToStackPointer(int bytes) {
        e.ir.opImm(e.mode.is64() ? Op.ADDI64 : Op.ADDI32, RSP, RSP, bytes);
    }

    void push() {
        int width = e.insn.operandSize;
        if (e.insn.kind[0] == OperandKind.SEGMENT) {
            pushValue(width, new MoveLowering(e).readSelector(e.insn.register[0]));
        } else {
            pushValue(width, e.read(0));
        }
    }

    void pop() {
        int width = e.insn.operandSize;
        switch (e.insn.kind[0]) {
            case MEMORY -> popToMemory(width);
            case SEGMENT -> popSegment(width);
            default -> {
                int d = e.target(0);
                popValue(width, d);
                e.write(0, d);
            }
        }
    }

    /// The address of the destination counts from the stack pointer after the pop.
    private void popToMemory(int width) {
        if (e.insn.base == RSP) {
            e.insn.displacement += width;
        }
        int value = e.temp();
        e.ir.memory(X86Emitter.loadOp(width), value, RSP, Slots.ZERO, 0, 0);
        e.write(0, value);
        addToStackPointer(width);
    }

    private void popSegment(int width) {
        int value = e.temp();
        e.ir.memory(Op.LD16U, value, RSP, Slots.ZERO, 0, 0);
        int variant = SegmentHelpers.variant(e.insn.register[0], e.selectors);
        e.helper(IntegerHelper.LOAD_SEGMENT, Slots.ZERO, value, Slots.ZERO, variant);
        addToStackPointer(width);
    }

    /// PUSHA: AX CX DX BX, the old SP, BP SI DI.
    void pushAll() {
        int width = e.insn.operandSize;
        int store = X86Emitter.storeOp(width);
        for (int register = 0; register < 8; register++) {
            e.ir.memory(store, register, RSP, Slots.ZERO, 0, -width * (register + 1));
        }
        addToStackPointer(-8 * width);
    }

    /// POPA; the stored SP is skipped. A fault leaves the registers read before it changed, as on
    /// AMD processors.
    void popAll() {
        int width = e.insn.operandSize;
        for (int i = 0; i < 8; i++) {
            int register = 7 - i;
            int value = e.temp();
            e.ir.memory(X86Emitter.loadOp(width), value, RSP, Slots.ZERO, 0, width * i);
            if (register != RSP) {
                e.writeRegister(register, width, value);
            }
        }
        addToStackPointer(8 * width);
    }

    void pushFlags() {
        int flags = e.flags();
        e.ir.opImm(Op.ANDI64, flags, flags, ~HIDDEN_FLAGS);
        e.ir.opImm(Op.ORI64, flags, flags, FIXED_FLAGS);
        pushValue(e.insn.operandSize, flags);
    }

    void popFlags() {
        int flags = e.temp();
        popValue(e.insn.operandSize, flags);
        e.codesFrom(flags);
        int variant = e.insn.operandSize | SystemHelpers.RESUME_ON_TRAP_FLAG;
        e.helper(IntegerHelper.SET_FLAGS, Slots.ZERO, flags, Slots.ZERO, variant);
    }

    void enter() {
        int width = e.insn.operandSize;
        int level = (int) e.insn.immediate2 & 31;
        int size = (int) e.insn.immediate;
        if (level > 0 || width == 2) {
            e.helper(IntegerHelper.ENTER, e.constant(width), e.constant(size), Slots.ZERO, level);
            return;
        }
        e.ir.memory(X86Emitter.storeOp(width), RBP, RSP, Slots.ZERO, 0, -width);
        e.ir.memory(Op.PROBEW, 1, RSP, Slots.ZERO, 0, -width - size);
        addToStackPointer(-width);
        e.ir.op(Op.MOV, RBP, RSP);
        addToStackPointer(-size);
    }

    void leave() {
        int width = e.insn.operandSize;
        int value = e.temp();
        e.ir.memory(X86Emitter.loadOp(width), value, RBP, Slots.ZERO, 0, 0);
        e.ir.opImm(e.mode.is64() ? Op.ADDI64 : Op.ADDI32, RSP, RBP, width);
        e.writeRegister(RBP, width, value);
    }
}
