package dev.murre.machine.x86.lower;

import dev.murre.machine.ir.Op;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.x86.X86Op;

/// Floating-point arithmetic, comparisons and conversions of SSE.
final class SseFloatLowering {
    private final SseOperands o;
    private final X86Emitter e;

    SseFloatLowering(SseOperands o) {
        this.o = o;
        this.e = o.e;
    }

    /// Lowers the instruction if it is of this family.
    boolean lower() {
        X86Op op = e.insn.op;
        VectorHelper helper = SseTables.helper(op);
        if (helper != null) {
            int a = o.source(1);
            o.helper(helper, o.xmm(0), a, Slots.ZERO, o.immediate());
            return true;
        }
        switch (op) {
            case COMISD -> compare(VectorHelper.COMISD);
            case UCOMISD -> compare(VectorHelper.UCOMISD);
            case COMISS -> compare(VectorHelper.COMISS);
            case UCOMISS -> compare(VectorHelper.UCOMISS);
            case CVTSI2SD -> fromInteger(VectorHelper.CVTSI2SD32, VectorHelper.CVTSI2SD64);
            case CVTSI2SS -> fromInteger(VectorHelper.CVTSI2SS32, VectorHelper.CVTSI2SS64);
            case CVTSD2SI -> toInteger(VectorHelper.CVTSD2SI32, VectorHelper.CVTSD2SI64);
            case CVTTSD2SI -> toInteger(VectorHelper.CVTTSD2SI32, VectorHelper.CVTTSD2SI64);
            case CVTSS2SI -> toInteger(VectorHelper.CVTSS2SI32, VectorHelper.CVTSS2SI64);
            case CVTTSS2SI -> toInteger(VectorHelper.CVTTSS2SI32, VectorHelper.CVTTSS2SI64);
            case CVTPI2PS -> fromMmx(VectorHelper.CVTPI2PS);
            case CVTPI2PD -> fromMmx(VectorHelper.CVTPI2PD);
            case CVTPS2PI -> toMmx(VectorHelper.CVTPS2PI);
            case CVTTPS2PI -> toMmx(VectorHelper.CVTTPS2PI);
            case CVTPD2PI -> toMmx(VectorHelper.CVTPD2PI);
            case CVTTPD2PI -> toMmx(VectorHelper.CVTTPD2PI);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void compare(VectorHelper helper) {
        int b = o.low(1);
        int flags = e.temp();
        o.helper(helper, flags, o.xmm(0), b, 0);
        e.codesFrom(flags);
    }

    private void fromInteger(VectorHelper narrow, VectorHelper wide) {
        int a = e.read(1);
        o.helper(e.width(1) == 8 ? wide : narrow, o.xmm(0), a, Slots.ZERO, 0);
    }

    /// The result goes through a temporary: compiled code holds general registers elsewhere than
    /// in their slots.
    private void toInteger(VectorHelper narrow, VectorHelper wide) {
        int a = o.low(1);
        int t = e.temp();
        o.helper(e.width(0) == 8 ? wide : narrow, t, a, Slots.ZERO, 0);
        o.ir.op(Op.MOV, e.insn.register[0], t);
    }

    private void fromMmx(VectorHelper helper) {
        int a = o.low(1);
        if (o.isMmx(1)) {
            o.enterMmx();
        }
        o.helper(helper, o.xmm(0), a, Slots.ZERO, 0);
    }

    private void toMmx(VectorHelper helper) {
        int a = o.source(1);
        o.enterMmx();
        o.helper(helper, o.mmx(0), a, Slots.ZERO, 0);
        o.wroteMmx(0);
    }
}
