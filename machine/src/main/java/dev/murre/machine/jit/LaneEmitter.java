package dev.murre.machine.jit;

import dev.murre.machine.ir.Op;
import dev.murre.machine.lanes.LaneOp;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.MethodTypeDesc;

/// Packed-integer operations in generated code: direct calls of the lane functions.
final class LaneEmitter {
    private final CodeBuilder code;
    private final Frame frame;

    LaneEmitter(CodeBuilder code, Frame frame) {
        this.code = code;
        this.frame = frame;
    }

    /// Emits the operation; false if it is none of these.
    boolean emit(long word) {
        int halves =
                switch (Op.opcode(word)) {
                    case Op.LANE -> 1;
                    case Op.LANES -> 2;
                    default -> 0;
                };
        for (int half = 0; half < halves; half++) {
            half(word, half);
        }
        return halves != 0;
    }

    private void half(long word, int half) {
        LaneOp function = LaneOp.of((int) (word >>> 30) & 0xfff);
        int d = Op.d(word) + half;
        frame.beginStore(d);
        frame.load(Op.a(word) + half);
        MethodTypeDesc type =
                switch (function.shape()) {
                    case X -> MethodTypeDesc.of(Names.LONG, Names.LONG);
                    case XY -> {
                        frame.load(Op.b(word) + half);
                        yield MethodTypeDesc.of(Names.LONG, Names.LONG, Names.LONG);
                    }
                    case X_IMMEDIATE -> {
                        code.loadConstant((int) (word >> 42));
                        yield MethodTypeDesc.of(Names.LONG, Names.LONG, Names.INT);
                    }
                    case XY_IMMEDIATE -> {
                        frame.load(Op.b(word) + half);
                        code.loadConstant((int) (word >> 42));
                        yield MethodTypeDesc.of(Names.LONG, Names.LONG, Names.LONG, Names.INT);
                    }
                };
        code.invokestatic(Names.of(function.owner()), function.method(), type);
        frame.store(d);
    }
}
