package dev.murre.bench;

import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import dev.murre.machine.x86.sse.SseArith;
import dev.murre.machine.x86.x87.X87Arith;
import dev.murre.machine.x86.x87.X87Functions;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// Single SSE and x87 operations, as compiled code calls them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FloatingPoint {
    private static final int D = Slots.VECTOR;
    private static final int A = Slots.VECTOR + 2;
    private static final int EMPTY_BUT_TWO = 3;
    private static final long NUMERATOR = Double.doubleToRawLongBits(0.3);

    private final HostMemory host = new HostMemory();
    private final Cpu cpu =
            new Cpu(
                    host.window(HostMemory.SMALL_WINDOW),
                    new CodeSpace(),
                    new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                    X86Helpers.INSTANCE);

    /// Gives the registers plain numbers and masks all exceptions.
    @Setup(Level.Iteration)
    public void load() {
        cpu.s[Slots.MXCSR] = 0x1f80;
        cpu.s[Slots.FPU_CONTROL] = 0x37f;
        cpu.s[Slots.FPU_STATUS] = 0;
        cpu.s[Slots.FPU_TAGS] = EMPTY_BUT_TWO;
        cpu.s[D] = Double.doubleToRawLongBits(1);
        cpu.s[A] = Double.doubleToRawLongBits(0.999);
        for (int i = 0; i < 2; i++) {
            cpu.s[Slots.FPU_MANTISSA + i] = 0xffbe_76c8_b439_5810L;
            cpu.s[Slots.FPU_EXPONENT + i] = 0x3ffe;
        }
    }

    /// Gives guest memory back.
    @TearDown
    public void release() {
        host.close();
    }

    @Benchmark
    public int addDouble() {
        return SseArith.addsd(cpu, D, A, 0, 0);
    }

    @Benchmark
    public int divideDouble() {
        cpu.s[D] = NUMERATOR;
        return SseArith.divsd(cpu, D, A, 0, 0);
    }

    @Benchmark
    public int addPackedDoubles() {
        cpu.s[D + 1] = cpu.s[D];
        cpu.s[A + 1] = cpu.s[A];
        return SseArith.addpd(cpu, D, A, 0, 0);
    }

    @Benchmark
    public int addExtended() {
        return X87Arith.registers(cpu, 0, 0, 0, X87Arith.ADD | 1 << 3);
    }

    @Benchmark
    public int divideExtended() {
        return X87Arith.registers(cpu, 0, 0, 0, X87Arith.DIVIDE_REVERSED | 1 << 3);
    }

    @Benchmark
    public int sine() {
        return X87Functions.sine(cpu, 0, 0, 0, 0);
    }
}
