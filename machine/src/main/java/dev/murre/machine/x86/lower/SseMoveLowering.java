package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Op;
import dev.murre.machine.lanes.LaneOp;
import dev.murre.machine.x86.lower.SseOperands.Alignment;

/// Moves to, from and between vector registers.
final class SseMoveLowering {
    /// Immediate of [LaneOp#BLEND_W] that takes the low doubleword.
    private static final int LOW_DOUBLEWORD = 3;

    private final SseOperands o;
    private final X86Emitter e;
    private final IrBuilder ir;

    SseMoveLowering(SseOperands o) {
        this.o = o;
        this.e = o.e;
        this.ir = o.ir;
    }

    /// Lowers the instruction if it is of this family.
    boolean lower() {
        switch (e.insn.op) {
            case MOVAPS, MOVAPD, MOVDQA, MOVNTPS, MOVNTPD, MOVNTDQ, MOVNTDQA ->
                    whole(Alignment.REQUIRED);
            case MOVUPS, MOVUPD, MOVDQU, LDDQU -> whole(Alignment.ANY);
            case MOVSS -> single();
            case MOVSD -> doubled();
            case MOVQ -> quadword();
            case MOVNTQ -> storeMmx(Op.ST64);
            case MOVD -> doubleword();
            case MOVLPS, MOVLPD -> half(0);
            case MOVHPS, MOVHPD -> half(1);
            case MOVHLPS -> ir.op(Op.MOV, o.xmm(0), o.xmm(1) + 1);
            case MOVLHPS -> ir.op(Op.MOV, o.xmm(0) + 1, o.xmm(1));
            case MOVSLDUP -> duplicate(LaneOp.INTERLEAVE_LOW_D);
            case MOVSHDUP -> duplicate(LaneOp.INTERLEAVE_HIGH_D);
            case MOVDDUP -> {
                int a = o.low(1);
                o.move(o.xmm(0), a);
                ir.op(Op.MOV, o.xmm(0) + 1, a);
            }
            case MOVQ2DQ -> {
                o.enterMmx();
                ir.op(Op.MOV, o.xmm(0), o.mmx(1));
                o.clear(o.xmm(0) + 1);
            }
            case MOVDQ2Q -> {
                o.enterMmx();
                ir.op(Op.MOV, o.mmx(0), o.xmm(1));
                o.wroteMmx(0);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private void whole(Alignment alignment) {
        if (e.isMemory(0)) {
            if (alignment == Alignment.REQUIRED) {
                e.requireAligned(16);
            }
            e.store(Op.ST128, o.xmm(1));
        } else if (e.isMemory(1)) {
            if (alignment == Alignment.REQUIRED) {
                e.requireAligned(16);
            }
            e.load(Op.LD128, o.xmm(0));
        } else {
            o.movePair(o.xmm(0), o.xmm(1));
        }
    }

    private void single() {
        if (e.isMemory(0)) {
            e.store(Op.ST32, o.xmm(1));
        } else if (e.isMemory(1)) {
            e.load(Op.LD32U, o.xmm(0));
            o.clear(o.xmm(0) + 1);
        } else {
            ir.lane(LaneOp.BLEND_W, o.xmm(0), o.xmm(0), o.xmm(1), LOW_DOUBLEWORD);
        }
    }

    private void doubled() {
        if (e.isMemory(0)) {
            e.store(Op.ST64, o.xmm(1));
        } else if (e.isMemory(1)) {
            e.load(Op.LD64, o.xmm(0));
            o.clear(o.xmm(0) + 1);
        } else {
            o.move(o.xmm(0), o.xmm(1));
        }
    }

    private void quadword() {
        if (o.isMmx(0) || o.isMmx(1)) {
            if (e.isMemory(0)) {
                storeMmx(Op.ST64);
            } else {
                int a = o.low(1);
                o.enterMmx();
                o.move(o.mmx(0), a);
                o.wroteMmx(0);
            }
        } else if (e.isMemory(0)) {
            e.store(Op.ST64, o.xmm(1));
        } else {
            if (e.isMemory(1)) {
                e.load(Op.LD64, o.xmm(0));
            } else {
                o.move(o.xmm(0), o.xmm(1));
            }
            o.clear(o.xmm(0) + 1);
        }
    }

    private void storeMmx(int opcode) {
        e.probeWrite(opcode == Op.ST64 ? 8 : 4);
        o.enterMmx();
        e.store(opcode, o.mmx(1));
    }

    /// MOVD and MOVQ with a general register or memory.
    private void doubleword() {
        boolean wide = e.width(o.isXmm(0) || o.isMmx(0) ? 1 : 0) == 8;
        if (o.isXmm(0)) {
            loadGeneral(o.xmm(0), wide);
            o.clear(o.xmm(0) + 1);
        } else if (o.isMmx(0)) {
            int t = e.temp();
            loadGeneral(t, wide);
            o.enterMmx();
            ir.op(Op.MOV, o.mmx(0), t);
            o.wroteMmx(0);
        } else if (o.isMmx(1) && e.isMemory(0)) {
            storeMmx(wide ? Op.ST64 : Op.ST32);
        } else if (o.isMmx(1)) {
            o.enterMmx();
            ir.op(wide ? Op.MOV : Op.MOV32, e.insn.register[0], o.mmx(1));
        } else if (e.isMemory(0)) {
            e.store(wide ? Op.ST64 : Op.ST32, o.xmm(1));
        } else {
            ir.op(wide ? Op.MOV : Op.MOV32, e.insn.register[0], o.xmm(1));
        }
    }

    private void loadGeneral(int d, boolean wide) {
        if (e.isMemory(1)) {
            e.load(wide ? Op.LD64 : Op.LD32U, d);
        } else {
            ir.op(wide ? Op.MOV : Op.MOV32, d, e.insn.register[1]);
        }
    }

    private void half(int half) {
        if (e.isMemory(0)) {
            e.store(Op.ST64, o.xmm(1) + half);
        } else {
            e.load(Op.LD64, o.xmm(0) + half);
        }
    }

    private void duplicate(LaneOp lane) {
        int a = o.pair(1);
        ir.lanes(lane, o.xmm(0), a, a, 0);
    }
}
