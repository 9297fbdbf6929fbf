package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.NO_REGISTER;
import static dev.murre.machine.x86.X86Registers.RDI;

import dev.murre.machine.ir.IrBuilder;
import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.lanes.LaneOp;
import dev.murre.machine.x86.lower.SseOperands.Alignment;
import dev.murre.machine.x86.sse.SseState;
import dev.murre.machine.x86.sse.SseStrings;

/// SSE instructions that meet general registers, flags, memory images and the MXCSR.
final class SseSystemLowering {
    private final SseOperands o;
    private final X86Emitter e;
    private final IrBuilder ir;

    SseSystemLowering(SseOperands o) {
        this.o = o;
        this.e = o.e;
        this.ir = o.ir;
    }

    /// Lowers the instruction if it is of this family.
    boolean lower() {
        switch (e.insn.op) {
            case PMOVMSKB -> byteSigns();
            case MOVMSKPS -> signs(VectorHelper.SSE_SIGNS_OF_SINGLES);
            case MOVMSKPD -> signs(VectorHelper.SSE_SIGNS_OF_DOUBLES);
            case PTEST -> test();
            case PHMINPOSUW -> pairHelper(VectorHelper.SSE_MINIMUM_POSITION, 0);
            case MPSADBW -> pairHelper(VectorHelper.SSE_MULTIPLE_SUMS, o.immediate());
            case PCMPISTRI -> strings(0);
            case PCMPISTRM -> strings(SseStrings.MASK_RESULT);
            case PCMPESTRI -> strings(lengths());
            case PCMPESTRM -> strings(lengths() | SseStrings.MASK_RESULT);
            case MASKMOVQ, MASKMOVDQU -> maskedStore();
            case EMMS -> o.helper(VectorHelper.SSE_EMPTY_MMX, 0, 0, 0, 0);
            case LDMXCSR -> {
                int a = e.read(0);
                o.helper(VectorHelper.SSE_LOAD_MXCSR, Slots.ZERO, a, Slots.ZERO, 0);
            }
            case STMXCSR -> e.store(Op.ST32, Slots.MXCSR);
            case FXSAVE -> image(VectorHelper.SSE_SAVE);
            case FXRSTOR -> image(VectorHelper.SSE_RESTORE);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void byteSigns() {
        int d = e.insn.register[0];
        if (o.isMmx(1)) {
            o.enterMmx();
            ir.lane(LaneOp.SIGN_BITS_B, d, o.mmx(1), Slots.ZERO, 0);
            return;
        }
        int t = e.temp();
        ir.lane(LaneOp.SIGN_BITS_B, t, o.xmm(1) + 1, Slots.ZERO, 0);
        ir.lane(LaneOp.SIGN_BITS_B, d, o.xmm(1), Slots.ZERO, 0);
        ir.opImm(Op.SHLI64, t, t, 8);
        ir.op(Op.OR64, d, d, t);
    }

    private void signs(VectorHelper helper) {
        int t = e.temp();
        o.helper(helper, t, o.xmm(1), Slots.ZERO, 0);
        ir.op(Op.MOV, e.insn.register[0], t);
    }

    private void test() {
        int b = o.pair(1);
        int flags = e.temp();
        o.helper(VectorHelper.SSE_TEST, flags, o.xmm(0), b, 0);
        e.codesFrom(flags);
    }

    private void pairHelper(VectorHelper helper, int imm) {
        int a = o.pair(1);
        o.helper(helper, o.xmm(0), a, Slots.ZERO, imm);
    }

    private int lengths() {
        return SseStrings.EXPLICIT_LENGTHS | (e.insn.rexW ? SseStrings.WIDE_LENGTHS : 0);
    }

    private void strings(int variant) {
        int b = o.pair(1, Alignment.ANY);
        int flags = e.temp();
        o.helper(VectorHelper.SSE_COMPARE, flags, o.xmm(0), b, o.immediate() | variant);
        e.codesFrom(flags);
    }

    /// The destination is DS:rDI, the segment can be overridden.
    private void maskedStore() {
        e.insn.base = RDI;
        e.insn.index = NO_REGISTER;
        e.insn.displacement = 0;
        e.insn.ripRelative = false;
        int at = e.address();
        if (o.isMmx(0)) {
            o.enterMmx();
            o.helper(VectorHelper.SSE_MASKED_STORE, at, o.mmx(0), o.mmx(1), 8);
        } else {
            o.helper(VectorHelper.SSE_MASKED_STORE, at, o.xmm(0), o.xmm(1), 16);
        }
    }

    private void image(VectorHelper helper) {
        e.requireAligned(16);
        int variant =
                (e.insn.rexW ? SseState.WIDE_POINTERS : 0)
                        | (e.mode.is64() ? SseState.ALL_VECTORS : 0);
        o.helper(helper, Slots.ZERO, e.address(), Slots.ZERO, variant);
    }
}
