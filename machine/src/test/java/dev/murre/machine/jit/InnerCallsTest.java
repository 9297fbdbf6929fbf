package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls that became jumps within a region: recursion, computed calls, returns to elsewhere.
class InnerCallsTest extends SmallProgram {
    private static final int RSP = 4;
    private static final long FIB = CODE + 0x1e;

    /// `start: call fib; mov rbx, rax; mov ecx, 2000; again: mov rax, rcx; and eax, 1; call
    /// [rsi+rax*8]; add rbx, rax; dec ecx; jnz again; int3; fib: cmp rdi, 2; jb small; push rdi;
    /// dec rdi; call fib; pop rdi; push rax; sub rdi, 2; call fib; pop rdx; add rax, rdx; ret;
    /// small: mov rax, rdi; ret; double: lea rax, [rcx+rcx]; ret; square: mov rax, rcx; imul rax,
    /// rax; ret`
    private static final byte[] PROGRAM =
            HexFormat.of()
                    .parseHex(
                            "e819000000"
                                    + "4889c3"
                                    + "b9d0070000"
                                    + "4889c8"
                                    + "83e001"
                                    + "ff14c6"
                                    + "4801c3"
                                    + "ffc9"
                                    + "75f0"
                                    + "cc"
                                    + "4883ff02"
                                    + "7219"
                                    + "57"
                                    + "48ffcf"
                                    + "e8f1ffffff"
                                    + "5f"
                                    + "50"
                                    + "4883ef02"
                                    + "e8e6ffffff"
                                    + "5a"
                                    + "4801d0"
                                    + "c3"
                                    + "4889f8"
                                    + "c3"
                                    + "488d0409"
                                    + "c3"
                                    + "4889c8"
                                    + "480fafc0"
                                    + "c3");

    private static final long DOUBLE = CODE + 0x41;
    private static final long SQUARE = CODE + 0x46;

    InnerCallsTest() {
        super(PROGRAM);
    }

    @Override
    Cpu interpreting(int dataPages) {
        Cpu cpu = super.interpreting(dataPages);
        Host.put64(cpu.memory.base() + DATA, DOUBLE);
        Host.put64(cpu.memory.base() + DATA + 8, SQUARE);
        cpu.s[RSI] = DATA;
        cpu.s[RSP] = DATA + dataPages * 4096L;
        cpu.s[RDI] = 19;
        return cpu;
    }

    @Test
    void callsAlike() {
        Cpu interpreted = interpreting(2);
        Cpu compiled = compilingHot(2);
        interpreted.grantBudget(1 << 24);
        compiled.grantBudget(1 << 24);
        assertEquals(Trap.BREAKPOINT, Interpreter.run(interpreted));
        assertEquals(Trap.BREAKPOINT, Interpreter.run(compiled));
        assertTrue(compiled.code.lookup(FIB).isCompiled());
        assertEquals(expected(), compiled.s[RBX]);
        assertArrayEquals(registers(interpreted), registers(compiled));
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
    }

    private static long expected() {
        long sum = 4181;
        for (long i = 2000; i > 0; i--) {
            sum += i % 2 == 0 ? i + i : i * i;
        }
        return sum;
    }

    /// The budget ends the region anywhere, also deep in the recursion.
    @ParameterizedTest
    @ValueSource(longs = {997, 5003, 40_009})
    void goesOnAfterEachBudget(long budget) {
        Cpu interpreted = interpreting(2);
        Cpu compiled = compilingHot(2);
        int trap = Trap.BUDGET;
        while (trap == Trap.BUDGET) {
            interpreted.grantBudget(budget);
            compiled.grantBudget(budget);
            trap = Interpreter.run(interpreted);
            assertEquals(trap, Interpreter.run(compiled));
            assertArrayEquals(registers(interpreted), registers(compiled));
        }
        assertEquals(Trap.BREAKPOINT, trap);
    }

    /// A stack that ends in the middle of the recursion.
    @Test
    void faultsAlike() {
        Cpu interpreted = interpreting(2);
        Cpu compiled = compilingHot(2);
        for (Cpu cpu : new Cpu[] {interpreted, compiled}) {
            cpu.grantBudget(1 << 24);
            Interpreter.run(cpu);
            cpu.s[Slots.PC] = CODE;
            cpu.s[RDI] = 10_000;
            cpu.grantBudget(1 << 24);
            assertEquals(Trap.PAGE, Interpreter.run(cpu));
        }
        assertEquals(interpreted.faultAddress, compiled.faultAddress);
        assertArrayEquals(registers(interpreted), registers(compiled));
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
    }
}
