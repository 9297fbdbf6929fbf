package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.lanes.LaneOp;

/// Shuffles, blends, insertions and extractions.
final class SseShuffleLowering {
    private final SseOperands o;
    private final X86Emitter e;
    private final IrBuilder ir;

    SseShuffleLowering(SseOperands o) {
        this.o = o;
        this.e = o.e;
        this.ir = o.ir;
    }

    /// Lowers the instruction if it is of this family.
    boolean lower() {
        switch (e.insn.op) {
            case PSHUFW -> shuffleMmx();
            case PSHUFD -> shuffleDoublewords();
            case PSHUFLW -> shuffleWords(0);
            case PSHUFHW -> shuffleWords(1);
            case SHUFPS -> shuffleSingles();
            case SHUFPD -> shuffleDoubles();
            case PALIGNR -> align();
            case PSLLDQ -> bytes(VectorHelper.SSE_SHIFT_LEFT_BYTES);
            case PSRLDQ -> bytes(VectorHelper.SSE_SHIFT_RIGHT_BYTES);
            case PBLENDW -> blend(o.immediate());
            case BLENDPS -> blend(doubled(o.immediate(), 4));
            case BLENDPD -> blend(doubled(doubled(o.immediate(), 2), 4));
            case PBLENDVB -> blendBy(VectorHelper.SSE_BLEND_BYTES);
            case BLENDVPS -> blendBy(VectorHelper.SSE_BLEND_SINGLES);
            case BLENDVPD -> blendBy(VectorHelper.SSE_BLEND_DOUBLES);
            case PINSRB -> insert(LaneOp.INSERT_B, 3);
            case PINSRW -> insert(LaneOp.INSERT_W, 2);
            case PINSRD -> insertDoubleword();
            case INSERTPS -> insertSingle();
            case PEXTRB -> extract(3);
            case PEXTRW -> extract(2);
            case PEXTRD, EXTRACTPS -> extract(e.width(0) == 8 ? 0 : 1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void shuffleMmx() {
        int a = o.low(1);
        o.enterMmx();
        ir.lane(LaneOp.SHUFFLE_W, o.mmx(0), a, Slots.ZERO, o.immediate());
        o.wroteMmx(0);
    }

    private void shuffleDoublewords() {
        int a = o.pair(1);
        int t = e.temp();
        ir.lane(LaneOp.SHUFFLE_D, t, a, a + 1, o.immediate());
        ir.lane(LaneOp.SHUFFLE_D, o.xmm(0) + 1, a, a + 1, o.immediate() >> 4);
        ir.op(Op.MOV, o.xmm(0), t);
    }

    private void shuffleWords(int half) {
        int a = o.pair(1);
        ir.lane(LaneOp.SHUFFLE_W, o.xmm(0) + half, a + half, Slots.ZERO, o.immediate());
        o.move(o.xmm(0) + 1 - half, a + 1 - half);
    }

    private void shuffleSingles() {
        int d = o.xmm(0);
        int a = o.pair(1);
        int t = e.temp();
        ir.lane(LaneOp.SHUFFLE_D, t, a, a + 1, o.immediate() >> 4);
        ir.lane(LaneOp.SHUFFLE_D, d, d, d + 1, o.immediate());
        ir.op(Op.MOV, d + 1, t);
    }

    private void shuffleDoubles() {
        int d = o.xmm(0);
        int a = o.pair(1);
        int t = e.temp();
        ir.op(Op.MOV, t, a + (o.immediate() >> 1 & 1));
        o.move(d, d + (o.immediate() & 1));
        ir.op(Op.MOV, d + 1, t);
    }

    private void align() {
        if (o.isMmx(0)) {
            int a = o.low(1);
            o.enterMmx();
            VectorHelper helper = VectorHelper.SSE_ALIGN_HALF;
            o.helper(helper, o.mmx(0), a, Slots.ZERO, o.immediate());
            o.wroteMmx(0);
        } else {
            int a = o.pair(1);
            o.helper(VectorHelper.SSE_ALIGN, o.xmm(0), a, Slots.ZERO, o.immediate());
        }
    }

    private void bytes(VectorHelper helper) {
        o.helper(helper, o.xmm(0), Slots.ZERO, Slots.ZERO, o.immediate());
    }

    /// Each of the low `count` bits twice.
    private static int doubled(int bits, int count) {
        int r = 0;
        for (int i = 0; i < count; i++) {
            r |= (bits >> i & 1) * 3 << (2 * i);
        }
        return r;
    }

    /// Takes the words of the source whose bit is set.
    private void blend(int words) {
        int d = o.xmm(0);
        int a = o.pair(1);
        ir.lane(LaneOp.BLEND_W, d, d, a, words & 15);
        ir.lane(LaneOp.BLEND_W, d + 1, d + 1, a + 1, words >> 4 & 15);
    }

    /// XMM0 is the mask.
    private void blendBy(VectorHelper helper) {
        int a = o.pair(1);
        o.helper(helper, o.xmm(0), a, Slots.VECTOR, 0);
    }

    /// Of `1 << bits` lanes a half, those the immediate names.
    private void insert(LaneOp lane, int bits) {
        int value = e.read(1);
        int at = o.immediate();
        if (o.isMmx(0)) {
            o.enterMmx();
            ir.lane(lane, o.mmx(0), o.mmx(0), value, at);
            o.wroteMmx(0);
        } else {
            int d = o.xmm(0) + (at >> bits & 1);
            ir.lane(lane, d, d, value, at);
        }
    }

    private void insertDoubleword() {
        if (e.width(1) == 8) {
            int value = e.read(1);
            ir.op(Op.MOV, o.xmm(0) + (o.immediate() & 1), value);
        } else {
            insert(LaneOp.INSERT_D, 1);
        }
    }

    /// INSERTPS: source lane in bits 7–6 (registers only), destination lane in 5–4, zeroes in
    /// 3–0.
    private void insertSingle() {
        int imm = o.immediate();
        int d = o.xmm(0);
        int value = e.temp();
        if (e.isMemory(1)) {
            e.load(Op.LD32U, value);
        } else {
            ir.opImm(Op.SHRI64, value, o.xmm(1) + (imm >> 7), 32L * (imm >> 6 & 1));
        }
        int at = imm >> 4 & 3;
        ir.lane(LaneOp.INSERT_D, d + (at >> 1), d + (at >> 1), value, at & 1);
        for (int i = 0; i < 4; i++) {
            if ((imm >> i & 1) != 0) {
                int half = d + (i >> 1);
                ir.lane(LaneOp.INSERT_D, half, half, Slots.ZERO, i & 1);
            }
        }
    }

    /// One of `1 << bits` lanes a half, zero-extended, to a general register or as it is to
    /// memory.
    private void extract(int bits) {
        int lane = o.immediate() & ((1 << bits) - 1);
        int half = o.immediate() >> bits & 1;
        int width = 64 >> bits;
        boolean mmx = o.isMmx(1);
        if (e.isMemory(0)) {
            int t = e.temp();
            ir.opImm(Op.SHRI64, t, o.xmm(1) + half, (long) lane * width);
            e.store(X86Emitter.storeOp(width / 8), t);
            return;
        }
        if (mmx) {
            o.enterMmx();
        }
        int from = mmx ? o.mmx(1) : o.xmm(1) + half;
        int d = e.insn.register[0];
        ir.opImm(Op.SHRI64, d, from, (long) lane * width);
        switch (width) {
            case 8 -> ir.op(Op.ZX8, d, d);
            case 16 -> ir.op(Op.ZX16, d, d);
            case 32 -> ir.op(Op.MOV32, d, d);
            default -> {}
        }
    }
}
