package dev.murre.machine.x86.lower;

import static dev.murre.machine.ir.Helpers.Effects.ANY;
import static dev.murre.machine.ir.Helpers.Effects.VECTOR;
import static dev.murre.machine.ir.Helpers.Effects.VECTOR_TRAP;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Helpers.Effects;

/// The helpers of the integer instructions, in the order of their numbers.
enum IntegerHelper {
    DIVIDE(DivideHelpers.class, "divide", VECTOR_TRAP),
    SHIFT(ShiftHelpers.class, "shift", VECTOR),
    DOUBLE_SHIFT(ShiftHelpers.class, "doubleShift", VECTOR),
    NARROW_CARRY(ShiftHelpers.class, "narrowCarry", VECTOR),
    LOCKED_NEGATE(SystemHelpers.class, "lockedNegate", ANY),
    COMPARE_EXCHANGE_WIDE(SystemHelpers.class, "compareExchangeWide", ANY),
    STRING(StringHelpers.class, "string", ANY),
    CPUID(CpuidHelpers.class, "cpuid", ANY),
    READ_TIME(SystemHelpers.class, "readTime", ANY),
    SET_FLAGS(SystemHelpers.class, "setFlags", ANY),
    LOAD_SEGMENT(SegmentHelpers.class, "loadSegment", ANY),
    INSPECT_SELECTOR(SegmentHelpers.class, "inspectSelector", ANY),
    REQUIRE_CODE_SELECTOR(SegmentHelpers.class, "requireCodeSelector", VECTOR_TRAP),
    DECIMAL(DecimalHelpers.class, "decimal", ANY),
    CRC32(CrcHelpers.class, "crc32", VECTOR),
    BOUND(SystemHelpers.class, "bound", VECTOR_TRAP),
    ENTER(SystemHelpers.class, "enter", ANY);

    private static final IntegerHelper[] VALUES = values();

    private final Class<?> owner;
    private final String method;
    private final Effects effects;

    IntegerHelper(Class<?> owner, String method, Effects effects) {
        this.owner = owner;
        this.method = method;
        this.effects = effects;
    }

    static IntegerHelper of(int number) {
        return VALUES[number];
    }

    int number() {
        return ordinal();
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
        return switch (VALUES[number]) {
            case DIVIDE -> DivideHelpers.divide(cpu, d, a, b, imm);
            case SHIFT -> ShiftHelpers.shift(cpu, d, a, b, imm);
            case DOUBLE_SHIFT -> ShiftHelpers.doubleShift(cpu, d, a, b, imm);
            case NARROW_CARRY -> ShiftHelpers.narrowCarry(cpu, d, a, b, imm);
            case LOCKED_NEGATE -> SystemHelpers.lockedNegate(cpu, d, a, b, imm);
            case COMPARE_EXCHANGE_WIDE -> SystemHelpers.compareExchangeWide(cpu, d, a, b, imm);
            case STRING -> StringHelpers.string(cpu, d, a, b, imm);
            case CPUID -> CpuidHelpers.cpuid(cpu, d, a, b, imm);
            case READ_TIME -> SystemHelpers.readTime(cpu, d, a, b, imm);
            case SET_FLAGS -> SystemHelpers.setFlags(cpu, d, a, b, imm);
            case LOAD_SEGMENT -> SegmentHelpers.loadSegment(cpu, d, a, b, imm);
            case INSPECT_SELECTOR -> SegmentHelpers.inspectSelector(cpu, d, a, b, imm);
            case REQUIRE_CODE_SELECTOR -> SegmentHelpers.requireCodeSelector(cpu, d, a, b, imm);
            case DECIMAL -> DecimalHelpers.decimal(cpu, d, a, b, imm);
            case CRC32 -> CrcHelpers.crc32(cpu, d, a, b, imm);
            case BOUND -> SystemHelpers.bound(cpu, d, a, b, imm);
            case ENTER -> SystemHelpers.enter(cpu, d, a, b, imm);
        };
    }
}
