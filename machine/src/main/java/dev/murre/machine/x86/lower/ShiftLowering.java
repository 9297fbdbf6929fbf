package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.X86Registers;

/// Shifts and rotations. A count of 0 (after masking) changes no flag; flags that the manuals leave
/// undefined for counts above 1 follow the formula for a count of 1.
final class ShiftLowering {
    private final X86Emitter e;

    ShiftLowering(X86Emitter e) {
        this.e = e;
    }

    private int countMask() {
        return e.width(0) == 8 ? 63 : 31;
    }

    private int constantCount() {
        return (int) e.insn.immediate & countMask();
    }

    /// SHL, SHR, SAR.
    void shift() {
        if (!e.isImmediate(1)) {
            if (e.width(0) < 4) {
                byHelper();
            } else {
                variableShift();
            }
            return;
        }
        int count = constantCount();
        if (count == 0) {
            shiftByZero();
        } else if (!e.isMemory(0) && e.width(0) >= 4) {
            int d = e.insn.register[0];
            e.ir.opImm(flaggedShift(e.insn.op, e.width(0) == 8), d, d, count);
        } else {
            constantShift(count);
        }
    }

    /// No flag changes; a 4-byte register still loses its upper half, and memory is written.
    private void shiftByZero() {
        int d = e.target(0);
        e.ir.op(e.width(0) == 4 ? Op.MOV32 : Op.MOV, d, e.readToModify(0));
        e.write(0, d);
    }

    private static int flaggedShift(X86Op op, boolean wide) {
        return switch (op) {
            case SHL -> wide ? Op.SHLFI64 : Op.SHLFI32;
            case SHR -> wide ? Op.SHRFI64 : Op.SHRFI32;
            default -> wide ? Op.SARFI64 : Op.SARFI32;
        };
    }

    private static int constantOp(X86Op op) {
        return switch (op) {
            case SHL -> Op.SHLI64;
            case SHR -> Op.SHRI64;
            default -> Op.SARI64;
        };
    }

    private static int variableOp(X86Op op, boolean wide) {
        return switch (op) {
            case SHL -> wide ? Op.SHLF64 : Op.SHLF32;
            case SHR -> wide ? Op.SHRF64 : Op.SHRF32;
            default -> wide ? Op.SARF64 : Op.SARF32;
        };
    }

    private static int family(X86Op op) {
        return switch (op) {
            case SHL -> CC.SHL;
            case SHR -> CC.SHR;
            default -> CC.SAR;
        };
    }

    /// Memory, or a narrow register: in 64-bit arithmetic on the value extended as the operation
    /// wants it.
    private void constantShift(int count) {
        X86Op op = e.insn.op;
        int value = e.readToModifyUnsigned(0);
        if (op == X86Op.SAR) {
            value = e.extend(value, e.width(0), X86Emitter.Extension.SIGN);
        }
        int before = value;
        if (count > 1) {
            before = e.temp();
            e.ir.opImm(constantOp(op), before, value, count - 1);
        }
        int result = e.temp();
        e.ir.opImm(constantOp(op), result, before, 1);
        if (e.isMemory(0)) {
            e.write(0, result);
            e.codes(family(op), e.width(0), result, before);
        } else {
            e.codes(family(op), e.width(0), result, before);
            e.write(0, result);
        }
    }

    private void variableShift() {
        int op = variableOp(e.insn.op, e.width(0) == 8);
        if (!e.isMemory(0)) {
            int d = e.insn.register[0];
            e.ir.op(op, d, d, X86Registers.RCX);
            return;
        }
        int result = e.temp();
        e.ir.op(op, result, e.readToModify(0), X86Registers.RCX);
        e.write(0, result);
    }

    /// Any shift or rotation at any width, in a helper.
    private void byHelper() {
        int count = e.isImmediate(1) ? e.constant(constantCount()) : X86Registers.RCX;
        int value = e.temp();
        e.ir.op(Op.MOV, value, e.readToModifyUnsigned(0));
        int flags = e.flags();
        int variant = ShiftHelpers.variant(e.insn.op, X86Emitter.log2(e.width(0)));
        e.helper(IntegerHelper.SHIFT, value, count, flags, variant);
        e.write(0, value);
        e.codesFrom(flags);
    }

    /// ROL and ROR.
    void rotate() {
        int width = e.width(0);
        boolean left = e.insn.op == X86Op.ROL;
        if (!e.isImmediate(1)) {
            if (width < 4 || e.isMemory(0)) {
                byHelper();
            } else {
                variableRotate(left);
            }
            return;
        }
        int count = constantCount();
        if (count == 0) {
            shiftByZero();
            return;
        }
        int leftCount = (left ? count : -count) & 8 * width - 1;
        int value = width < 4 ? e.readToModifyUnsigned(0) : e.readToModify(0);
        int d = e.target(0);
        if (width >= 4) {
            e.ir.opImm(width == 8 ? Op.ROLI64 : Op.ROLI32, d, value, leftCount);
        } else {
            int low = e.temp();
            e.ir.opImm(Op.SHRI64, low, value, 8 * width - leftCount);
            int high = e.temp();
            e.ir.opImm(Op.SHLI64, high, value, leftCount);
            e.ir.op(Op.OR64, d, high, low);
        }
        e.write(0, d);
        int log2 = X86Emitter.log2(width);
        e.ir.emit(left ? Op.ROLCC : Op.RORCC, 0, d, e.constant(1), log2);
    }

    private void variableRotate(boolean left) {
        boolean wide = e.width(0) == 8;
        int d = e.insn.register[0];
        int count = e.temp();
        e.ir.opImm(Op.ANDI64, count, X86Registers.RCX, countMask());
        int op = left ? wide ? Op.ROL64 : Op.ROL32 : wide ? Op.ROR64 : Op.ROR32;
        e.ir.op(op, d, d, count);
        e.ir.emit(left ? Op.ROLCC : Op.RORCC, 0, d, count, wide ? 3 : 2);
    }

    /// RCL and RCR.
    void rotateThroughCarry() {
        byHelper();
    }

    /// SHLD and SHRD.
    void doubleShift() {
        if (e.isImmediate(2) && e.width(0) >= 4) {
            int count = constantCount();
            if (count == 0) {
                shiftByZero();
            } else {
                constantDoubleShift(count);
            }
            return;
        }
        int count = e.isImmediate(2) ? e.constant(constantCount()) : X86Registers.RCX;
        int value = e.temp();
        e.ir.op(Op.MOV, value, e.readToModifyUnsigned(0));
        int flags = e.flags();
        int packed = e.temp();
        e.ir.opImm(Op.SHLI64, packed, flags, 8);
        int low = e.temp();
        e.ir.opImm(Op.ANDI64, low, count, countMask());
        e.ir.op(Op.OR64, packed, packed, low);
        int variant = X86Emitter.log2(e.width(0)) | (e.insn.op == X86Op.SHRD ? 4 : 0);
        e.helper(IntegerHelper.DOUBLE_SHIFT, value, e.readUnsigned(1), packed, variant);
        e.write(0, value);
        e.codesFrom(packed);
    }

    private void constantDoubleShift(int count) {
        boolean left = e.insn.op == X86Op.SHLD;
        int bits = 8 * e.width(0);
        int value = e.readToModifyUnsigned(0);
        int fill = e.readUnsigned(1);
        int before = value;
        if (count > 1) {
            before = e.temp();
            e.ir.opImm(left ? Op.SHLI64 : Op.SHRI64, before, value, count - 1);
        }
        int kept = e.temp();
        e.ir.opImm(left ? Op.SHLI64 : Op.SHRI64, kept, before, 1);
        int filled = e.temp();
        e.ir.opImm(left ? Op.SHRI64 : Op.SHLI64, filled, fill, bits - count);
        int result = e.temp();
        e.ir.op(bits == 64 ? Op.OR64 : Op.OR32, result, kept, filled);
        int shiftedOut = before;
        if (!left && count > 1) {
            shiftedOut = doubleShiftRightBefore(count, value, fill);
        }
        if (e.isMemory(0)) {
            e.write(0, result);
            e.codes(left ? CC.SHL : CC.SHRD, e.width(0), result, shiftedOut);
        } else {
            e.codes(left ? CC.SHL : CC.SHRD, e.width(0), result, shiftedOut);
            e.write(0, result);
        }
    }

    /// The value shifted right by one less, filled too, so that OF follows its top bit.
    private int doubleShiftRightBefore(int count, int value, int fill) {
        int bits = 8 * e.width(0);
        int low = e.temp();
        e.ir.opImm(Op.SHRI64, low, value, count - 1);
        int high = e.temp();
        e.ir.opImm(Op.SHLI64, high, fill, bits - count + 1);
        int before = e.temp();
        e.ir.op(Op.OR64, before, low, high);
        return before;
    }
}
