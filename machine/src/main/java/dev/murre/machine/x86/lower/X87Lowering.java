package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.X86Op;
import dev.murre.machine.x86.x87.X87Arith;
import dev.murre.machine.x86.x87.X87Compare;
import dev.murre.machine.x86.x87.X87Environment;
import dev.murre.machine.x86.x87.X87Functions;
import dev.murre.machine.x86.x87.X87Move;
import dev.murre.machine.x86.x87.X87Unary;

/// x87 instructions: operands from memory into temporaries, then a helper; stores the other way.
final class X87Lowering {
    private final X86Emitter e;
    private final IrBuilder ir;

    X87Lowering(X86Emitter e) {
        this.e = e;
        this.ir = e.ir;
    }

    /// Lowers the instruction if it is of this family.
    boolean lower() {
        if (lowerControl()) {
            return true;
        }
        if (!lowerArithmetic() && !lowerMove() && !lowerUnary()) {
            return false;
        }
        recordPointers();
        return true;
    }

    /// What FNSTENV tells about the last instruction that was not one of control.
    private void recordPointers() {
        ir.loadImmediate(Slots.FPU_IP, e.insn.address);
        long opcode = (e.insn.opcode & 7) << 8 | e.insn.modRm;
        boolean wide = e.mode == X86Mode.BITS64;
        opcode |= (long) e.selectors.code() << 16;
        if (e.insn.hasMemory) {
            e.load(Op.LEA, Slots.FPU_DP);
        }
        ir.loadImmediate(
                Slots.FPU_OPCODE, wide ? opcode : opcode | (long) e.selectors.stack() << 32);
    }

    private void helper(VectorHelper helper, int d, int a, int b, int imm) {
        ir.helper(helper.number(), d, a, b, imm);
    }

    private void helper(VectorHelper helper, int imm) {
        helper(helper, Slots.ZERO, Slots.ZERO, Slots.ZERO, imm);
    }

    private boolean lowerControl() {
        switch (e.insn.op) {
            case FNSTCW -> e.store(Op.ST16, Slots.FPU_CONTROL);
            case FNSTSW -> e.write(0, Slots.FPU_STATUS);
            case FLDCW -> {
                int a = e.read(0);
                helper(VectorHelper.X87_LOAD_CONTROL, Slots.ZERO, a, Slots.ZERO, 0);
            }
            case FNCLEX -> helper(VectorHelper.X87_CLEAR_EXCEPTIONS, 0);
            case FNINIT -> helper(VectorHelper.X87_INITIALISE, 0);
            case FWAIT -> helper(VectorHelper.X87_AWAIT, 0);
            case FNSTENV -> image(VectorHelper.X87_STORE_ENVIRONMENT);
            case FLDENV -> image(VectorHelper.X87_LOAD_ENVIRONMENT);
            case FNSAVE -> image(VectorHelper.X87_SAVE);
            case FRSTOR -> image(VectorHelper.X87_RESTORE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void image(VectorHelper helper) {
        int form = e.insn.operandSize == 2 ? X87Environment.SHORT : 0;
        helper(helper, Slots.ZERO, e.address(), Slots.ZERO, form);
    }

    private boolean lowerArithmetic() {
        switch (e.insn.op) {
            case FADD, FADDP, FIADD -> arithmetic(X87Arith.ADD);
            case FMUL, FMULP, FIMUL -> arithmetic(X87Arith.MULTIPLY);
            case FSUB, FSUBP, FISUB -> arithmetic(X87Arith.SUBTRACT);
            case FSUBR, FSUBRP, FISUBR -> arithmetic(X87Arith.SUBTRACT_REVERSED);
            case FDIV, FDIVP, FIDIV -> arithmetic(X87Arith.DIVIDE);
            case FDIVR, FDIVRP, FIDIVR -> arithmetic(X87Arith.DIVIDE_REVERSED);
            case FCOM, FICOM -> compare(0);
            case FCOMP, FICOMP -> compare(1);
            case FCOMPP -> helper(VectorHelper.X87_COMPARE_REGISTERS, 1 | pops(2));
            case FUCOM -> compareRegister(X87Compare.UNORDERED);
            case FUCOMP -> compareRegister(X87Compare.UNORDERED | pops(1));
            case FUCOMPP -> {
                int unordered = 1 | X87Compare.UNORDERED | pops(2);
                helper(VectorHelper.X87_COMPARE_REGISTERS, unordered);
            }
            case FCOMI -> compareToFlags(0);
            case FCOMIP -> compareToFlags(pops(1));
            case FUCOMI -> compareToFlags(X87Compare.UNORDERED);
            case FUCOMIP -> compareToFlags(X87Compare.UNORDERED | pops(1));
            case FTST -> helper(VectorHelper.X87_COMPARE_ZERO, 0);
            case FXAM -> helper(VectorHelper.X87_COMPARE_EXAMINE, 0);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static int pops(int count) {
        return count << X87Compare.POP_SHIFT;
    }

    private boolean isInteger() {
        return (e.insn.opcode & 3) >= 2;
    }

    /// Memory operand 0 in a temporary, sign-extended if it is an integer.
    private int operand() {
        return isInteger() ? e.readSigned(0) : e.read(0);
    }

    private void arithmetic(int operation) {
        if (e.insn.hasMemory) {
            int a = operand();
            VectorHelper helper =
                    isInteger()
                            ? VectorHelper.X87_ARITH_INTEGER
                            : e.width(0) == 8
                                    ? VectorHelper.X87_ARITH_DOUBLED
                                    : VectorHelper.X87_ARITH_SINGLE;
            helper(helper, Slots.ZERO, a, Slots.ZERO, operation);
            return;
        }
        int form = operation | (e.insn.modRm & 7) << 3;
        if ((e.insn.opcode & 4) != 0) {
            form |= X87Arith.TO_REGISTER;
        }
        if ((e.insn.opcode & 2) != 0) {
            form |= X87Arith.POP;
        }
        helper(VectorHelper.X87_ARITH_REGISTERS, form);
    }

    private void compare(int pops) {
        if (!e.insn.hasMemory) {
            compareRegister(pops(pops));
            return;
        }
        int a = operand();
        VectorHelper helper =
                isInteger()
                        ? VectorHelper.X87_COMPARE_INTEGER
                        : e.width(0) == 8
                                ? VectorHelper.X87_COMPARE_DOUBLED
                                : VectorHelper.X87_COMPARE_SINGLE;
        helper(helper, Slots.ZERO, a, Slots.ZERO, pops);
    }

    private void compareRegister(int form) {
        helper(VectorHelper.X87_COMPARE_REGISTERS, (e.insn.modRm & 7) | form);
    }

    private void compareToFlags(int form) {
        int flags = e.temp();
        int imm = (e.insn.modRm & 7) | form;
        helper(VectorHelper.X87_COMPARE_TO_FLAGS, flags, Slots.ZERO, Slots.ZERO, imm);
        e.codesFrom(flags);
    }

    private boolean lowerMove() {
        switch (e.insn.op) {
            case FLD -> load();
            case FILD -> loadFrom(VectorHelper.X87_LOAD_INTEGER, e.readSigned(0));
            case FST -> store(0);
            case FSTP -> store(X87Move.POP);
            case FIST -> storeInteger(VectorHelper.X87_STORE_INTEGER, 0);
            case FISTP -> storeInteger(VectorHelper.X87_STORE_INTEGER, X87Move.POP);
            case FISTTP -> storeInteger(VectorHelper.X87_STORE_TRUNCATED, X87Move.POP);
            case FBLD -> loadWide(VectorHelper.X87_LOAD);
            case FBSTP -> storeWide(VectorHelper.X87_STORE);
            case FXCH -> helper(VectorHelper.X87_EXCHANGE, e.insn.modRm & 7);
            case FLD1, FLDL2T, FLDL2E, FLDPI, FLDLG2, FLDLN2, FLDZ ->
                    helper(VectorHelper.X87_LOAD_CONSTANT, e.insn.modRm & 7);
            case FCMOVB, FCMOVE, FCMOVBE, FCMOVU, FCMOVNB, FCMOVNE, FCMOVNBE, FCMOVNU ->
                    conditional();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void load() {
        if (!e.insn.hasMemory) {
            helper(VectorHelper.X87_LOAD_REGISTER, e.insn.modRm & 7);
        } else if (e.width(0) == 10) {
            loadWide(VectorHelper.X87_LOAD_EXTENDED);
        } else {
            boolean wide = e.width(0) == 8;
            loadFrom(wide ? VectorHelper.X87_LOAD_DOUBLE : VectorHelper.X87_LOAD_SINGLE, e.read(0));
        }
    }

    private void loadFrom(VectorHelper helper, int a) {
        helper(helper, Slots.ZERO, a, Slots.ZERO, 0);
    }

    /// Ten bytes: eight in one temporary, two in another.
    private void loadWide(VectorHelper helper) {
        int low = e.temp();
        int high = e.temp();
        e.load(Op.LD64, low);
        e.loadAt(Op.LD16U, high, 8);
        helper(helper, Slots.ZERO, low, high, 0);
    }

    private void store(int pop) {
        if (!e.insn.hasMemory) {
            boolean quiet = e.insn.opcode == 0xd9;
            helper(
                    quiet
                            ? VectorHelper.X87_STORE_REGISTER_QUIETLY
                            : VectorHelper.X87_STORE_REGISTER,
                    (e.insn.modRm & 7) | pop);
        } else if (e.width(0) == 10) {
            storeWide(VectorHelper.X87_STORE_EXTENDED);
        } else {
            boolean wide = e.width(0) == 8;
            VectorHelper helper =
                    wide ? VectorHelper.X87_STORE_DOUBLE : VectorHelper.X87_STORE_SINGLE;
            storeFrom(helper, pop);
        }
    }

    private void storeInteger(VectorHelper helper, int pop) {
        storeFrom(helper, 8 * e.width(0) | pop);
    }

    /// A store of the helper's value, unless an exception that is not masked forbids it.
    private void storeFrom(VectorHelper helper, int imm) {
        e.probeWrite(e.width(0));
        int value = e.temp();
        int may = e.temp();
        ir.loadImmediate(may, 0);
        helper(helper, value, Slots.ZERO, may, imm);
        int skip = ir.position();
        ir.op(Op.SKIPZ, 0, may);
        e.store(X86Emitter.storeOp(e.width(0)), value);
        ir.patchSkip(skip);
    }

    private void storeWide(VectorHelper helper) {
        e.probeWrite(10);
        int low = e.temp();
        int high = e.temp();
        int may = e.temp();
        ir.loadImmediate(high, 0);
        ir.loadImmediate(may, 0);
        helper(helper, low, high, may, 0);
        int skip = ir.position();
        ir.op(Op.SKIPZ, 0, may);
        e.store(Op.ST64, low);
        e.storeAt(Op.ST16, high, 8);
        ir.patchSkip(skip);
    }

    /// Conditions of FCMOVcc by the opcode's low bits: B, E, BE, U.
    private static final int[] CONDITION = {CC.B, CC.E, CC.BE, CC.P};

    private void conditional() {
        int condition = CONDITION[e.insn.modRm >> 3 & 3] ^ (e.insn.opcode & 1);
        int holds = e.temp();
        ir.opImm(Op.SETCOND, holds, Slots.ZERO, condition);
        helper(VectorHelper.X87_CONDITIONAL, Slots.ZERO, holds, Slots.ZERO, e.insn.modRm & 7);
    }

    private boolean lowerUnary() {
        X86Op op = e.insn.op;
        switch (op) {
            case FCHS -> helper(VectorHelper.X87_NEGATE, 0);
            case FABS -> helper(VectorHelper.X87_ABSOLUTE, 0);
            case FSQRT -> helper(VectorHelper.X87_SQUARE_ROOT, 0);
            case FRNDINT -> helper(VectorHelper.X87_ROUND_TO_INTEGER, 0);
            case FSCALE -> helper(VectorHelper.X87_SCALE, 0);
            case FXTRACT -> helper(VectorHelper.X87_EXTRACT, 0);
            case FPREM -> helper(VectorHelper.X87_REMAINDER, 0);
            case FPREM1 -> helper(VectorHelper.X87_NEAREST_REMAINDER, 0);
            case FINCSTP -> helper(VectorHelper.X87_ROTATE, 1);
            case FDECSTP -> helper(VectorHelper.X87_ROTATE, -1);
            case FFREE -> helper(VectorHelper.X87_FREE, e.insn.modRm & 7);
            case FFREEP -> helper(VectorHelper.X87_FREE, (e.insn.modRm & 7) | X87Unary.POP);
            case F2XM1 -> helper(VectorHelper.X87_EXPONENTIAL, 0);
            case FYL2X -> helper(VectorHelper.X87_BINARY, X87Functions.LOGARITHM);
            case FYL2XP1 -> helper(VectorHelper.X87_BINARY, X87Functions.LOGARITHM_OF_SUCCESSOR);
            case FPATAN -> helper(VectorHelper.X87_BINARY, X87Functions.ARC_TANGENT);
            case FSIN -> helper(VectorHelper.X87_SINE, 0);
            case FCOS -> helper(VectorHelper.X87_COSINE, 0);
            case FSINCOS -> helper(VectorHelper.X87_SINE_COSINE, 0);
            case FPTAN -> helper(VectorHelper.X87_TANGENT, 0);
            case FNOP -> helper(VectorHelper.X87_AWAIT, 0);
            default -> {
                return false;
            }
        }
        return true;
    }
}
