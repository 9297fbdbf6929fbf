package dev.murre.machine.jit;

import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Op;
import dev.murre.machine.lanes.LaneOp;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// Computation in generated code: operations that only read and write slots and condition codes.
final class ValueEmitter {
    private static final long LOW32 = 0xffff_ffffL;
    private static final MethodTypeDesc TWO_LONGS =
            MethodTypeDesc.of(Names.LONG, Names.LONG, Names.LONG);

    private final CodeBuilder code;
    private final Frame frame;
    private final Conditions conditions;
    private final Addresses addresses;

    ValueEmitter(CodeBuilder code, Frame frame, Conditions conditions, Addresses addresses) {
        this.code = code;
        this.frame = frame;
        this.conditions = conditions;
        this.addresses = addresses;
    }

    /// Emits the operation; false if it is none of these.
    boolean emit(Block block, long word) {
        return moves(block, word)
                || arithmetic(word)
                || flagged(word)
                || flags(word)
                || lanes(word);
    }

    private boolean lanes(long word) {
        int d = Op.d(word);
        switch (Op.opcode(word)) {
            case Op.LANE -> {
                frame.beginStore(d);
                lane(word, 0);
                frame.store(d);
            }
            case Op.LANES -> {
                frame.beginStore(d);
                lane(word, 0);
                frame.beginStore(d + 1);
                lane(word, 1);
                frame.store(d + 1);
                frame.store(d);
            }
            case Op.POPCNT64 -> {
                frame.beginStore(d);
                frame.load(Op.a(word));
                code.invokestatic(
                        Names.LONG_BOX, "bitCount", MethodTypeDesc.of(Names.INT, Names.LONG));
                code.i2l();
                frame.store(d);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /// Pushes a lane function of half 0 or 1 of its operands.
    private void lane(long word, int half) {
        LaneOp function = LaneOp.of((int) (word >>> 30) & 0xfff);
        frame.load(Op.a(word) + half);
        boolean second =
                function.shape() == LaneOp.Shape.XY
                        || function.shape() == LaneOp.Shape.XY_IMMEDIATE;
        boolean immediate =
                function.shape() == LaneOp.Shape.X_IMMEDIATE
                        || function.shape() == LaneOp.Shape.XY_IMMEDIATE;
        List<ClassDesc> parameters = new ArrayList<>();
        parameters.add(Names.LONG);
        if (second) {
            frame.load(Op.b(word) + half);
            parameters.add(Names.LONG);
        }
        if (immediate) {
            code.loadConstant((int) (word >> 42));
            parameters.add(Names.INT);
        }
        code.invokestatic(
                Names.of(function.owner()),
                function.method(),
                MethodTypeDesc.of(Names.LONG, parameters));
    }

    private boolean moves(Block block, long word) {
        int opcode = Op.opcode(word);
        switch (opcode) {
            case Op.NOP -> {
                return true;
            }
            case Op.LI, Op.LIW -> {
                long value = opcode == Op.LI ? Op.imm(word) : block.constants[(int) Op.imm(word)];
                frame.beginStore(Op.d(word));
                code.loadConstant(value);
            }
            case Op.LEA, Op.LEA32 -> {
                frame.beginStore(Op.d(word));
                addresses.push(word);
                if (opcode == Op.LEA32) {
                    low32();
                }
            }
            case Op.DEP8, Op.DEP8H, Op.DEP16 -> deposit(word, opcode);
            case Op.MOV,
                    Op.MOV32,
                    Op.SX8,
                    Op.SX16,
                    Op.SX32,
                    Op.ZX8,
                    Op.ZX16,
                    Op.SX8W32,
                    Op.SX16W32,
                    Op.EXT8H -> {
                frame.beginStore(Op.d(word));
                frame.load(Op.a(word));
                extend(opcode);
            }
            default -> {
                return false;
            }
        }
        boolean tame = opcode == Op.MOV && frame.isTame(Op.a(word));
        frame.store(Op.d(word));
        if (tame) {
            frame.setTame(Op.d(word));
        }
        return true;
    }

    private void extend(int opcode) {
        switch (opcode) {
            case Op.MOV -> {}
            case Op.MOV32 -> low32();
            case Op.SX8 -> code.l2i().i2b().i2l();
            case Op.SX16 -> code.l2i().i2s().i2l();
            case Op.SX32 -> code.l2i().i2l();
            case Op.ZX8 -> code.loadConstant(0xffL).land();
            case Op.ZX16 -> code.loadConstant(0xffffL).land();
            case Op.SX8W32 -> {
                code.l2i().i2b().i2l();
                low32();
            }
            case Op.SX16W32 -> {
                code.l2i().i2s().i2l();
                low32();
            }
            default -> code.loadConstant(8).lshr().loadConstant(0xffL).land();
        }
    }

    private void deposit(long word, int opcode) {
        long mask = opcode == Op.DEP8 ? 0xffL : opcode == Op.DEP16 ? 0xffffL : 0xff00L;
        frame.beginStore(Op.d(word));
        frame.load(Op.d(word));
        code.loadConstant(~mask).land();
        frame.load(Op.a(word));
        if (opcode == Op.DEP8H) {
            code.loadConstant(8).lshl();
        }
        code.loadConstant(mask).land().lor();
    }

    private void low32() {
        code.loadConstant(LOW32).land();
    }

    private boolean arithmetic(long word) {
        int opcode = Op.opcode(word);
        if (!isArithmetic(opcode)) {
            return false;
        }
        frame.beginStore(Op.d(word));
        frame.load(Op.a(word));
        if (Op.has(opcode, 'i')) {
            immediate(opcode, Op.imm(word));
        } else {
            frame.load(Op.b(word));
            compute(opcode);
        }
        frame.store(Op.d(word));
        return true;
    }

    private static boolean isArithmetic(int opcode) {
        return switch (opcode) {
            case Op.ADD64,
                    Op.SUB64,
                    Op.AND64,
                    Op.OR64,
                    Op.XOR64,
                    Op.ADDI64,
                    Op.ANDI64,
                    Op.ORI64,
                    Op.XORI64 ->
                    true;
            case Op.ADD32,
                    Op.SUB32,
                    Op.AND32,
                    Op.OR32,
                    Op.XOR32,
                    Op.ADDI32,
                    Op.ANDI32,
                    Op.ORI32,
                    Op.XORI32 ->
                    true;
            case Op.SHL64, Op.SHR64, Op.SAR64, Op.SHL32, Op.SHR32, Op.SAR32 -> true;
            case Op.SHLI64, Op.SHRI64, Op.SARI64, Op.SHLI32, Op.SHRI32, Op.SARI32 -> true;
            case Op.ROLI64, Op.ROLI32, Op.ROL64, Op.ROR64, Op.ROL32, Op.ROR32 -> true;
            case Op.MUL64, Op.MUL32, Op.MULHU64, Op.MULHS64 -> true;
            default -> false;
        };
    }

    private void immediate(int opcode, long imm) {
        switch (opcode) {
            case Op.ADDI64 -> code.loadConstant(imm).ladd();
            case Op.ANDI64 -> code.loadConstant(imm).land();
            case Op.ORI64 -> code.loadConstant(imm).lor();
            case Op.XORI64 -> code.loadConstant(imm).lxor();
            case Op.ADDI32 -> code.loadConstant(imm).ladd().loadConstant(LOW32).land();
            case Op.ANDI32 -> code.loadConstant(imm & LOW32).land();
            case Op.ORI32 -> code.loadConstant(imm).lor().loadConstant(LOW32).land();
            case Op.XORI32 -> code.loadConstant(imm).lxor().loadConstant(LOW32).land();
            case Op.SHLI64 -> code.loadConstant((int) imm).lshl();
            case Op.SHRI64 -> code.loadConstant((int) imm).lushr();
            case Op.SARI64 -> code.loadConstant((int) imm).lshr();
            case Op.SHLI32 ->
                    code.l2i().loadConstant((int) imm).ishl().i2l().loadConstant(LOW32).land();
            case Op.SHRI32 ->
                    code.l2i().loadConstant((int) imm).iushr().i2l().loadConstant(LOW32).land();
            case Op.SARI32 ->
                    code.l2i().loadConstant((int) imm).ishr().i2l().loadConstant(LOW32).land();
            case Op.ROLI64 -> {
                code.loadConstant((int) imm);
                rotate(Names.LONG_BOX, "rotateLeft", Names.LONG);
            }
            default -> {
                code.l2i().loadConstant((int) imm);
                rotate(Names.INTEGER_BOX, "rotateLeft", Names.INT);
                code.i2l();
                low32();
            }
        }
    }

    private void rotate(
            java.lang.constant.ClassDesc owner, String name, java.lang.constant.ClassDesc type) {
        code.invokestatic(owner, name, MethodTypeDesc.of(type, type, Names.INT));
    }

    /// With a and b on the operand stack.
    private void compute(int opcode) {
        switch (opcode) {
            case Op.ADD64 -> code.ladd();
            case Op.SUB64 -> code.lsub();
            case Op.AND64, Op.AND32 -> code.land();
            case Op.OR64 -> code.lor();
            case Op.XOR64 -> code.lxor();
            case Op.ADD32 -> code.ladd();
            case Op.SUB32 -> code.lsub();
            case Op.OR32 -> code.lor();
            case Op.XOR32 -> code.lxor();
            case Op.SHL64 -> code.l2i().lshl();
            case Op.SHR64 -> code.l2i().lushr();
            case Op.SAR64 -> code.l2i().lshr();
            case Op.MUL64, Op.MUL32 -> code.lmul();
            case Op.MULHU64 -> code.invokestatic(Names.MATH, "unsignedMultiplyHigh", TWO_LONGS);
            case Op.MULHS64 -> code.invokestatic(Names.MATH, "multiplyHigh", TWO_LONGS);
            case Op.ROL64 -> {
                code.l2i();
                rotate(Names.LONG_BOX, "rotateLeft", Names.LONG);
            }
            case Op.ROR64 -> {
                code.l2i();
                rotate(Names.LONG_BOX, "rotateRight", Names.LONG);
            }
            default -> shift32(opcode);
        }
        switch (opcode) {
            case Op.ADD32, Op.SUB32, Op.AND32, Op.OR32, Op.XOR32, Op.MUL32 -> low32();
            default -> {}
        }
    }

    /// The count comes as a long on top of the value.
    private void shift32(int opcode) {
        code.l2i().istore(Frame.SITE).l2i().iload(Frame.SITE);
        switch (opcode) {
            case Op.SHL32 -> code.ishl();
            case Op.SHR32 -> code.iushr();
            case Op.SAR32 -> code.ishr();
            case Op.ROL32 -> rotate(Names.INTEGER_BOX, "rotateLeft", Names.INT);
            default -> rotate(Names.INTEGER_BOX, "rotateRight", Names.INT);
        }
        code.i2l();
        low32();
    }

    private boolean flagged(long word) {
        switch (Op.opcode(word)) {
            case Op.ADDF64, Op.ADDFI64 -> sum(word, CC.ADD | 3);
            case Op.ADDF32, Op.ADDFI32 -> sum(word, CC.ADD | 2);
            case Op.SUBF64, Op.SUBFI64 -> difference(word, CC.SUB | 3);
            case Op.SUBF32, Op.SUBFI32 -> difference(word, CC.SUB | 2);
            case Op.ANDF64, Op.ANDFI64, Op.ORF64, Op.XORF64 -> logic(word, CC.LOGIC | 3);
            case Op.ANDF32, Op.ANDFI32, Op.ORF32, Op.XORF32 -> logic(word, CC.LOGIC | 2);
            case Op.SHLFI64 -> shift(word, CC.SHL | 3);
            case Op.SHRFI64 -> shift(word, CC.SHR | 3);
            case Op.SARFI64 -> shift(word, CC.SAR | 3);
            case Op.SHLFI32 -> shift(word, CC.SHL | 2);
            case Op.SHRFI32 -> shift(word, CC.SHR | 2);
            case Op.SARFI32 -> shift(word, CC.SAR | 2);
            case Op.CMP64, Op.CMPI64 -> conditions.compare(word, CC.SUB | 3);
            case Op.CMP32, Op.CMPI32 -> conditions.compare(word, CC.SUB | 2);
            case Op.CMPI8 -> conditions.compare(word, CC.SUB);
            case Op.TEST64 -> conditions.test(word, CC.LOGIC | 3);
            case Op.TEST32 -> conditions.test(word, CC.LOGIC | 2);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void pushSecond(long word) {
        if (Op.has(Op.opcode(word), 'i')) {
            code.loadConstant(Op.imm(word));
        } else {
            frame.load(Op.b(word));
        }
    }

    /// Pops a result into A and into the operation's destination.
    private void storeResult(long word) {
        code.lstore(Frame.CC_A);
        copyResult(word);
    }

    private void copyResult(long word) {
        frame.beginStore(Op.d(word));
        code.lload(Frame.CC_A);
        frame.store(Op.d(word));
    }

    private void sum(long word, int kind) {
        frame.load(Op.a(word));
        pushSecond(word);
        code.dup2().lstore(Frame.CC_B).ladd();
        if (!Frame.isLong(kind)) {
            low32();
        }
        storeResult(word);
        conditions.set(kind);
    }

    private void difference(long word, int kind) {
        frame.load(Op.a(word));
        code.lstore(Frame.X);
        pushSecond(word);
        code.lstore(Frame.CC_B).lload(Frame.X).lstore(Frame.CC_A);
        frame.beginStore(Op.d(word));
        code.lload(Frame.CC_A).lload(Frame.CC_B).lsub();
        if (!Frame.isLong(kind)) {
            low32();
        }
        frame.store(Op.d(word));
        conditions.set(kind);
    }

    private void logic(long word, int kind) {
        frame.load(Op.a(word));
        pushSecond(word);
        switch (Op.opcode(word)) {
            case Op.ORF64, Op.ORF32 -> code.lor();
            case Op.XORF64, Op.XORF32 -> code.lxor();
            default -> code.land();
        }
        if (!Frame.isLong(kind)) {
            low32();
        }
        storeResult(word);
        conditions.set(kind);
    }

    private void shift(long word, int kind) {
        int count = (int) Op.imm(word);
        frame.load(Op.a(word));
        code.lstore(Frame.X);
        shiftX(kind, count - 1);
        code.lstore(Frame.CC_B);
        shiftX(kind, count);
        if (!Frame.isLong(kind)) {
            low32();
        }
        storeResult(word);
        conditions.set(kind);
    }

    private void shiftX(int kind, int count) {
        code.lload(Frame.X);
        boolean wide = Frame.isLong(kind);
        switch (Frame.family(kind)) {
            case CC.SHL -> code.loadConstant(count).lshl();
            case CC.SHR -> {
                if (!wide) {
                    low32();
                }
                code.loadConstant(count).lushr();
            }
            default -> {
                if (!wide) {
                    code.l2i().i2l();
                }
                code.loadConstant(count).lshr();
            }
        }
    }

    private boolean flags(long word) {
        switch (Op.opcode(word)) {
            case Op.SETCC_KIND -> {
                frame.load(Op.a(word));
                frame.load(Op.b(word));
                code.lstore(Frame.CC_B).lstore(Frame.CC_A);
                conditions.set((int) Op.imm(word));
            }
            case Op.SETCOND -> {
                Label holds = code.newLabel();
                Label done = code.newLabel();
                frame.beginStore(Op.d(word));
                conditions.branchIf((int) Op.imm(word), holds);
                code.lconst_0().goto_(done).labelBinding(holds).lconst_1().labelBinding(done);
                frame.store(Op.d(word));
            }
            case Op.CMOV64 -> {
                Label holds = code.newLabel();
                Label done = code.newLabel();
                conditions.branchIf((int) Op.imm(word), holds);
                code.goto_(done).labelBinding(holds);
                frame.beginStore(Op.d(word));
                frame.load(Op.a(word));
                frame.store(Op.d(word));
                code.labelBinding(done);
            }
            case Op.CMOV32 -> {
                Label holds = code.newLabel();
                Label done = code.newLabel();
                frame.beginStore(Op.d(word));
                conditions.branchIf((int) Op.imm(word), holds);
                frame.load(Op.d(word));
                code.goto_(done).labelBinding(holds);
                frame.load(Op.a(word));
                code.labelBinding(done);
                low32();
                frame.store(Op.d(word));
            }
            case Op.GETCF -> {
                frame.beginStore(Op.d(word));
                code.iload(Frame.KIND).lload(Frame.CC_A).lload(Frame.CC_B);
                code.invokestatic(
                        Names.CONDITION_CODES,
                        "carry",
                        MethodTypeDesc.of(ConstantDescs.CD_int, Names.INT, Names.LONG, Names.LONG));
                code.i2l();
                frame.store(Op.d(word));
            }
            default -> {
                return false;
            }
        }
        return true;
    }
}
