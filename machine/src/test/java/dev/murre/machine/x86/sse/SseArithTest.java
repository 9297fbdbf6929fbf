package dev.murre.machine.x86.sse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.fp.FpFlag;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Host arithmetic and soft arithmetic must be one: results, sticky flags, traps.
class SseArithTest {
    private static final int D = Slots.VECTOR;
    private static final int A = Slots.VECTOR + 2;

    private final HostMemory host = new HostMemory();
    private final Cpu cpu =
            new Cpu(
                    host.window(HostMemory.SMALL_WINDOW),
                    new CodeSpace(),
                    new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                    X86Helpers.INSTANCE);

    @AfterEach
    void release() {
        host.close();
    }

    private int add(double x, double y, int mxcsr) {
        cpu.s[Slots.MXCSR] = mxcsr;
        cpu.s[D] = Double.doubleToRawLongBits(x);
        cpu.s[A] = Double.doubleToRawLongBits(y);
        return SseArith.addsd(cpu, D, A, 0, 0);
    }

    @Test
    void inexactIsSetExactlyWhenBitsAreLost() {
        assertEquals(Trap.NONE, add(1, 2, 0x1f80));
        assertEquals(0x1f80, cpu.s[Slots.MXCSR]);
        add(1, 0x1p-53, 0x1f80);
        assertEquals(0x1f80 | FpFlag.INEXACT, cpu.s[Slots.MXCSR]);
    }

    @Test
    void roundsAsMxcsrSays() {
        add(1, 0x1p-80, 0x1f80 | 2 << 13);
        assertEquals(Math.nextUp(1.0), Double.longBitsToDouble(cpu.s[D]));
    }

    @Test
    void unmaskedExceptionsLeaveTheDestination() {
        assertEquals(Trap.SIMD, add(1, 0x1p-80, 0x1f80 & ~0x1000));
        assertEquals(1.0, Double.longBitsToDouble(cpu.s[D]));
        assertEquals(FpFlag.INEXACT, cpu.s[Slots.MXCSR] & FpFlag.ALL);
    }

    @Test
    void subnormalOperandsAreReportedOrZero() {
        add(1, Double.MIN_VALUE, 0x1fa0);
        assertEquals(FpFlag.INEXACT | FpFlag.DENORMAL, cpu.s[Slots.MXCSR] & FpFlag.ALL);
        add(0, Double.MIN_VALUE, 0x1f80 | Mxcsr.DENORMALS_ARE_ZERO);
        assertEquals(0, cpu.s[D]);
    }

    @Test
    void stringsAreFoundInStrings() {
        cpu.s[D] = 0x0000_0000_0000_6362L; // "bc"
        cpu.s[D + 1] = 0;
        cpu.s[A] = 0x6766_6564_6362_6120L; // " abcdefg"
        cpu.s[A + 1] = 0;
        SseStrings.compare(cpu, Slots.TEMP, D, A, 0x0c);
        assertEquals(2, cpu.s[1]);
    }

    @Test
    void estimatesAreTheProcessors() {
        cpu.s[A] = Float.floatToRawIntBits(1);
        SseEstimates.rcpss(cpu, D, A, 0, 0);
        assertEquals(0x3f7f_f000, (int) cpu.s[D]);
        SseEstimates.rsqrtss(cpu, D, A, 0, 0);
        assertEquals(0x3f7f_f800, (int) cpu.s[D]);
    }
}
