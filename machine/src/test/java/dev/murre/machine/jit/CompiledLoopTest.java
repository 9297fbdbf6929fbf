package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A loop over memory, compiled and interpreted: same registers, same instruction count, same
/// faults.
class CompiledLoopTest {
    private static final long CODE = 0x1000;
    private static final long DATA = 0x10000;
    private static final int RCX = 1;
    private static final int RDI = 7;

    /// `loop: add rax, [rdi]; mov [rdi+8], rax; add rdi, 8; dec rcx; jnz loop; int3`
    private static final byte[] PROGRAM =
            HexFormat.of().parseHex("480307" + "48894708" + "4883c708" + "48ffc9" + "75f0" + "cc");

    private final HostMemory host = new HostMemory();

    @AfterEach
    void close() {
        host.close();
    }

    private Cpu processor(int dataPages) {
        GuestMemory memory = host.window(HostMemory.SMALL_WINDOW);
        memory.setPerm(CODE >>> 12, Perm.PRESENT | Perm.READ | Perm.EXEC);
        for (int page = 0; page < dataPages; page++) {
            memory.setPerm((DATA >>> 12) + page, Perm.PRESENT | Perm.READ | Perm.WRITE);
        }
        Host.copyIn(PROGRAM, 0, memory.base() + CODE, PROGRAM.length);
        Host.put64(memory.base() + DATA, 3);
        CodeSpace code = new CodeSpace();
        code.add(new CodePage(CODE >>> 12));
        Cpu cpu =
                new Cpu(
                        memory,
                        code,
                        new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                        X86Helpers.INSTANCE);
        cpu.s[Slots.PC] = CODE;
        cpu.s[RDI] = DATA;
        cpu.s[Slots.FLAGS_REST] = 0x202;
        return cpu;
    }

    private Cpu compiling(int dataPages) {
        Cpu cpu = processor(dataPages);
        cpu.hotCode = new CompileQueue(X86Helpers.INSTANCE, -1, CompileQueue.Timing.AT_ONCE);
        cpu.compileAtOnce = true;
        return cpu;
    }

    private static long[] registers(Cpu cpu) {
        return Arrays.copyOf(cpu.s, Slots.PC + 1);
    }

    private static int run(Cpu cpu, long rounds, long budget) {
        cpu.s[RCX] = rounds;
        cpu.grantBudget(budget);
        return Interpreter.run(cpu);
    }

    @Test
    void endsAlike() {
        Cpu interpreted = processor(2);
        Cpu compiled = compiling(2);
        assertEquals(Trap.BREAKPOINT, run(interpreted, 500, 1 << 20));
        assertEquals(Trap.BREAKPOINT, run(compiled, 500, 1 << 20));
        assertArrayEquals(registers(interpreted), registers(compiled));
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
        assertTrue(compiled.code.lookup(CODE).isCompiled());
    }

    @Test
    void faultsAlike() {
        Cpu interpreted = processor(1);
        Cpu compiled = compiling(1);
        assertEquals(Trap.PAGE, run(interpreted, 5000, 1 << 20));
        assertEquals(Trap.PAGE, run(compiled, 5000, 1 << 20));
        assertEquals(DATA + 4096, compiled.faultAddress);
        assertEquals(interpreted.faultAddress, compiled.faultAddress);
        assertEquals(interpreted.faultAccess, compiled.faultAccess);
        assertArrayEquals(registers(interpreted), registers(compiled));
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
    }

    @Test
    void spendsItsBudgetExactly() {
        for (long budget : new long[] {1, 2, 7, 99, 1003}) {
            Cpu interpreted = processor(8);
            Cpu compiled = compiling(8);
            assertEquals(Trap.BUDGET, run(interpreted, 3000, budget));
            assertEquals(Trap.BUDGET, run(compiled, 3000, budget));
            assertEquals(0, compiled.budget);
            assertArrayEquals(registers(interpreted), registers(compiled));
        }
    }
}
