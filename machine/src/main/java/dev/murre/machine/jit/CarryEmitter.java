package dev.murre.machine.jit;

import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/// Computation in generated code whose condition codes depend on earlier ones or on a count, and
/// operations on single bits and on the order of bytes.
final class CarryEmitter {
    private static final long LOW32 = 0xffff_ffffL;
    private static final MethodTypeDesc OF_CODES =
            MethodTypeDesc.of(Names.INT, Names.INT, Names.LONG, Names.LONG);
    private static final MethodTypeDesc LONG_TO_INT = MethodTypeDesc.of(Names.INT, Names.LONG);
    private static final MethodTypeDesc INT_TO_INT = MethodTypeDesc.of(Names.INT, Names.INT);
    private static final MethodTypeDesc TWO_LONGS =
            MethodTypeDesc.of(Names.LONG, Names.LONG, Names.LONG);
    private static final MethodTypeDesc ROTATED =
            MethodTypeDesc.of(Names.INT, Names.LONG, Names.INT);

    private final CodeBuilder code;
    private final Frame frame;
    private final Conditions conditions;

    CarryEmitter(CodeBuilder code, Frame frame, Conditions conditions) {
        this.code = code;
        this.frame = frame;
        this.conditions = conditions;
    }

    /// Emits the operation; false if it is none of these.
    boolean emit(long word) {
        switch (Op.opcode(word)) {
            case Op.ADCF64 -> add(word, 3);
            case Op.ADCF32 -> add(word, 2);
            case Op.SBBF64 -> subtract(word, 3);
            case Op.SBBF32 -> subtract(word, 2);
            case Op.INCF64 -> increment(word, CC.INC | 3);
            case Op.INCF32 -> increment(word, CC.INC | 2);
            case Op.DECF64 -> increment(word, CC.DEC | 3);
            case Op.DECF32 -> increment(word, CC.DEC | 2);
            case Op.MULF64 -> multiply64(word);
            case Op.MULF32 -> multiply32(word);
            case Op.SHLF64 -> shift(word, CC.SHL | 3);
            case Op.SHRF64 -> shift(word, CC.SHR | 3);
            case Op.SARF64 -> shift(word, CC.SAR | 3);
            case Op.SHLF32 -> shift(word, CC.SHL | 2);
            case Op.SHRF32 -> shift(word, CC.SHR | 2);
            case Op.SARF32 -> shift(word, CC.SAR | 2);
            case Op.SETCF -> setCarry(word);
            case Op.ROLCC -> rotated(word, "rotatedLeft");
            case Op.RORCC -> rotated(word, "rotatedRight");
            case Op.GETFLAGS -> getFlags(word);
            default -> {
                return bits(word);
            }
        }
        return true;
    }

    private boolean bits(long word) {
        switch (Op.opcode(word)) {
            case Op.BSF64 -> scan(word, "numberOfTrailingZeros");
            case Op.BSR64 -> scan(word, "numberOfLeadingZeros");
            case Op.BSWAP64 -> {
                frame.beginStore(Op.d(word));
                frame.load(Op.a(word));
                code.invokestatic(Names.LONG_BOX, "reverseBytes", Names.LONG_TO_LONG);
                frame.store(Op.d(word));
            }
            case Op.BSWAP32 -> {
                frame.beginStore(Op.d(word));
                frame.load(Op.a(word));
                code.l2i().invokestatic(Names.INTEGER_BOX, "reverseBytes", INT_TO_INT).i2l();
                low32();
                frame.store(Op.d(word));
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void low32() {
        code.loadConstant(LOW32).land();
    }

    private static boolean wide(int kind) {
        return (kind & 3) == 3;
    }

    /// Pushes a function of the present condition codes, an int.
    private void ofCodes(String method) {
        ClassDesc owner = Names.CONDITION_CODES;
        code.iload(Frame.KIND).lload(Frame.CC_A).lload(Frame.CC_B);
        code.invokestatic(owner, method, OF_CODES);
    }

    /// The destination becomes local A.
    private void storeA(long word) {
        frame.beginStore(Op.d(word));
        code.lload(Frame.CC_A);
        frame.store(Op.d(word));
    }

    /// Leaves the kind `without` or, where local X holds a carry, the one for it.
    private void setKind(int without, int with) {
        code.lload(Frame.X).l2i().loadConstant(with - without).imul();
        code.loadConstant(without).iadd().istore(Frame.KIND);
        conditions.forget();
    }

    private void add(long word, int log2Width) {
        ofCodes("carry");
        code.i2l().lstore(Frame.X);
        frame.load(Op.a(word));
        frame.load(Op.b(word));
        code.dup2().lstore(Frame.CC_B).ladd().lload(Frame.X).ladd();
        if (log2Width == 2) {
            low32();
        }
        code.lstore(Frame.CC_A);
        storeA(word);
        setKind(CC.ADD | log2Width, CC.ADC | log2Width);
    }

    private void subtract(long word, int log2Width) {
        ofCodes("carry");
        code.i2l().lstore(Frame.X);
        frame.load(Op.a(word));
        frame.load(Op.b(word));
        code.lstore(Frame.CC_B).lstore(Frame.CC_A);
        frame.beginStore(Op.d(word));
        code.lload(Frame.CC_A).lload(Frame.CC_B).lsub().lload(Frame.X).lsub();
        if (log2Width == 2) {
            low32();
        }
        frame.store(Op.d(word));
        setKind(CC.SUB | log2Width, CC.SBB | log2Width);
    }

    private void increment(long word, int kind) {
        ofCodes("carry");
        code.i2l().lstore(Frame.CC_B);
        frame.load(Op.a(word));
        code.lconst_1();
        if (Frame.family(kind) == CC.INC) {
            code.ladd();
        } else {
            code.lsub();
        }
        if (!wide(kind)) {
            low32();
        }
        code.lstore(Frame.CC_A);
        storeA(word);
        conditions.set(kind);
    }

    private void multiply64(long word) {
        frame.load(Op.a(word));
        code.lstore(Frame.X);
        frame.load(Op.b(word));
        code.lstore(Frame.Y);
        code.lload(Frame.X).lload(Frame.Y).lmul().lstore(Frame.CC_A);
        code.lload(Frame.X).lload(Frame.Y).invokestatic(Names.MATH, "multiplyHigh", TWO_LONGS);
        code.lload(Frame.CC_A).loadConstant(63).lshr().lxor().lstore(Frame.CC_B);
        storeA(word);
        conditions.set(CC.MUL | 3);
    }

    private void multiply32(long word) {
        frame.load(Op.a(word));
        code.l2i().i2l();
        frame.load(Op.b(word));
        code.l2i().i2l().lmul().lstore(Frame.CC_A);
        code.lload(Frame.CC_A).lload(Frame.CC_A).l2i().i2l().lxor().lstore(Frame.CC_B);
        frame.beginStore(Op.d(word));
        code.lload(Frame.CC_A);
        low32();
        frame.store(Op.d(word));
        conditions.set(CC.MUL | 2);
    }

    /// A count of 0 leaves the condition codes alone.
    private void shift(long word, int kind) {
        int d = Op.d(word);
        Label none = code.newLabel();
        Label done = code.newLabel();
        frame.define(d);
        loadShiftOperand(word, kind);
        code.lstore(Frame.X);
        frame.load(Op.b(word));
        code.l2i().loadConstant(wide(kind) ? 63 : 31).iand().i2l().lstore(Frame.Y);
        code.lload(Frame.Y).lconst_0().lcmp().ifeq(none);
        code.lload(Frame.X).lload(Frame.Y).l2i().iconst_1().isub();
        shiftBy(kind);
        code.lstore(Frame.CC_B);
        code.lload(Frame.X).lload(Frame.Y).l2i();
        shiftBy(kind);
        if (!wide(kind)) {
            low32();
        }
        code.lstore(Frame.CC_A);
        storeA(word);
        conditions.set(kind);
        code.goto_(done).labelBinding(none);
        frame.beginStore(d);
        code.lload(Frame.X);
        if (!wide(kind)) {
            low32();
        }
        frame.store(d);
        code.labelBinding(done);
        conditions.forget();
    }

    private void loadShiftOperand(long word, int kind) {
        frame.load(Op.a(word));
        if (wide(kind)) {
            return;
        }
        if (Frame.family(kind) == CC.SAR) {
            code.l2i().i2l();
        } else {
            low32();
        }
    }

    private void shiftBy(int kind) {
        switch (Frame.family(kind)) {
            case CC.SHL -> code.lshl();
            case CC.SHR -> code.lushr();
            default -> code.lshr();
        }
    }

    private void setCarry(long word) {
        ofCodes("flags");
        code.i2l().loadConstant((long) ~CC.CF).land();
        frame.load(Op.a(word));
        code.lconst_1().land().lor().lstore(Frame.CC_A);
        conditions.set(CC.FLAGS);
    }

    private void rotated(long word, String method) {
        Label none = code.newLabel();
        frame.load(Op.b(word));
        code.lconst_0().lcmp().ifeq(none);
        ofCodes("flags");
        code.loadConstant(~(CC.CF | CC.OF)).iand();
        frame.load(Op.a(word));
        code.loadConstant((int) Op.imm(word) & 3);
        code.invokestatic(Names.CONDITION_CODES, method, ROTATED);
        code.ior().i2l().lstore(Frame.CC_A);
        conditions.set(CC.FLAGS);
        code.labelBinding(none);
        conditions.forget();
    }

    private void getFlags(long word) {
        frame.beginStore(Op.d(word));
        ofCodes("flags");
        code.i2l();
        frame.load(Slots.FLAGS_REST);
        code.lor();
        frame.store(Op.d(word));
    }

    /// BSF64 and BSR64: an operand of 0 leaves the destination alone.
    private void scan(long word, String method) {
        Label none = code.newLabel();
        frame.define(Op.d(word));
        frame.load(Op.a(word));
        code.lconst_0().lcmp().ifeq(none);
        frame.beginStore(Op.d(word));
        frame.load(Op.a(word));
        code.invokestatic(Names.LONG_BOX, method, LONG_TO_INT);
        if (Op.opcode(word) == Op.BSR64) {
            code.loadConstant(63).ixor();
        }
        code.i2l();
        frame.store(Op.d(word));
        code.labelBinding(none);
    }
}
