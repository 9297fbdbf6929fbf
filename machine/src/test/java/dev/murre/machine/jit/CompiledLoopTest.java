package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// A loop over memory, compiled and interpreted: same registers, same instruction count, same
/// faults.
class CompiledLoopTest extends SmallProgram {
    /// `loop: add rax, [rdi]; mov [rdi+8], rax; add rdi, 8; dec rcx; jnz loop; int3`
    private static final byte[] PROGRAM =
            HexFormat.of().parseHex("480307" + "48894708" + "4883c708" + "48ffc9" + "75f0" + "cc");

    CompiledLoopTest() {
        super(PROGRAM);
    }

    @Override
    Cpu interpreting(int dataPages) {
        Cpu cpu = super.interpreting(dataPages);
        Host.put64(cpu.memory.base() + DATA, 3);
        cpu.s[RDI] = DATA;
        return cpu;
    }

    private static int run(Cpu cpu, long rounds, long budget) {
        cpu.s[RCX] = rounds;
        cpu.grantBudget(budget);
        return Interpreter.run(cpu);
    }

    @Test
    void endsAlike() {
        Cpu interpreted = interpreting(2);
        Cpu compiled = compiling(2);
        assertEquals(Trap.BREAKPOINT, run(interpreted, 500, 1 << 20));
        assertEquals(Trap.BREAKPOINT, run(compiled, 500, 1 << 20));
        assertArrayEquals(registers(interpreted), registers(compiled));
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
        assertTrue(compiled.code.lookup(CODE).isCompiled());
    }

    @Test
    void faultsAlike() {
        Cpu interpreted = interpreting(1);
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
            Cpu interpreted = interpreting(8);
            Cpu compiled = compiling(8);
            assertEquals(Trap.BUDGET, run(interpreted, 3000, budget));
            assertEquals(Trap.BUDGET, run(compiled, 3000, budget));
            assertEquals(0, compiled.budget);
            assertArrayEquals(registers(interpreted), registers(compiled));
        }
    }
}
