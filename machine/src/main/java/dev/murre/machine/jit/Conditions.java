package dev.murre.machine.jit;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;

/// Condition codes in generated code. While the operation that set them is known, conditions become
/// plain Java
/// comparisons.
final class Conditions {
    private static final int UNKNOWN = -1;
    private static final MethodTypeDesc TEST =
            MethodTypeDesc.of(Names.BOOLEAN, Names.INT, Names.INT, Names.LONG, Names.LONG);
    private static final MethodTypeDesc COMPARE_UNSIGNED_LONG =
            MethodTypeDesc.of(Names.INT, Names.LONG, Names.LONG);
    private static final MethodTypeDesc COMPARE_UNSIGNED_INT =
            MethodTypeDesc.of(Names.INT, Names.INT, Names.INT);

    private final CodeBuilder code;
    private final Frame frame;
    private int kind = UNKNOWN;

    Conditions(CodeBuilder code, Frame frame) {
        this.code = code;
        this.frame = frame;
    }

    /// Control flow joins here: nothing is known.
    void forget() {
        kind = UNKNOWN;
    }

    /// The codes become (`newKind`, A and B as they stand in their locals).
    void set(int newKind) {
        kind = newKind;
        code.loadConstant(newKind).istore(Frame.KIND);
    }

    /// The block's last operation, a conditional branch: jumps to `taken` or falls through.
    void branch(long word, Label taken) {
        switch (Op.opcode(word)) {
            case Op.BRANCH -> branchIf((int) Op.imm(word), taken);
            case Op.BRANCHZ -> {
                frame.load(Op.a(word));
                code.lconst_0().lcmp().ifeq(taken);
            }
            case Op.BRANCHNZ -> {
                frame.load(Op.a(word));
                code.lconst_0().lcmp().ifne(taken);
            }
            case Op.CMPBR64, Op.CMPBRI64 -> compareAndBranch(word, CC.SUB | 3, taken);
            case Op.CMPBR32, Op.CMPBRI32 -> compareAndBranch(word, CC.SUB | 2, taken);
            case Op.TESTBR64 -> testAndBranch(word, CC.LOGIC | 3, taken);
            case Op.TESTBR32 -> testAndBranch(word, CC.LOGIC | 2, taken);
            default -> throw new AssertionError(Op.name(Op.opcode(word)));
        }
    }

    private void compareAndBranch(long word, int newKind, Label taken) {
        compare(word, newKind);
        branchIf(Op.d(word), taken);
    }

    private void testAndBranch(long word, int newKind, Label taken) {
        test(word, newKind);
        branchIf(Op.d(word), taken);
    }

    /// CMP and its forms with an immediate.
    void compare(long word, int newKind) {
        frame.load(Op.a(word));
        code.lstore(Frame.CC_A);
        if (Op.has(Op.opcode(word), 'i')) {
            code.loadConstant(Op.imm(word));
        } else {
            frame.load(Op.b(word));
        }
        code.lstore(Frame.CC_B);
        set(newKind);
    }

    void test(long word, int newKind) {
        frame.load(Op.a(word));
        if (Op.a(word) != Op.b(word)) {
            frame.load(Op.b(word));
            code.land();
        }
        code.lstore(Frame.CC_A);
        set(newKind);
    }

    /// Jumps to `taken` if the condition holds, else falls through.
    void branchIf(int condition, Label taken) {
        boolean known = kind != UNKNOWN;
        if (known && isCompare() && direct(condition, taken)) {
            return;
        }
        if (known && isNarrow() && narrow(condition, taken)) {
            return;
        }
        if (known && (condition == CC.E || condition == CC.NE) && resultInA()) {
            pushA();
            zeroBranch(condition, taken);
            return;
        }
        if (known && (condition == CC.S || condition == CC.NS) && resultInA()) {
            pushA();
            zeroBranch(condition == CC.S ? CC.L : CC.GE, taken);
            return;
        }
        if (kind == CC.FLAGS && flag(condition) != 0) {
            code.lload(Frame.CC_A).l2i().loadConstant(flag(condition)).iand();
            zeroBranch((condition & 1) == 0 ? CC.NE : CC.E, taken);
            return;
        }
        code.loadConstant(condition);
        if (known) {
            code.loadConstant(kind);
        } else {
            code.iload(Frame.KIND);
        }
        code.lload(Frame.CC_A).lload(Frame.CC_B);
        code.invokestatic(Names.CONDITION_CODES, "test", TEST).ifne(taken);
    }

    /// The flags of which any makes a condition hold (or its negation not); 0 if it is not so.
    private static int flag(int condition) {
        return switch (condition) {
            case CC.O, CC.NO -> CC.OF;
            case CC.B, CC.AE -> CC.CF;
            case CC.E, CC.NE -> CC.ZF;
            case CC.BE, CC.A -> CC.CF | CC.ZF;
            case CC.S, CC.NS -> CC.SF;
            case CC.P, CC.NP -> CC.PF;
            default -> 0;
        };
    }

    /// A 32 or 64 bit subtraction or logical operation: conditions compare two values.
    private boolean isCompare() {
        return (kind & 3) >= 2 && (Frame.family(kind) == CC.SUB || Frame.isLogic(kind));
    }

    /// A is the result, so that E, NE, S and NS look at A alone.
    private boolean resultInA() {
        if ((kind & 3) < 2) {
            return false;
        }
        return switch (Frame.family(kind)) {
            case CC.ADD, CC.LOGIC, CC.INC, CC.DEC, CC.SHL, CC.SHR, CC.SAR, CC.RESULT, CC.ADC ->
                    true;
            default -> false;
        };
    }

    private void pushA() {
        code.lload(Frame.CC_A);
        if (!Frame.isLong(kind)) {
            code.l2i();
        } else {
            code.lconst_0().lcmp();
        }
    }

    /// A subtraction or logical operation on bytes or halfwords: the operands are compared as ints.
    private boolean narrow(int condition, Label taken) {
        boolean comparable =
                switch (condition) {
                    case CC.E, CC.NE, CC.L, CC.GE, CC.LE, CC.G -> true;
                    case CC.B, CC.AE, CC.BE, CC.A -> !Frame.isLogic(kind);
                    default -> false;
                };
        if (!comparable) {
            return false;
        }
        boolean unsigned =
                condition == CC.B || condition == CC.AE || condition == CC.BE || condition == CC.A;
        code.lload(Frame.CC_A);
        extend(unsigned);
        if (!Frame.isLogic(kind)) {
            code.lload(Frame.CC_B);
            extend(unsigned);
            code.isub();
        }
        zeroBranch(signed(condition), taken);
        return true;
    }

    /// Makes the long on the operand stack an int of the narrow width.
    private void extend(boolean unsigned) {
        boolean isByte = (kind & 3) == 0;
        code.l2i();
        if (unsigned) {
            code.loadConstant(isByte ? 0xff : 0xffff).iand();
        } else if (isByte) {
            code.i2b();
        } else {
            code.i2s();
        }
    }

    private boolean isNarrow() {
        return (kind & 3) < 2 && (Frame.family(kind) == CC.SUB || Frame.isLogic(kind));
    }

    private boolean direct(int condition, Label taken) {
        boolean unsigned =
                condition == CC.B || condition == CC.AE || condition == CC.BE || condition == CC.A;
        boolean overflow =
                condition == CC.O || condition == CC.NO || condition == CC.P || condition == CC.NP;
        if (overflow) {
            return false;
        }
        boolean logic = Frame.isLogic(kind);
        if (logic && unsigned) {
            return false;
        }
        if (condition == CC.S || condition == CC.NS) {
            pushSign(logic);
            zeroBranch(condition == CC.S ? CC.L : CC.GE, taken);
            return true;
        }
        pushComparison(logic, unsigned);
        zeroBranch(signed(condition), taken);
        return true;
    }

    private void pushSign(boolean logic) {
        if (logic) {
            pushA();
            return;
        }
        code.lload(Frame.CC_A).lload(Frame.CC_B).lsub();
        if (Frame.isLong(kind)) {
            code.lconst_0().lcmp();
        } else {
            code.l2i();
        }
    }

    /// Leaves an int whose comparison with 0 is that of the operands.
    private void pushComparison(boolean logic, boolean unsigned) {
        if (logic) {
            pushA();
        } else if (Frame.isLong(kind)) {
            code.lload(Frame.CC_A).lload(Frame.CC_B);
            if (unsigned) {
                code.invokestatic(Names.LONG_BOX, "compareUnsigned", COMPARE_UNSIGNED_LONG);
            } else {
                code.lcmp();
            }
        } else {
            code.lload(Frame.CC_A).l2i().lload(Frame.CC_B).l2i();
            if (unsigned) {
                code.invokestatic(Names.INTEGER_BOX, "compareUnsigned", COMPARE_UNSIGNED_INT);
            } else {
                code.invokestatic(Names.INTEGER_BOX, "compare", COMPARE_UNSIGNED_INT);
            }
        }
    }

    private static int signed(int condition) {
        return switch (condition) {
            case CC.B -> CC.L;
            case CC.AE -> CC.GE;
            case CC.BE -> CC.LE;
            case CC.A -> CC.G;
            default -> condition;
        };
    }

    private void zeroBranch(int condition, Label taken) {
        switch (condition) {
            case CC.E -> code.ifeq(taken);
            case CC.NE -> code.ifne(taken);
            case CC.L -> code.iflt(taken);
            case CC.GE -> code.ifge(taken);
            case CC.LE -> code.ifle(taken);
            case CC.G -> code.ifgt(taken);
            default -> throw new AssertionError("condition " + condition);
        }
    }
}
