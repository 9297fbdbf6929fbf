package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Host;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Calls by way of a jump whose target is in memory, as programs call what libraries define.
class StubCallsTest extends SmallProgram {
    private static final int RSP = 4;
    private static final long AGAIN = CODE + 5;
    private static final long STUB = CODE + 0x1e;
    private static final long DOUBLE = CODE + 0x20;
    private static final long SQUARE = CODE + 0x25;

    /// `mov ecx, 4000; again: call stub; add rbx, rax; cmp ecx, 1000; jne same; mov [rsi], rdi;
    /// same: dec ecx; jnz again; int3; nop; stub: jmp [rsi]; double: lea rax, [rcx+rcx]; ret;
    /// square:
    /// mov rax, rcx; imul rax, rax; ret`
    StubCallsTest() {
        super(
                HexFormat.of()
                        .parseHex(
                                "b9a00f0000"
                                        + "e814000000"
                                        + "4801c3"
                                        + "81f9e8030000"
                                        + "7503"
                                        + "48893e"
                                        + "ffc9"
                                        + "75e9"
                                        + "cc90"
                                        + "ff26"
                                        + "488d0409"
                                        + "c3"
                                        + "4889c8"
                                        + "480fafc0"
                                        + "c3"));
    }

    @Override
    Cpu interpreting(int dataPages) {
        Cpu cpu = super.interpreting(dataPages);
        Host.put64(cpu.memory.base() + DATA, DOUBLE);
        cpu.s[RSI] = DATA;
        cpu.s[RDI] = SQUARE;
        cpu.s[RSP] = DATA + dataPages * 4096L;
        return cpu;
    }

    /// The budget ends the loop anywhere, also within the stub.
    @ParameterizedTest
    @ValueSource(longs = {997, 5003, 1 << 24})
    void followsTheJump(long budget) {
        Cpu interpreted = interpreting(1);
        Cpu compiled = compilingHot(1);
        int trap = Trap.BUDGET;
        while (trap == Trap.BUDGET) {
            interpreted.grantBudget(budget);
            compiled.grantBudget(budget);
            trap = Interpreter.run(interpreted);
            assertEquals(trap, Interpreter.run(compiled));
            assertArrayEquals(registers(interpreted), registers(compiled));
        }
        assertEquals(Trap.BREAKPOINT, trap);
        assertEquals(expected(), compiled.s[RBX]);
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
    }

    private static long expected() {
        long sum = 0;
        for (long i = 4000; i > 0; i--) {
            sum += i >= 1000 ? i + i : i * i;
        }
        return sum;
    }

    /// The jump's target cannot be read: the call is done, the jump is not.
    @Test
    void faultsInTheStub() {
        Cpu interpreted = interpreting(2);
        Cpu compiled = compilingHot(2);
        for (Cpu cpu : new Cpu[] {interpreted, compiled}) {
            cpu.grantBudget(1 << 24);
            Interpreter.run(cpu);
            cpu.memory.setPerm(DATA >>> 12, 0);
            cpu.s[Slots.PC] = AGAIN;
            cpu.s[RCX] = 9;
            cpu.grantBudget(1 << 24);
            assertEquals(Trap.PAGE, Interpreter.run(cpu));
            assertEquals(STUB, cpu.s[Slots.PC]);
            assertEquals(DATA, cpu.faultAddress);
        }
        assertArrayEquals(registers(interpreted), registers(compiled));
        assertEquals(interpreted.instructionsRun(), compiled.instructionsRun());
    }
}
