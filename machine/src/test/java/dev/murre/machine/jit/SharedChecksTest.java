package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Perm;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// One permission check serves accesses of several blocks, some of which do not run each time.
class SharedChecksTest extends SmallProgram {
    private static final long AGAIN = CODE + 5;
    private static final long STORE = CODE + 0xd;

    /// `mov ecx, 4000; again: mov rax, [rsi]; test cl, 1; jz even; mov [rsi+8], rcx; even: add rbx,
    /// [rsi+16]; dec ecx; jnz again; int3`
    SharedChecksTest() {
        super(
                HexFormat.of()
                        .parseHex(
                                "b9a00f0000"
                                        + "488b06"
                                        + "f6c101"
                                        + "7404"
                                        + "48894e08"
                                        + "48035e10"
                                        + "ffc9"
                                        + "75ec"
                                        + "cc"));
    }

    /// Two processors, one of which has compiled the loop.
    private Cpu[] afterTheLoop(long address) {
        Cpu[] both = {interpreting(1), compilingHot(1)};
        for (Cpu cpu : both) {
            cpu.s[RSI] = address;
            cpu.grantBudget(1 << 24);
            assertEquals(Trap.BREAKPOINT, Interpreter.run(cpu));
            cpu.s[Slots.PC] = AGAIN;
            cpu.s[RCX] = 4;
        }
        return both;
    }

    private static void assertAlike(Cpu[] both, int trap) {
        for (Cpu cpu : both) {
            cpu.grantBudget(1 << 24);
            assertEquals(trap, Interpreter.run(cpu));
        }
        assertArrayEquals(registers(both[0]), registers(both[1]));
        assertEquals(both[0].instructionsRun(), both[1].instructionsRun());
    }

    /// The page may not be written any more: the block that writes faults, not the one before.
    @Test
    void faultsWhereItWrites() {
        Cpu[] both = afterTheLoop(DATA);
        for (Cpu cpu : both) {
            cpu.memory.setPerm(DATA >>> 12, Perm.PRESENT | Perm.READ);
        }
        assertAlike(both, Trap.PAGE);
        for (Cpu cpu : both) {
            assertEquals(STORE, cpu.s[Slots.PC]);
            assertEquals(3, cpu.s[RCX]);
            assertEquals(DATA + 8, cpu.faultAddress);
        }
    }

    /// The data reach into a page that is not there, or begin in one.
    @ParameterizedTest
    @ValueSource(longs = {4096 - 8, 4096 - 12, 4096 - 16, 4096 - 20, -4, -8})
    void faultsAtThePagesEnd(long offset) {
        Cpu[] both = afterTheLoop(DATA + 64);
        for (Cpu cpu : both) {
            cpu.s[RSI] = DATA + offset;
        }
        assertAlike(both, Trap.PAGE);
        assertEquals(both[0].faultAddress, both[1].faultAddress);
    }
}
