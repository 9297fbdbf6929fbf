package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.Amo;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Op;

/// Addition, subtraction, logic and comparison.
final class AluLowering {
    private final X86Emitter e;

    AluLowering(X86Emitter e) {
        this.e = e;
    }

    /// ADD, OR, ADC, SBB, AND, SUB, XOR.
    void binary() {
        X86Op op = e.insn.op;
        boolean carries = op == X86Op.ADC || op == X86Op.SBB;
        if (e.insn.lock) {
            locked(op);
        } else if (carries && e.width(0) < 4) {
            narrowCarry(op);
        } else if (e.isMemory(0)) {
            if (carries) {
                memoryWithCarry(op);
            } else {
                memory(op);
            }
        } else if (e.width(0) < 4) {
            narrowRegister(op);
        } else {
            register(op);
        }
    }

    /// A register of 4 or 8 bytes: one operation does it all.
    private void register(X86Op op) {
        int d = e.insn.register[0];
        boolean wide = e.width(0) == 8;
        if (e.isImmediate(1)) {
            int flagged =
                    switch (op) {
                        case ADD -> wide ? Op.ADDFI64 : Op.ADDFI32;
                        case SUB -> wide ? Op.SUBFI64 : Op.SUBFI32;
                        case AND -> wide ? Op.ANDFI64 : Op.ANDFI32;
                        default -> -1;
                    };
            if (flagged >= 0) {
                e.ir.opImm(flagged, d, d, e.insn.immediate);
                return;
            }
            if (op == X86Op.OR || op == X86Op.XOR) {
                logicImmediate(op, d, wide);
                return;
            }
        }
        e.ir.op(flaggedOp(op, wide), d, d, e.read(1));
    }

    private void logicImmediate(X86Op op, int d, boolean wide) {
        boolean or = op == X86Op.OR;
        int plain = or ? wide ? Op.ORI64 : Op.ORI32 : wide ? Op.XORI64 : Op.XORI32;
        e.ir.opImm(plain, d, d, e.insn.immediate);
        e.codes(CC.LOGIC, e.width(0), d, Slots.ZERO);
    }

    private static int flaggedOp(X86Op op, boolean wide) {
        return switch (op) {
            case ADD -> wide ? Op.ADDF64 : Op.ADDF32;
            case OR -> wide ? Op.ORF64 : Op.ORF32;
            case ADC -> wide ? Op.ADCF64 : Op.ADCF32;
            case SBB -> wide ? Op.SBBF64 : Op.SBBF32;
            case AND -> wide ? Op.ANDF64 : Op.ANDF32;
            case SUB -> wide ? Op.SUBF64 : Op.SUBF32;
            default -> wide ? Op.XORF64 : Op.XORF32;
        };
    }

    private static int plainOp(X86Op op, boolean wide) {
        return switch (op) {
            case ADD -> wide ? Op.ADD64 : Op.ADD32;
            case OR -> wide ? Op.OR64 : Op.OR32;
            case AND -> wide ? Op.AND64 : Op.AND32;
            case SUB -> wide ? Op.SUB64 : Op.SUB32;
            default -> wide ? Op.XOR64 : Op.XOR32;
        };
    }

    /// Condition codes of `op` that made `result` of `a` and `b`.
    private void resultCodes(X86Op op, int result, int a, int b) {
        switch (op) {
            case ADD -> e.codes(CC.ADD, e.width(0), result, b);
            case SUB -> e.codes(CC.SUB, e.width(0), a, b);
            default -> e.codes(CC.LOGIC, e.width(0), result, Slots.ZERO);
        }
    }

    private void narrowRegister(X86Op op) {
        int a = e.read(0);
        int b = e.read(1);
        int result = e.temp();
        e.ir.op(plainOp(op, false), result, a, b);
        resultCodes(op, result, a, b);
        e.write(0, result);
    }

    private void memory(X86Op op) {
        int width = e.width(0);
        int b = e.read(1);
        int a = e.readToModify(0);
        int result = e.temp();
        if (width >= 4) {
            e.ir.op(flaggedOp(op, width == 8), result, a, b);
            e.write(0, result);
        } else {
            e.ir.op(plainOp(op, false), result, a, b);
            e.write(0, result);
            resultCodes(op, result, a, b);
        }
    }

    private void memoryWithCarry(X86Op op) {
        int b = e.read(1);
        int a = e.readToModify(0);
        int result = e.temp();
        e.ir.op(flaggedOp(op, e.width(0) == 8), result, a, b);
        e.write(0, result);
    }

    private void narrowCarry(X86Op op) {
        int b = e.read(1);
        int result = e.temp();
        e.ir.op(Op.MOV, result, e.readToModify(0));
        int flags = e.flags();
        int variant = X86Emitter.log2(e.width(0)) | (op == X86Op.SBB ? 4 : 0);
        e.helper(IntegerHelper.NARROW_CARRY, result, b, flags, variant);
        e.write(0, result);
        e.codesFrom(flags);
    }

    private void locked(X86Op op) {
        int b = e.read(1);
        int operand = b;
        int carry = Slots.ZERO;
        if (op == X86Op.ADC || op == X86Op.SBB) {
            carry = e.temp();
            e.ir.op(Op.GETCF, carry, Slots.ZERO);
            operand = e.temp();
            e.ir.op(Op.ADD64, operand, b, carry);
        }
        int old = e.temp();
        Amo function =
                switch (op) {
                    case ADD, ADC -> Amo.ADD;
                    case SUB, SBB -> Amo.SUB;
                    case AND -> Amo.AND;
                    case OR -> Amo.OR;
                    default -> Amo.XOR;
                };
        int log2 = X86Emitter.log2(e.width(0));
        e.ir.emit(Op.AMO, old, e.address(), operand, function.immediate(log2));
        lockedCodes(op, old, b);
    }

    /// Computes the result again from the old value, for the condition codes.
    private void lockedCodes(X86Op op, int old, int b) {
        boolean wide = e.width(0) == 8;
        int result = e.temp();
        if (op != X86Op.ADC && op != X86Op.SBB) {
            e.ir.op(plainOp(op, wide), result, old, b);
            resultCodes(op, result, old, b);
        } else if (e.width(0) >= 4) {
            e.ir.op(flaggedOp(op, wide), result, old, b);
        } else {
            e.ir.op(Op.MOV, result, old);
            int flags = e.flags();
            int variant = X86Emitter.log2(e.width(0)) | (op == X86Op.SBB ? 4 : 0);
            e.helper(IntegerHelper.NARROW_CARRY, result, b, flags, variant);
            e.codesFrom(flags);
        }
    }

    void compare() {
        int width = e.width(0);
        int a = e.read(0);
        if (e.isImmediate(1) && width != 2) {
            int op = width == 8 ? Op.CMPI64 : width == 4 ? Op.CMPI32 : Op.CMPI8;
            e.ir.opImm(op, 0, a, e.insn.immediate);
            return;
        }
        int b = e.read(1);
        switch (width) {
            case 8 -> e.ir.op(Op.CMP64, 0, a, b);
            case 4 -> e.ir.op(Op.CMP32, 0, a, b);
            default -> e.codes(CC.SUB, width, a, b);
        }
    }

    void test() {
        int width = e.width(0);
        int a = e.read(0);
        int b = e.read(1);
        if (width == 8) {
            e.ir.op(Op.TEST64, 0, a, b);
        } else if (width == 4) {
            e.ir.op(Op.TEST32, 0, a, b);
        } else if (a == b) {
            e.codes(CC.LOGIC, width, a, Slots.ZERO);
        } else {
            int result = e.temp();
            e.ir.op(Op.AND32, result, a, b);
            e.codes(CC.LOGIC, width, result, Slots.ZERO);
        }
    }

    /// INC and DEC.
    void increment() {
        boolean up = e.insn.op == X86Op.INC;
        int width = e.width(0);
        if (!e.isMemory(0) && width >= 4) {
            int d = e.insn.register[0];
            boolean wide = width == 8;
            int op = up ? wide ? Op.INCF64 : Op.INCF32 : wide ? Op.DECF64 : Op.DECF32;
            e.ir.op(op, d, d);
            return;
        }
        int carry = e.temp();
        int result = e.temp();
        if (e.insn.lock) {
            int old = e.temp();
            int operand = e.constant(up ? 1 : -1);
            int log2 = X86Emitter.log2(width);
            e.ir.emit(Op.AMO, old, e.address(), operand, Amo.ADD.immediate(log2));
            e.ir.opImm(Op.ADDI64, result, old, up ? 1 : -1);
        } else {
            e.ir.opImm(Op.ADDI64, result, e.readToModify(0), up ? 1 : -1);
            e.write(0, result);
        }
        e.ir.op(Op.GETCF, carry, Slots.ZERO);
        e.codes(up ? CC.INC : CC.DEC, width, result, carry);
    }

    void negate() {
        int width = e.width(0);
        if (e.insn.lock) {
            int address = e.address();
            e.helper(
                    IntegerHelper.LOCKED_NEGATE,
                    e.temp(),
                    address,
                    Slots.ZERO,
                    X86Emitter.log2(width));
            return;
        }
        if (!e.isMemory(0) && width >= 4) {
            int d = e.insn.register[0];
            e.ir.op(width == 8 ? Op.SUBF64 : Op.SUBF32, d, Slots.ZERO, d);
            return;
        }
        int value = e.readToModify(0);
        int result = e.temp();
        e.ir.op(Op.SUB64, result, Slots.ZERO, value);
        if (e.isMemory(0)) {
            e.write(0, result);
            e.codes(CC.SUB, width, Slots.ZERO, value);
        } else {
            e.codes(CC.SUB, width, Slots.ZERO, value);
            e.write(0, result);
        }
    }

    void not() {
        int width = e.width(0);
        if (e.insn.lock) {
            int ones = e.constant(-1);
            int immediate = Amo.XOR.immediate(X86Emitter.log2(width));
            e.ir.emit(Op.AMO, e.temp(), e.address(), ones, immediate);
            return;
        }
        int value = e.readToModify(0);
        int d = e.target(0);
        e.ir.opImm(width == 8 ? Op.XORI64 : Op.XORI32, d, value, -1);
        e.write(0, d);
    }
}
