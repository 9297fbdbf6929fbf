package dev.murre.machine.x86.lower;

import static dev.murre.machine.ir.Helpers.Effects.ANY;
import static dev.murre.machine.ir.Helpers.Effects.VECTOR;
import static dev.murre.machine.ir.Helpers.Effects.VECTOR_TRAP;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Helpers.Effects;
import dev.murre.machine.x86.sse.SseArith;
import dev.murre.machine.x86.sse.SseArithSingle;
import dev.murre.machine.x86.sse.SseCompare;
import dev.murre.machine.x86.sse.SseConvert;
import dev.murre.machine.x86.sse.SseEstimates;
import dev.murre.machine.x86.sse.SseRegisters;
import dev.murre.machine.x86.sse.SseState;
import dev.murre.machine.x86.sse.SseStrings;
import dev.murre.machine.x86.x87.X87Arith;
import dev.murre.machine.x86.x87.X87Compare;
import dev.murre.machine.x86.x87.X87Decimal;
import dev.murre.machine.x86.x87.X87Environment;
import dev.murre.machine.x86.x87.X87Functions;
import dev.murre.machine.x86.x87.X87Move;
import dev.murre.machine.x86.x87.X87Unary;

/// The helpers of the SSE, MMX and x87 instructions; their numbers follow the integer helpers'.
enum VectorHelper {
    ADDSD(SseArith.class, "addsd", VECTOR_TRAP),
    SUBSD(SseArith.class, "subsd", VECTOR_TRAP),
    MULSD(SseArith.class, "mulsd", VECTOR_TRAP),
    DIVSD(SseArith.class, "divsd", VECTOR_TRAP),
    SQRTSD(SseArith.class, "sqrtsd", VECTOR_TRAP),
    ADDPD(SseArith.class, "addpd", VECTOR_TRAP),
    SUBPD(SseArith.class, "subpd", VECTOR_TRAP),
    MULPD(SseArith.class, "mulpd", VECTOR_TRAP),
    DIVPD(SseArith.class, "divpd", VECTOR_TRAP),
    SQRTPD(SseArith.class, "sqrtpd", VECTOR_TRAP),
    ADDSS(SseArithSingle.class, "addss", VECTOR_TRAP),
    SUBSS(SseArithSingle.class, "subss", VECTOR_TRAP),
    MULSS(SseArithSingle.class, "mulss", VECTOR_TRAP),
    DIVSS(SseArithSingle.class, "divss", VECTOR_TRAP),
    SQRTSS(SseArithSingle.class, "sqrtss", VECTOR_TRAP),
    ADDPS(SseArithSingle.class, "addps", VECTOR_TRAP),
    SUBPS(SseArithSingle.class, "subps", VECTOR_TRAP),
    MULPS(SseArithSingle.class, "mulps", VECTOR_TRAP),
    DIVPS(SseArithSingle.class, "divps", VECTOR_TRAP),
    SQRTPS(SseArithSingle.class, "sqrtps", VECTOR_TRAP),
    COMISD(SseCompare.class, "comisd", VECTOR_TRAP),
    UCOMISD(SseCompare.class, "ucomisd", VECTOR_TRAP),
    COMISS(SseCompare.class, "comiss", VECTOR_TRAP),
    UCOMISS(SseCompare.class, "ucomiss", VECTOR_TRAP),
    CMPSD(SseCompare.class, "cmpsd", VECTOR_TRAP),
    CMPSS(SseCompare.class, "cmpss", VECTOR_TRAP),
    CMPPD(SseCompare.class, "cmppd", VECTOR_TRAP),
    CMPPS(SseCompare.class, "cmpps", VECTOR_TRAP),
    MINSD(SseCompare.class, "minsd", VECTOR_TRAP),
    MINSS(SseCompare.class, "minss", VECTOR_TRAP),
    MINPD(SseCompare.class, "minpd", VECTOR_TRAP),
    MINPS(SseCompare.class, "minps", VECTOR_TRAP),
    MAXSD(SseCompare.class, "maxsd", VECTOR_TRAP),
    MAXSS(SseCompare.class, "maxss", VECTOR_TRAP),
    MAXPD(SseCompare.class, "maxpd", VECTOR_TRAP),
    MAXPS(SseCompare.class, "maxps", VECTOR_TRAP),
    ROUNDSD(SseCompare.class, "roundsd", VECTOR_TRAP),
    ROUNDSS(SseCompare.class, "roundss", VECTOR_TRAP),
    ROUNDPD(SseCompare.class, "roundpd", VECTOR_TRAP),
    ROUNDPS(SseCompare.class, "roundps", VECTOR_TRAP),
    ADDSUBPD(SseCompare.class, "addsubpd", VECTOR_TRAP),
    ADDSUBPS(SseCompare.class, "addsubps", VECTOR_TRAP),
    HADDPD(SseCompare.class, "haddpd", VECTOR_TRAP),
    HADDPS(SseCompare.class, "haddps", VECTOR_TRAP),
    HSUBPD(SseCompare.class, "hsubpd", VECTOR_TRAP),
    HSUBPS(SseCompare.class, "hsubps", VECTOR_TRAP),
    CVTSI2SD32(SseConvert.class, "cvtsi2sd32", VECTOR_TRAP),
    CVTSI2SD64(SseConvert.class, "cvtsi2sd64", VECTOR_TRAP),
    CVTSI2SS32(SseConvert.class, "cvtsi2ss32", VECTOR_TRAP),
    CVTSI2SS64(SseConvert.class, "cvtsi2ss64", VECTOR_TRAP),
    CVTTSD2SI32(SseConvert.class, "cvttsd2si32", VECTOR_TRAP),
    CVTTSD2SI64(SseConvert.class, "cvttsd2si64", VECTOR_TRAP),
    CVTSD2SI32(SseConvert.class, "cvtsd2si32", VECTOR_TRAP),
    CVTSD2SI64(SseConvert.class, "cvtsd2si64", VECTOR_TRAP),
    CVTTSS2SI32(SseConvert.class, "cvttss2si32", VECTOR_TRAP),
    CVTTSS2SI64(SseConvert.class, "cvttss2si64", VECTOR_TRAP),
    CVTSS2SI32(SseConvert.class, "cvtss2si32", VECTOR_TRAP),
    CVTSS2SI64(SseConvert.class, "cvtss2si64", VECTOR_TRAP),
    CVTSD2SS(SseConvert.class, "cvtsd2ss", VECTOR_TRAP),
    CVTSS2SD(SseConvert.class, "cvtss2sd", VECTOR_TRAP),
    CVTDQ2PD(SseConvert.class, "cvtdq2pd", VECTOR_TRAP),
    CVTDQ2PS(SseConvert.class, "cvtdq2ps", VECTOR_TRAP),
    CVTPS2DQ(SseConvert.class, "cvtps2dq", VECTOR_TRAP),
    CVTTPS2DQ(SseConvert.class, "cvttps2dq", VECTOR_TRAP),
    CVTPD2DQ(SseConvert.class, "cvtpd2dq", VECTOR_TRAP),
    CVTTPD2DQ(SseConvert.class, "cvttpd2dq", VECTOR_TRAP),
    CVTPD2PS(SseConvert.class, "cvtpd2ps", VECTOR_TRAP),
    CVTPS2PD(SseConvert.class, "cvtps2pd", VECTOR_TRAP),
    CVTPI2PS(SseConvert.class, "cvtpi2ps", VECTOR_TRAP),
    CVTPI2PD(SseConvert.class, "cvtpi2pd", VECTOR_TRAP),
    CVTPS2PI(SseConvert.class, "cvtps2pi", VECTOR_TRAP),
    CVTTPS2PI(SseConvert.class, "cvttps2pi", VECTOR_TRAP),
    CVTPD2PI(SseConvert.class, "cvtpd2pi", VECTOR_TRAP),
    CVTTPD2PI(SseConvert.class, "cvttpd2pi", VECTOR_TRAP),
    RCPSS(SseEstimates.class, "rcpss", VECTOR),
    RSQRTSS(SseEstimates.class, "rsqrtss", VECTOR),
    RCPPS(SseEstimates.class, "rcpps", VECTOR),
    RSQRTPS(SseEstimates.class, "rsqrtps", VECTOR),
    DPPD(SseEstimates.class, "dppd", VECTOR_TRAP),
    DPPS(SseEstimates.class, "dpps", VECTOR_TRAP),
    SSE_SHIFT_LEFT_BYTES(SseRegisters.class, "shiftLeftBytes", VECTOR),
    SSE_SHIFT_RIGHT_BYTES(SseRegisters.class, "shiftRightBytes", VECTOR),
    SSE_ALIGN(SseRegisters.class, "align", VECTOR),
    SSE_ALIGN_HALF(SseRegisters.class, "alignHalf", VECTOR),
    SSE_SHUFFLE_BYTES(SseRegisters.class, "shuffleBytes", VECTOR),
    SSE_BLEND_BYTES(SseRegisters.class, "blendBytes", VECTOR),
    SSE_BLEND_SINGLES(SseRegisters.class, "blendSingles", VECTOR),
    SSE_BLEND_DOUBLES(SseRegisters.class, "blendDoubles", VECTOR),
    SSE_MULTIPLE_SUMS(SseRegisters.class, "multipleSums", VECTOR),
    SSE_MINIMUM_POSITION(SseRegisters.class, "minimumPosition", VECTOR),
    SSE_SIGNS_OF_SINGLES(SseRegisters.class, "signsOfSingles", VECTOR),
    SSE_SIGNS_OF_DOUBLES(SseRegisters.class, "signsOfDoubles", VECTOR),
    SSE_TEST(SseRegisters.class, "test", VECTOR),
    SSE_EMPTY_MMX(SseRegisters.class, "emptyMmx", VECTOR_TRAP),
    SSE_ENTER_MMX(SseRegisters.class, "enterMmx", VECTOR_TRAP),
    SSE_LOAD_MXCSR(SseState.class, "loadMxcsr", VECTOR_TRAP),
    SSE_SAVE(SseState.class, "save", ANY),
    SSE_RESTORE(SseState.class, "restore", ANY),
    SSE_MASKED_STORE(SseState.class, "maskedStore", ANY),
    SSE_COMPARE(SseStrings.class, "compare", ANY),
    X87_ARITH_REGISTERS(X87Arith.class, "registers", VECTOR_TRAP),
    X87_ARITH_SINGLE(X87Arith.class, "single", VECTOR_TRAP),
    X87_ARITH_DOUBLED(X87Arith.class, "doubled", VECTOR_TRAP),
    X87_ARITH_INTEGER(X87Arith.class, "integer", VECTOR_TRAP),
    X87_COMPARE_REGISTERS(X87Compare.class, "registers", VECTOR_TRAP),
    X87_COMPARE_TO_FLAGS(X87Compare.class, "toFlags", VECTOR_TRAP),
    X87_COMPARE_SINGLE(X87Compare.class, "single", VECTOR_TRAP),
    X87_COMPARE_DOUBLED(X87Compare.class, "doubled", VECTOR_TRAP),
    X87_COMPARE_INTEGER(X87Compare.class, "integer", VECTOR_TRAP),
    X87_COMPARE_ZERO(X87Compare.class, "zero", VECTOR_TRAP),
    X87_COMPARE_EXAMINE(X87Compare.class, "examine", VECTOR_TRAP),
    X87_LOAD(X87Decimal.class, "load", VECTOR_TRAP),
    X87_STORE(X87Decimal.class, "store", VECTOR_TRAP),
    X87_LOAD_CONTROL(X87Environment.class, "loadControl", ANY),
    X87_CLEAR_EXCEPTIONS(X87Environment.class, "clearExceptions", ANY),
    X87_INITIALISE(X87Environment.class, "initialise", ANY),
    X87_STORE_ENVIRONMENT(X87Environment.class, "storeEnvironment", ANY),
    X87_LOAD_ENVIRONMENT(X87Environment.class, "loadEnvironment", ANY),
    X87_SAVE(X87Environment.class, "save", ANY),
    X87_RESTORE(X87Environment.class, "restore", ANY),
    X87_EXPONENTIAL(X87Functions.class, "exponential", VECTOR_TRAP),
    X87_BINARY(X87Functions.class, "binary", VECTOR_TRAP),
    X87_SINE(X87Functions.class, "sine", VECTOR_TRAP),
    X87_COSINE(X87Functions.class, "cosine", VECTOR_TRAP),
    X87_SINE_COSINE(X87Functions.class, "sineCosine", VECTOR_TRAP),
    X87_TANGENT(X87Functions.class, "tangent", VECTOR_TRAP),
    X87_LOAD_SINGLE(X87Move.class, "loadSingle", VECTOR_TRAP),
    X87_LOAD_DOUBLE(X87Move.class, "loadDouble", VECTOR_TRAP),
    X87_LOAD_EXTENDED(X87Move.class, "loadExtended", VECTOR_TRAP),
    X87_LOAD_INTEGER(X87Move.class, "loadInteger", VECTOR_TRAP),
    X87_LOAD_REGISTER(X87Move.class, "loadRegister", VECTOR_TRAP),
    X87_LOAD_CONSTANT(X87Move.class, "loadConstant", VECTOR_TRAP),
    X87_STORE_SINGLE(X87Move.class, "storeSingle", VECTOR_TRAP),
    X87_STORE_DOUBLE(X87Move.class, "storeDouble", VECTOR_TRAP),
    X87_STORE_EXTENDED(X87Move.class, "storeExtended", VECTOR_TRAP),
    X87_STORE_INTEGER(X87Move.class, "storeInteger", VECTOR_TRAP),
    X87_STORE_TRUNCATED(X87Move.class, "storeTruncated", VECTOR_TRAP),
    X87_STORE_REGISTER(X87Move.class, "storeRegister", VECTOR_TRAP),
    X87_STORE_REGISTER_QUIETLY(X87Move.class, "storeRegisterQuietly", VECTOR_TRAP),
    X87_EXCHANGE(X87Move.class, "exchange", VECTOR_TRAP),
    X87_CONDITIONAL(X87Move.class, "conditional", VECTOR_TRAP),
    X87_NEGATE(X87Unary.class, "negate", VECTOR_TRAP),
    X87_ABSOLUTE(X87Unary.class, "absolute", VECTOR_TRAP),
    X87_SQUARE_ROOT(X87Unary.class, "squareRoot", VECTOR_TRAP),
    X87_ROUND_TO_INTEGER(X87Unary.class, "roundToInteger", VECTOR_TRAP),
    X87_SCALE(X87Unary.class, "scale", VECTOR_TRAP),
    X87_REMAINDER(X87Unary.class, "remainder", VECTOR_TRAP),
    X87_NEAREST_REMAINDER(X87Unary.class, "nearestRemainder", VECTOR_TRAP),
    X87_EXTRACT(X87Unary.class, "extract", VECTOR_TRAP),
    X87_ROTATE(X87Unary.class, "rotate", VECTOR_TRAP),
    X87_FREE(X87Unary.class, "free", VECTOR_TRAP),
    X87_AWAIT(X87Unary.class, "await", VECTOR_TRAP);

    private static final VectorHelper[] VALUES = values();

    private final Class<?> owner;
    private final String method;
    private final Effects effects;

    VectorHelper(Class<?> owner, String method, Effects effects) {
        this.owner = owner;
        this.method = method;
        this.effects = effects;
    }

    static VectorHelper of(int number) {
        return VALUES[number - X86Helpers.FIRST_VECTOR];
    }

    int number() {
        return X86Helpers.FIRST_VECTOR + ordinal();
    }

    Class<?> owner() {
        return owner;
    }

    String method() {
        return method;
    }

    Effects effects() {
        return effects;
    }

    static int call(int number, Cpu cpu, int d, int a, int b, int imm) {
        return switch (of(number)) {
            case ADDSD -> SseArith.addsd(cpu, d, a, b, imm);
            case SUBSD -> SseArith.subsd(cpu, d, a, b, imm);
            case MULSD -> SseArith.mulsd(cpu, d, a, b, imm);
            case DIVSD -> SseArith.divsd(cpu, d, a, b, imm);
            case SQRTSD -> SseArith.sqrtsd(cpu, d, a, b, imm);
            case ADDPD -> SseArith.addpd(cpu, d, a, b, imm);
            case SUBPD -> SseArith.subpd(cpu, d, a, b, imm);
            case MULPD -> SseArith.mulpd(cpu, d, a, b, imm);
            case DIVPD -> SseArith.divpd(cpu, d, a, b, imm);
            case SQRTPD -> SseArith.sqrtpd(cpu, d, a, b, imm);
            case ADDSS -> SseArithSingle.addss(cpu, d, a, b, imm);
            case SUBSS -> SseArithSingle.subss(cpu, d, a, b, imm);
            case MULSS -> SseArithSingle.mulss(cpu, d, a, b, imm);
            case DIVSS -> SseArithSingle.divss(cpu, d, a, b, imm);
            case SQRTSS -> SseArithSingle.sqrtss(cpu, d, a, b, imm);
            case ADDPS -> SseArithSingle.addps(cpu, d, a, b, imm);
            case SUBPS -> SseArithSingle.subps(cpu, d, a, b, imm);
            case MULPS -> SseArithSingle.mulps(cpu, d, a, b, imm);
            case DIVPS -> SseArithSingle.divps(cpu, d, a, b, imm);
            case SQRTPS -> SseArithSingle.sqrtps(cpu, d, a, b, imm);
            case COMISD -> SseCompare.comisd(cpu, d, a, b, imm);
            case UCOMISD -> SseCompare.ucomisd(cpu, d, a, b, imm);
            case COMISS -> SseCompare.comiss(cpu, d, a, b, imm);
            case UCOMISS -> SseCompare.ucomiss(cpu, d, a, b, imm);
            case CMPSD -> SseCompare.cmpsd(cpu, d, a, b, imm);
            case CMPSS -> SseCompare.cmpss(cpu, d, a, b, imm);
            case CMPPD -> SseCompare.cmppd(cpu, d, a, b, imm);
            case CMPPS -> SseCompare.cmpps(cpu, d, a, b, imm);
            case MINSD -> SseCompare.minsd(cpu, d, a, b, imm);
            case MINSS -> SseCompare.minss(cpu, d, a, b, imm);
            case MINPD -> SseCompare.minpd(cpu, d, a, b, imm);
            case MINPS -> SseCompare.minps(cpu, d, a, b, imm);
            case MAXSD -> SseCompare.maxsd(cpu, d, a, b, imm);
            case MAXSS -> SseCompare.maxss(cpu, d, a, b, imm);
            case MAXPD -> SseCompare.maxpd(cpu, d, a, b, imm);
            case MAXPS -> SseCompare.maxps(cpu, d, a, b, imm);
            case ROUNDSD -> SseCompare.roundsd(cpu, d, a, b, imm);
            case ROUNDSS -> SseCompare.roundss(cpu, d, a, b, imm);
            case ROUNDPD -> SseCompare.roundpd(cpu, d, a, b, imm);
            case ROUNDPS -> SseCompare.roundps(cpu, d, a, b, imm);
            case ADDSUBPD -> SseCompare.addsubpd(cpu, d, a, b, imm);
            case ADDSUBPS -> SseCompare.addsubps(cpu, d, a, b, imm);
            case HADDPD -> SseCompare.haddpd(cpu, d, a, b, imm);
            case HADDPS -> SseCompare.haddps(cpu, d, a, b, imm);
            case HSUBPD -> SseCompare.hsubpd(cpu, d, a, b, imm);
            case HSUBPS -> SseCompare.hsubps(cpu, d, a, b, imm);
            case CVTSI2SD32 -> SseConvert.cvtsi2sd32(cpu, d, a, b, imm);
            case CVTSI2SD64 -> SseConvert.cvtsi2sd64(cpu, d, a, b, imm);
            case CVTSI2SS32 -> SseConvert.cvtsi2ss32(cpu, d, a, b, imm);
            case CVTSI2SS64 -> SseConvert.cvtsi2ss64(cpu, d, a, b, imm);
            case CVTTSD2SI32 -> SseConvert.cvttsd2si32(cpu, d, a, b, imm);
            case CVTTSD2SI64 -> SseConvert.cvttsd2si64(cpu, d, a, b, imm);
            case CVTSD2SI32 -> SseConvert.cvtsd2si32(cpu, d, a, b, imm);
            case CVTSD2SI64 -> SseConvert.cvtsd2si64(cpu, d, a, b, imm);
            case CVTTSS2SI32 -> SseConvert.cvttss2si32(cpu, d, a, b, imm);
            case CVTTSS2SI64 -> SseConvert.cvttss2si64(cpu, d, a, b, imm);
            case CVTSS2SI32 -> SseConvert.cvtss2si32(cpu, d, a, b, imm);
            case CVTSS2SI64 -> SseConvert.cvtss2si64(cpu, d, a, b, imm);
            case CVTSD2SS -> SseConvert.cvtsd2ss(cpu, d, a, b, imm);
            case CVTSS2SD -> SseConvert.cvtss2sd(cpu, d, a, b, imm);
            case CVTDQ2PD -> SseConvert.cvtdq2pd(cpu, d, a, b, imm);
            case CVTDQ2PS -> SseConvert.cvtdq2ps(cpu, d, a, b, imm);
            case CVTPS2DQ -> SseConvert.cvtps2dq(cpu, d, a, b, imm);
            case CVTTPS2DQ -> SseConvert.cvttps2dq(cpu, d, a, b, imm);
            case CVTPD2DQ -> SseConvert.cvtpd2dq(cpu, d, a, b, imm);
            case CVTTPD2DQ -> SseConvert.cvttpd2dq(cpu, d, a, b, imm);
            case CVTPD2PS -> SseConvert.cvtpd2ps(cpu, d, a, b, imm);
            case CVTPS2PD -> SseConvert.cvtps2pd(cpu, d, a, b, imm);
            case CVTPI2PS -> SseConvert.cvtpi2ps(cpu, d, a, b, imm);
            case CVTPI2PD -> SseConvert.cvtpi2pd(cpu, d, a, b, imm);
            case CVTPS2PI -> SseConvert.cvtps2pi(cpu, d, a, b, imm);
            case CVTTPS2PI -> SseConvert.cvttps2pi(cpu, d, a, b, imm);
            case CVTPD2PI -> SseConvert.cvtpd2pi(cpu, d, a, b, imm);
            case CVTTPD2PI -> SseConvert.cvttpd2pi(cpu, d, a, b, imm);
            case RCPSS -> SseEstimates.rcpss(cpu, d, a, b, imm);
            case RSQRTSS -> SseEstimates.rsqrtss(cpu, d, a, b, imm);
            case RCPPS -> SseEstimates.rcpps(cpu, d, a, b, imm);
            case RSQRTPS -> SseEstimates.rsqrtps(cpu, d, a, b, imm);
            case DPPD -> SseEstimates.dppd(cpu, d, a, b, imm);
            case DPPS -> SseEstimates.dpps(cpu, d, a, b, imm);
            case SSE_SHIFT_LEFT_BYTES -> SseRegisters.shiftLeftBytes(cpu, d, a, b, imm);
            case SSE_SHIFT_RIGHT_BYTES -> SseRegisters.shiftRightBytes(cpu, d, a, b, imm);
            case SSE_ALIGN -> SseRegisters.align(cpu, d, a, b, imm);
            case SSE_ALIGN_HALF -> SseRegisters.alignHalf(cpu, d, a, b, imm);
            case SSE_SHUFFLE_BYTES -> SseRegisters.shuffleBytes(cpu, d, a, b, imm);
            case SSE_BLEND_BYTES -> SseRegisters.blendBytes(cpu, d, a, b, imm);
            case SSE_BLEND_SINGLES -> SseRegisters.blendSingles(cpu, d, a, b, imm);
            case SSE_BLEND_DOUBLES -> SseRegisters.blendDoubles(cpu, d, a, b, imm);
            case SSE_MULTIPLE_SUMS -> SseRegisters.multipleSums(cpu, d, a, b, imm);
            case SSE_MINIMUM_POSITION -> SseRegisters.minimumPosition(cpu, d, a, b, imm);
            case SSE_SIGNS_OF_SINGLES -> SseRegisters.signsOfSingles(cpu, d, a, b, imm);
            case SSE_SIGNS_OF_DOUBLES -> SseRegisters.signsOfDoubles(cpu, d, a, b, imm);
            case SSE_TEST -> SseRegisters.test(cpu, d, a, b, imm);
            case SSE_EMPTY_MMX -> SseRegisters.emptyMmx(cpu, d, a, b, imm);
            case SSE_ENTER_MMX -> SseRegisters.enterMmx(cpu, d, a, b, imm);
            case SSE_LOAD_MXCSR -> SseState.loadMxcsr(cpu, d, a, b, imm);
            case SSE_SAVE -> SseState.save(cpu, d, a, b, imm);
            case SSE_RESTORE -> SseState.restore(cpu, d, a, b, imm);
            case SSE_MASKED_STORE -> SseState.maskedStore(cpu, d, a, b, imm);
            case SSE_COMPARE -> SseStrings.compare(cpu, d, a, b, imm);
            case X87_ARITH_REGISTERS -> X87Arith.registers(cpu, d, a, b, imm);
            case X87_ARITH_SINGLE -> X87Arith.single(cpu, d, a, b, imm);
            case X87_ARITH_DOUBLED -> X87Arith.doubled(cpu, d, a, b, imm);
            case X87_ARITH_INTEGER -> X87Arith.integer(cpu, d, a, b, imm);
            case X87_COMPARE_REGISTERS -> X87Compare.registers(cpu, d, a, b, imm);
            case X87_COMPARE_TO_FLAGS -> X87Compare.toFlags(cpu, d, a, b, imm);
            case X87_COMPARE_SINGLE -> X87Compare.single(cpu, d, a, b, imm);
            case X87_COMPARE_DOUBLED -> X87Compare.doubled(cpu, d, a, b, imm);
            case X87_COMPARE_INTEGER -> X87Compare.integer(cpu, d, a, b, imm);
            case X87_COMPARE_ZERO -> X87Compare.zero(cpu, d, a, b, imm);
            case X87_COMPARE_EXAMINE -> X87Compare.examine(cpu, d, a, b, imm);
            case X87_LOAD -> X87Decimal.load(cpu, d, a, b, imm);
            case X87_STORE -> X87Decimal.store(cpu, d, a, b, imm);
            case X87_LOAD_CONTROL -> X87Environment.loadControl(cpu, d, a, b, imm);
            case X87_CLEAR_EXCEPTIONS -> X87Environment.clearExceptions(cpu, d, a, b, imm);
            case X87_INITIALISE -> X87Environment.initialise(cpu, d, a, b, imm);
            case X87_STORE_ENVIRONMENT -> X87Environment.storeEnvironment(cpu, d, a, b, imm);
            case X87_LOAD_ENVIRONMENT -> X87Environment.loadEnvironment(cpu, d, a, b, imm);
            case X87_SAVE -> X87Environment.save(cpu, d, a, b, imm);
            case X87_RESTORE -> X87Environment.restore(cpu, d, a, b, imm);
            case X87_EXPONENTIAL -> X87Functions.exponential(cpu, d, a, b, imm);
            case X87_BINARY -> X87Functions.binary(cpu, d, a, b, imm);
            case X87_SINE -> X87Functions.sine(cpu, d, a, b, imm);
            case X87_COSINE -> X87Functions.cosine(cpu, d, a, b, imm);
            case X87_SINE_COSINE -> X87Functions.sineCosine(cpu, d, a, b, imm);
            case X87_TANGENT -> X87Functions.tangent(cpu, d, a, b, imm);
            case X87_LOAD_SINGLE -> X87Move.loadSingle(cpu, d, a, b, imm);
            case X87_LOAD_DOUBLE -> X87Move.loadDouble(cpu, d, a, b, imm);
            case X87_LOAD_EXTENDED -> X87Move.loadExtended(cpu, d, a, b, imm);
            case X87_LOAD_INTEGER -> X87Move.loadInteger(cpu, d, a, b, imm);
            case X87_LOAD_REGISTER -> X87Move.loadRegister(cpu, d, a, b, imm);
            case X87_LOAD_CONSTANT -> X87Move.loadConstant(cpu, d, a, b, imm);
            case X87_STORE_SINGLE -> X87Move.storeSingle(cpu, d, a, b, imm);
            case X87_STORE_DOUBLE -> X87Move.storeDouble(cpu, d, a, b, imm);
            case X87_STORE_EXTENDED -> X87Move.storeExtended(cpu, d, a, b, imm);
            case X87_STORE_INTEGER -> X87Move.storeInteger(cpu, d, a, b, imm);
            case X87_STORE_TRUNCATED -> X87Move.storeTruncated(cpu, d, a, b, imm);
            case X87_STORE_REGISTER -> X87Move.storeRegister(cpu, d, a, b, imm);
            case X87_STORE_REGISTER_QUIETLY -> X87Move.storeRegisterQuietly(cpu, d, a, b, imm);
            case X87_EXCHANGE -> X87Move.exchange(cpu, d, a, b, imm);
            case X87_CONDITIONAL -> X87Move.conditional(cpu, d, a, b, imm);
            case X87_NEGATE -> X87Unary.negate(cpu, d, a, b, imm);
            case X87_ABSOLUTE -> X87Unary.absolute(cpu, d, a, b, imm);
            case X87_SQUARE_ROOT -> X87Unary.squareRoot(cpu, d, a, b, imm);
            case X87_ROUND_TO_INTEGER -> X87Unary.roundToInteger(cpu, d, a, b, imm);
            case X87_SCALE -> X87Unary.scale(cpu, d, a, b, imm);
            case X87_REMAINDER -> X87Unary.remainder(cpu, d, a, b, imm);
            case X87_NEAREST_REMAINDER -> X87Unary.nearestRemainder(cpu, d, a, b, imm);
            case X87_EXTRACT -> X87Unary.extract(cpu, d, a, b, imm);
            case X87_ROTATE -> X87Unary.rotate(cpu, d, a, b, imm);
            case X87_FREE -> X87Unary.free(cpu, d, a, b, imm);
            case X87_AWAIT -> X87Unary.await(cpu, d, a, b, imm);
        };
    }
}
