package dev.murre.machine.x86.lower;

import dev.murre.machine.lanes.LaneOp;
import dev.murre.machine.x86.X86Op;
import java.util.EnumMap;
import org.jspecify.annotations.Nullable;

/// Which lane function or helper is behind an instruction.
final class SseTables {
    private static final EnumMap<X86Op, LaneOp> LANE = new EnumMap<>(X86Op.class);
    private static final EnumMap<X86Op, LaneOp> PAIRWISE = new EnumMap<>(X86Op.class);
    private static final EnumMap<X86Op, LaneOp> SHIFT = new EnumMap<>(X86Op.class);
    private static final EnumMap<X86Op, LaneOp> WIDENING = new EnumMap<>(X86Op.class);
    private static final EnumMap<X86Op, VectorHelper> HELPER = new EnumMap<>(X86Op.class);

    static {
        LANE.put(X86Op.PADDB, LaneOp.ADD_B);
        LANE.put(X86Op.PADDW, LaneOp.ADD_W);
        LANE.put(X86Op.PADDD, LaneOp.ADD_D);
        LANE.put(X86Op.PSUBB, LaneOp.SUB_B);
        LANE.put(X86Op.PSUBW, LaneOp.SUB_W);
        LANE.put(X86Op.PSUBD, LaneOp.SUB_D);
        LANE.put(X86Op.PADDSB, LaneOp.ADD_SATURATE_B);
        LANE.put(X86Op.PADDSW, LaneOp.ADD_SATURATE_W);
        LANE.put(X86Op.PADDUSB, LaneOp.ADD_SATURATE_UNSIGNED_B);
        LANE.put(X86Op.PADDUSW, LaneOp.ADD_SATURATE_UNSIGNED_W);
        LANE.put(X86Op.PSUBSB, LaneOp.SUB_SATURATE_B);
        LANE.put(X86Op.PSUBSW, LaneOp.SUB_SATURATE_W);
        LANE.put(X86Op.PSUBUSB, LaneOp.SUB_SATURATE_UNSIGNED_B);
        LANE.put(X86Op.PSUBUSW, LaneOp.SUB_SATURATE_UNSIGNED_W);
        LANE.put(X86Op.PCMPEQB, LaneOp.EQUAL_B);
        LANE.put(X86Op.PCMPEQW, LaneOp.EQUAL_W);
        LANE.put(X86Op.PCMPEQD, LaneOp.EQUAL_D);
        LANE.put(X86Op.PCMPEQQ, LaneOp.EQUAL_Q);
        LANE.put(X86Op.PCMPGTB, LaneOp.GREATER_B);
        LANE.put(X86Op.PCMPGTW, LaneOp.GREATER_W);
        LANE.put(X86Op.PCMPGTD, LaneOp.GREATER_D);
        LANE.put(X86Op.PCMPGTQ, LaneOp.GREATER_Q);
        LANE.put(X86Op.PMINUB, LaneOp.MIN_UNSIGNED_B);
        LANE.put(X86Op.PMAXUB, LaneOp.MAX_UNSIGNED_B);
        LANE.put(X86Op.PMINSW, LaneOp.MIN_W);
        LANE.put(X86Op.PMAXSW, LaneOp.MAX_W);
        LANE.put(X86Op.PMINSB, LaneOp.MIN_B);
        LANE.put(X86Op.PMINSD, LaneOp.MIN_D);
        LANE.put(X86Op.PMINUW, LaneOp.MIN_UNSIGNED_W);
        LANE.put(X86Op.PMINUD, LaneOp.MIN_UNSIGNED_D);
        LANE.put(X86Op.PMAXSB, LaneOp.MAX_B);
        LANE.put(X86Op.PMAXSD, LaneOp.MAX_D);
        LANE.put(X86Op.PMAXUW, LaneOp.MAX_UNSIGNED_W);
        LANE.put(X86Op.PMAXUD, LaneOp.MAX_UNSIGNED_D);
        LANE.put(X86Op.PAVGB, LaneOp.AVERAGE_B);
        LANE.put(X86Op.PAVGW, LaneOp.AVERAGE_W);
        LANE.put(X86Op.PSIGNB, LaneOp.SIGN_B);
        LANE.put(X86Op.PSIGNW, LaneOp.SIGN_W);
        LANE.put(X86Op.PSIGND, LaneOp.SIGN_D);
        LANE.put(X86Op.PMULLW, LaneOp.MULTIPLY_LOW_W);
        LANE.put(X86Op.PMULHW, LaneOp.MULTIPLY_HIGH_W);
        LANE.put(X86Op.PMULHUW, LaneOp.MULTIPLY_HIGH_UNSIGNED_W);
        LANE.put(X86Op.PMULHRSW, LaneOp.MULTIPLY_ROUND_W);
        LANE.put(X86Op.PMADDWD, LaneOp.MULTIPLY_ADD_W);
        LANE.put(X86Op.PMADDUBSW, LaneOp.MULTIPLY_ADD_B);
        LANE.put(X86Op.PMULLD, LaneOp.MULTIPLY_LOW_D);
        LANE.put(X86Op.PMULUDQ, LaneOp.MULTIPLY_UNSIGNED_D);
        LANE.put(X86Op.PMULDQ, LaneOp.MULTIPLY_SIGNED_D);
        LANE.put(X86Op.PSADBW, LaneOp.SUM_DIFFERENCES_B);
        PAIRWISE.put(X86Op.PACKSSWB, LaneOp.PACK_SIGNED_W);
        PAIRWISE.put(X86Op.PACKUSWB, LaneOp.PACK_UNSIGNED_W);
        PAIRWISE.put(X86Op.PACKSSDW, LaneOp.PACK_SIGNED_D);
        PAIRWISE.put(X86Op.PACKUSDW, LaneOp.PACK_UNSIGNED_D);
        PAIRWISE.put(X86Op.PHADDW, LaneOp.PAIR_SUMS_W);
        PAIRWISE.put(X86Op.PHADDD, LaneOp.PAIR_SUMS_D);
        PAIRWISE.put(X86Op.PHADDSW, LaneOp.PAIR_SUMS_SATURATE_W);
        PAIRWISE.put(X86Op.PHSUBW, LaneOp.PAIR_DIFFERENCES_W);
        PAIRWISE.put(X86Op.PHSUBD, LaneOp.PAIR_DIFFERENCES_D);
        PAIRWISE.put(X86Op.PHSUBSW, LaneOp.PAIR_DIFFERENCES_SATURATE_W);
        SHIFT.put(X86Op.PSLLW, LaneOp.LEFT_W);
        SHIFT.put(X86Op.PSLLD, LaneOp.LEFT_D);
        SHIFT.put(X86Op.PSLLQ, LaneOp.LEFT_Q);
        SHIFT.put(X86Op.PSRLW, LaneOp.RIGHT_W);
        SHIFT.put(X86Op.PSRLD, LaneOp.RIGHT_D);
        SHIFT.put(X86Op.PSRLQ, LaneOp.RIGHT_Q);
        SHIFT.put(X86Op.PSRAW, LaneOp.RIGHT_SIGNED_W);
        SHIFT.put(X86Op.PSRAD, LaneOp.RIGHT_SIGNED_D);
        WIDENING.put(X86Op.PMOVSXBW, LaneOp.WIDEN_BW);
        WIDENING.put(X86Op.PMOVSXBD, LaneOp.WIDEN_BD);
        WIDENING.put(X86Op.PMOVSXBQ, LaneOp.WIDEN_BQ);
        WIDENING.put(X86Op.PMOVSXWD, LaneOp.WIDEN_WD);
        WIDENING.put(X86Op.PMOVSXWQ, LaneOp.WIDEN_WQ);
        WIDENING.put(X86Op.PMOVSXDQ, LaneOp.WIDEN_DQ);
        WIDENING.put(X86Op.PMOVZXBW, LaneOp.WIDEN_UNSIGNED_BW);
        WIDENING.put(X86Op.PMOVZXBD, LaneOp.WIDEN_UNSIGNED_BD);
        WIDENING.put(X86Op.PMOVZXBQ, LaneOp.WIDEN_UNSIGNED_BQ);
        WIDENING.put(X86Op.PMOVZXWD, LaneOp.WIDEN_UNSIGNED_WD);
        WIDENING.put(X86Op.PMOVZXWQ, LaneOp.WIDEN_UNSIGNED_WQ);
        WIDENING.put(X86Op.PMOVZXDQ, LaneOp.WIDEN_UNSIGNED_DQ);
        HELPER.put(X86Op.SQRTPS, VectorHelper.SQRTPS);
        HELPER.put(X86Op.SQRTPD, VectorHelper.SQRTPD);
        HELPER.put(X86Op.SQRTSS, VectorHelper.SQRTSS);
        HELPER.put(X86Op.SQRTSD, VectorHelper.SQRTSD);
        HELPER.put(X86Op.RSQRTPS, VectorHelper.RSQRTPS);
        HELPER.put(X86Op.RSQRTSS, VectorHelper.RSQRTSS);
        HELPER.put(X86Op.RCPPS, VectorHelper.RCPPS);
        HELPER.put(X86Op.RCPSS, VectorHelper.RCPSS);
        HELPER.put(X86Op.ADDPS, VectorHelper.ADDPS);
        HELPER.put(X86Op.ADDPD, VectorHelper.ADDPD);
        HELPER.put(X86Op.ADDSS, VectorHelper.ADDSS);
        HELPER.put(X86Op.ADDSD, VectorHelper.ADDSD);
        HELPER.put(X86Op.MULPS, VectorHelper.MULPS);
        HELPER.put(X86Op.MULPD, VectorHelper.MULPD);
        HELPER.put(X86Op.MULSS, VectorHelper.MULSS);
        HELPER.put(X86Op.MULSD, VectorHelper.MULSD);
        HELPER.put(X86Op.CVTPS2PD, VectorHelper.CVTPS2PD);
        HELPER.put(X86Op.CVTPD2PS, VectorHelper.CVTPD2PS);
        HELPER.put(X86Op.CVTSS2SD, VectorHelper.CVTSS2SD);
        HELPER.put(X86Op.CVTSD2SS, VectorHelper.CVTSD2SS);
        HELPER.put(X86Op.CVTDQ2PS, VectorHelper.CVTDQ2PS);
        HELPER.put(X86Op.CVTPS2DQ, VectorHelper.CVTPS2DQ);
        HELPER.put(X86Op.CVTTPS2DQ, VectorHelper.CVTTPS2DQ);
        HELPER.put(X86Op.SUBPS, VectorHelper.SUBPS);
        HELPER.put(X86Op.SUBPD, VectorHelper.SUBPD);
        HELPER.put(X86Op.SUBSS, VectorHelper.SUBSS);
        HELPER.put(X86Op.SUBSD, VectorHelper.SUBSD);
        HELPER.put(X86Op.MINPS, VectorHelper.MINPS);
        HELPER.put(X86Op.MINPD, VectorHelper.MINPD);
        HELPER.put(X86Op.MINSS, VectorHelper.MINSS);
        HELPER.put(X86Op.MINSD, VectorHelper.MINSD);
        HELPER.put(X86Op.DIVPS, VectorHelper.DIVPS);
        HELPER.put(X86Op.DIVPD, VectorHelper.DIVPD);
        HELPER.put(X86Op.DIVSS, VectorHelper.DIVSS);
        HELPER.put(X86Op.DIVSD, VectorHelper.DIVSD);
        HELPER.put(X86Op.MAXPS, VectorHelper.MAXPS);
        HELPER.put(X86Op.MAXPD, VectorHelper.MAXPD);
        HELPER.put(X86Op.MAXSS, VectorHelper.MAXSS);
        HELPER.put(X86Op.MAXSD, VectorHelper.MAXSD);
        HELPER.put(X86Op.HADDPD, VectorHelper.HADDPD);
        HELPER.put(X86Op.HADDPS, VectorHelper.HADDPS);
        HELPER.put(X86Op.HSUBPD, VectorHelper.HSUBPD);
        HELPER.put(X86Op.HSUBPS, VectorHelper.HSUBPS);
        HELPER.put(X86Op.CMPPS, VectorHelper.CMPPS);
        HELPER.put(X86Op.CMPPD, VectorHelper.CMPPD);
        HELPER.put(X86Op.CMPSS, VectorHelper.CMPSS);
        HELPER.put(X86Op.CMPSD, VectorHelper.CMPSD);
        HELPER.put(X86Op.ADDSUBPD, VectorHelper.ADDSUBPD);
        HELPER.put(X86Op.ADDSUBPS, VectorHelper.ADDSUBPS);
        HELPER.put(X86Op.CVTTPD2DQ, VectorHelper.CVTTPD2DQ);
        HELPER.put(X86Op.CVTPD2DQ, VectorHelper.CVTPD2DQ);
        HELPER.put(X86Op.CVTDQ2PD, VectorHelper.CVTDQ2PD);
        HELPER.put(X86Op.ROUNDPS, VectorHelper.ROUNDPS);
        HELPER.put(X86Op.ROUNDPD, VectorHelper.ROUNDPD);
        HELPER.put(X86Op.ROUNDSS, VectorHelper.ROUNDSS);
        HELPER.put(X86Op.ROUNDSD, VectorHelper.ROUNDSD);
        HELPER.put(X86Op.DPPS, VectorHelper.DPPS);
        HELPER.put(X86Op.DPPD, VectorHelper.DPPD);
    }

    private SseTables() {}

    /// The function of the same lanes of both operands.
    static @Nullable LaneOp lane(X86Op op) {
        return LANE.get(op);
    }

    /// The function of the two halves of an operand.
    static @Nullable LaneOp pairwise(X86Op op) {
        return PAIRWISE.get(op);
    }

    /// The function of lanes and one count.
    static @Nullable LaneOp shift(X86Op op) {
        return SHIFT.get(op);
    }

    /// The function that widens the low lanes of its operand.
    static @Nullable LaneOp widening(X86Op op) {
        return WIDENING.get(op);
    }

    /// The helper of the same name: destination, source, immediate.
    static @Nullable VectorHelper helper(X86Op op) {
        return HELPER.get(op);
    }
}
