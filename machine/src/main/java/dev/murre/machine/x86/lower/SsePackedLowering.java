package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.lanes.LaneOp;
import dev.murre.machine.x86.X86Op;

/// Packed integers, MMX and SSE alike: arithmetic, logic, shifts, packing and interleaving.
final class SsePackedLowering {
    private final SseOperands o;
    private final X86Emitter e;
    private final IrBuilder ir;

    SsePackedLowering(SseOperands o) {
        this.o = o;
        this.e = o.e;
        this.ir = o.ir;
    }

    /// Lowers the instruction if it is of this family.
    boolean lower() {
        X86Op op = e.insn.op;
        LaneOp lane = SseTables.lane(op);
        if (lane != null) {
            lanewise(lane);
            return true;
        }
        LaneOp pairwise = SseTables.pairwise(op);
        if (pairwise != null) {
            pairwise(pairwise);
            return true;
        }
        LaneOp shift = SseTables.shift(op);
        if (shift != null) {
            shift(shift);
            return true;
        }
        LaneOp widening = SseTables.widening(op);
        if (widening != null) {
            widen(widening);
            return true;
        }
        return lowerOther(op);
    }

    private boolean lowerOther(X86Op op) {
        switch (op) {
            case PAND, ANDPS, ANDPD -> logic(Op.AND64);
            case POR, ORPS, ORPD -> logic(Op.OR64);
            case PXOR, XORPS, XORPD -> logic(Op.XOR64);
            case PADDQ -> logic(Op.ADD64);
            case PSUBQ -> logic(Op.SUB64);
            case PANDN, ANDNPS, ANDNPD -> andNot();
            case PUNPCKLBW -> interleaveLow(LaneOp.INTERLEAVE_LOW_B, LaneOp.INTERLEAVE_HIGH_B);
            case PUNPCKLWD -> interleaveLow(LaneOp.INTERLEAVE_LOW_W, LaneOp.INTERLEAVE_HIGH_W);
            case PUNPCKLDQ, UNPCKLPS ->
                    interleaveLow(LaneOp.INTERLEAVE_LOW_D, LaneOp.INTERLEAVE_HIGH_D);
            case PUNPCKHBW -> interleaveHigh(LaneOp.INTERLEAVE_LOW_B, LaneOp.INTERLEAVE_HIGH_B);
            case PUNPCKHWD -> interleaveHigh(LaneOp.INTERLEAVE_LOW_W, LaneOp.INTERLEAVE_HIGH_W);
            case PUNPCKHDQ, UNPCKHPS ->
                    interleaveHigh(LaneOp.INTERLEAVE_LOW_D, LaneOp.INTERLEAVE_HIGH_D);
            case PUNPCKLQDQ, UNPCKLPD -> {
                int a = o.pair(1);
                ir.op(Op.MOV, o.xmm(0) + 1, a);
            }
            case PUNPCKHQDQ, UNPCKHPD -> {
                int a = o.pair(1);
                ir.op(Op.MOV, o.xmm(0), o.xmm(0) + 1);
                o.move(o.xmm(0) + 1, a + 1);
            }
            case PABSB -> unary(LaneOp.ABS_B);
            case PABSW -> unary(LaneOp.ABS_W);
            case PABSD -> unary(LaneOp.ABS_D);
            case PSHUFB -> shuffleBytes();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void lanewise(LaneOp lane) {
        if (o.isMmx(0)) {
            int a = o.low(1);
            o.enterMmx();
            ir.lane(lane, o.mmx(0), o.mmx(0), a, 0);
            o.wroteMmx(0);
        } else {
            int a = o.pair(1);
            ir.lanes(lane, o.xmm(0), o.xmm(0), a, 0);
        }
    }

    private void unary(LaneOp lane) {
        if (o.isMmx(0)) {
            int a = o.low(1);
            o.enterMmx();
            ir.lane(lane, o.mmx(0), a, Slots.ZERO, 0);
            o.wroteMmx(0);
        } else {
            int a = o.pair(1);
            ir.lanes(lane, o.xmm(0), a, a, 0);
        }
    }

    private void logic(int opcode) {
        if (o.isMmx(0)) {
            int a = o.low(1);
            o.enterMmx();
            ir.op(opcode, o.mmx(0), o.mmx(0), a);
            o.wroteMmx(0);
            return;
        }
        int d = o.xmm(0);
        int a = o.pair(1);
        if (a == d && (opcode == Op.XOR64 || opcode == Op.SUB64)) {
            o.clear(d);
            o.clear(d + 1);
            return;
        }
        ir.op(opcode, d, d, a);
        ir.op(opcode, d + 1, d + 1, a + 1);
    }

    private void andNot() {
        boolean mmx = o.isMmx(0);
        int a = mmx ? o.low(1) : o.pair(1);
        if (mmx) {
            o.enterMmx();
        }
        int d = mmx ? o.mmx(0) : o.xmm(0);
        int t = e.temp();
        for (int half = 0; half < (mmx ? 1 : 2); half++) {
            ir.opImm(Op.XORI64, t, d + half, -1);
            ir.op(Op.AND64, d + half, t, a + half);
        }
        if (mmx) {
            o.wroteMmx(0);
        }
    }

    /// Operations that take neighbours: the low half from the destination, the high one from the
    /// source.
    private void pairwise(LaneOp lane) {
        if (o.isMmx(0)) {
            lanewise(lane);
            return;
        }
        int d = o.xmm(0);
        int a = o.pair(1);
        int t = e.temp();
        ir.lane(lane, t, a, a + 1, 0);
        ir.lane(lane, d, d, d + 1, 0);
        ir.op(Op.MOV, d + 1, t);
    }

    private void interleaveLow(LaneOp low, LaneOp high) {
        if (o.isMmx(0)) {
            lanewise(low);
            return;
        }
        int d = o.xmm(0);
        int a = o.pair(1);
        ir.lane(high, d + 1, d, a, 0);
        ir.lane(low, d, d, a, 0);
    }

    private void interleaveHigh(LaneOp low, LaneOp high) {
        if (o.isMmx(0)) {
            lanewise(high);
            return;
        }
        int d = o.xmm(0);
        int a = o.pair(1);
        ir.lane(low, d, d + 1, a + 1, 0);
        ir.lane(high, d + 1, d + 1, a + 1, 0);
    }

    private void shift(LaneOp lane) {
        boolean mmx = o.isMmx(0);
        int count = count(mmx);
        if (mmx) {
            o.enterMmx();
            ir.lane(lane, o.mmx(0), o.mmx(0), count, 0);
            o.wroteMmx(0);
        } else {
            ir.lane(lane, o.xmm(0), o.xmm(0), count, 0);
            ir.lane(lane, o.xmm(0) + 1, o.xmm(0) + 1, count, 0);
        }
    }

    private int count(boolean mmx) {
        if (e.isImmediate(1)) {
            return e.constant(o.immediate());
        }
        int a = o.source(1);
        if (mmx || a != o.xmm(0)) {
            return a;
        }
        int t = e.temp();
        ir.op(Op.MOV, t, a);
        return t;
    }

    private void widen(LaneOp lane) {
        int d = o.xmm(0);
        int a = o.low(1);
        int t = e.temp();
        ir.opImm(Op.SHRI64, t, a, widened(lane));
        ir.lane(lane, d, a, Slots.ZERO, 0);
        ir.lane(lane, d + 1, t, Slots.ZERO, 0);
    }

    /// How many bits of the source half of the result takes.
    private static int widened(LaneOp lane) {
        return switch (lane) {
            case WIDEN_BQ, WIDEN_UNSIGNED_BQ -> 8;
            case WIDEN_BD, WIDEN_UNSIGNED_BD, WIDEN_WQ, WIDEN_UNSIGNED_WQ -> 16;
            default -> 32;
        };
    }

    private void shuffleBytes() {
        if (o.isMmx(0)) {
            lanewise(LaneOp.SHUFFLE_B);
        } else {
            int a = o.pair(1);
            o.helper(VectorHelper.SSE_SHUFFLE_BYTES, o.xmm(0), a, Slots.ZERO, 0);
        }
    }
}
