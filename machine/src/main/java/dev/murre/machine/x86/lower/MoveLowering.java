package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RBX;
import static dev.murre.machine.x86.X86Registers.RDX;

import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.OperandKind;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;

/// Moves, extensions and conditional moves.
final class MoveLowering {
    private final X86Emitter e;

    MoveLowering(X86Emitter e) {
        this.e = e;
    }

    void move() {
        if (e.insn.kind[0] == OperandKind.SEGMENT) {
            e.helper(
                    IntegerHelper.LOAD_SEGMENT,
                    Slots.ZERO,
                    e.readUnsigned(1),
                    Slots.ZERO,
                    SegmentHelpers.variant(e.insn.register[0], e.selectors)
                            | SegmentHelpers.RESUME_ON_LIMITS);
        } else if (e.insn.kind[1] == OperandKind.SEGMENT) {
            e.write(0, readSelector(e.insn.register[1]));
        } else if (e.isMemory(0)) {
            e.write(0, e.read(1));
        } else {
            toRegister();
        }
    }

    private void toRegister() {
        int width = e.width(0);
        boolean whole = width >= 4 && e.insn.kind[0] == OperandKind.REGISTER;
        if (!whole) {
            e.write(0, e.read(1));
            return;
        }
        int d = e.insn.register[0];
        switch (e.insn.kind[1]) {
            case IMMEDIATE -> {
                long value = e.insn.immediate;
                e.ir.loadImmediate(d, width == 4 ? value & 0xffff_ffffL : value);
            }
            case MEMORY -> e.load(X86Emitter.loadOp(width), d);
            default -> e.ir.op(width == 8 ? Op.MOV : Op.MOV32, d, e.insn.register[1]);
        }
    }

    /// A slot with the selector in a segment register.
    int readSelector(int segment) {
        return switch (segment) {
            case X86Registers.CS -> e.constant(e.selectors.code());
            case X86Registers.SS -> e.constant(e.selectors.stack());
            default -> {
                int t = e.temp();
                e.ir.opImm(Op.SHRI64, t, Slots.SELECTORS, SegmentHelpers.selectorShift(segment));
                e.ir.op(Op.ZX16, t, t);
                yield t;
            }
        };
    }

    void zeroExtend() {
        if (e.isMemory(1) && e.width(0) >= 4) {
            e.load(X86Emitter.loadOp(e.width(1)), e.insn.register[0]);
            return;
        }
        int source = e.read(1);
        int d = e.target(0);
        e.ir.op(e.width(1) == 1 ? Op.ZX8 : Op.ZX16, d, source);
        e.write(0, d);
    }

    /// MOVSX and MOVSXD.
    void signExtend() {
        int from = e.width(1);
        int to = e.width(0);
        if (to == 8 && e.isMemory(1)) {
            e.load(X86Emitter.signedLoadOp(from), e.insn.register[0]);
            return;
        }
        int source = e.read(1);
        int d = e.target(0);
        if (to == 4 || from == 4 && to < 8) {
            int op = from == 1 ? Op.SX8W32 : from == 2 ? Op.SX16W32 : Op.MOV32;
            e.ir.op(op, d, source);
        } else {
            e.ir.op(from == 1 ? Op.SX8 : from == 2 ? Op.SX16 : Op.SX32, d, source);
        }
        e.write(0, d);
    }

    /// CMOVcc: memory is read, and a 4-byte register loses its upper half, whatever the condition.
    void conditional() {
        int source = e.read(1);
        int d = e.insn.register[0];
        int condition = e.insn.condition;
        switch (e.width(0)) {
            case 8 -> e.ir.opImm(Op.CMOV64, d, source, condition);
            case 4 -> e.ir.opImm(Op.CMOV32, d, source, condition);
            default -> {
                int t = e.temp();
                e.ir.op(Op.MOV, t, d);
                e.ir.op(Op.DEP16, t, source);
                e.ir.opImm(Op.CMOV64, d, t, condition);
            }
        }
    }

    void setCondition() {
        int t = e.temp();
        e.ir.opImm(Op.SETCOND, t, Slots.ZERO, e.insn.condition);
        e.write(0, t);
    }

    /// LEA: the offset alone, without a segment.
    void loadAddress() {
        e.insn.segment = X86Registers.DS;
        int width = e.width(0) == 0 ? e.insn.operandSize : e.width(0);
        int d = e.target(0);
        e.load(width == 4 ? Op.LEA32 : Op.LEA, d);
        e.write(0, d);
    }

    /// XLAT.
    void translate() {
        int index = e.temp();
        e.ir.op(Op.ZX8, index, RAX);
        int offset = e.temp();
        e.ir.op(Op.ADD64, offset, RBX, index);
        switch (e.insn.addressSize) {
            case 2 -> e.ir.op(Op.ZX16, offset, offset);
            case 4 -> e.ir.op(Op.MOV32, offset, offset);
            default -> {}
        }
        int segmentBase = X86Emitter.segmentBase(e.insn.segment);
        if (segmentBase != Slots.ZERO) {
            e.ir.op(Op.ADD64, offset, offset, segmentBase);
        }
        e.setAddress(offset, 0);
        int value = e.temp();
        e.load(Op.LD8U, value);
        e.writeRegister(RAX, 1, value);
    }

    /// CBW, CWDE, CDQE; CWD, CDQ, CQO.
    void convert() {
        int width = e.insn.operandSize;
        if (e.insn.op == X86Op.CBW) {
            switch (width) {
                case 8 -> e.ir.op(Op.SX32, RAX, RAX);
                case 4 -> e.ir.op(Op.SX16W32, RAX, RAX);
                default -> {
                    int t = e.temp();
                    e.ir.op(Op.SX8, t, RAX);
                    e.writeRegister(RAX, 2, t);
                }
            }
            return;
        }
        switch (width) {
            case 8 -> e.ir.opImm(Op.SARI64, RDX, RAX, 63);
            case 4 -> e.ir.opImm(Op.SARI32, RDX, RAX, 31);
            default -> {
                int t = e.extend(RAX, 2, X86Emitter.Extension.SIGN);
                e.ir.opImm(Op.SARI64, t, t, 16);
                e.writeRegister(RDX, 2, t);
            }
        }
    }
}
