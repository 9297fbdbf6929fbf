package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Perm;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// A loop with an instruction that crosses into a page which is no page of code at first.
class PageCrossingTest extends SmallProgram {
    private static final int START = 0xff9;

    /// From {@link #START} on: `again: dec ecx; jz end; mov eax, 5; jmp again; end: int3`
    private static final int[] LOOP = {
        0xff, 0xc9, 0x74, 0x07, 0xb8, 0x05, 0, 0, 0, 0xeb, 0xf5, 0xcc
    };

    PageCrossingTest() {
        super(program());
    }

    private static byte[] program() {
        byte[] bytes = new byte[START + LOOP.length];
        for (int i = 0; i < LOOP.length; i++) {
            bytes[START + i] = (byte) LOOP[i];
        }
        return bytes;
    }

    private static void asksForThePageOnce(Cpu cpu) {
        long second = (CODE >>> 12) + 1;
        cpu.memory.setPerm(second, Perm.PRESENT | Perm.READ | Perm.EXEC);
        cpu.s[Slots.PC] = CODE + START;
        cpu.s[RCX] = 10_000;
        cpu.grantBudget(1 << 20);
        assertEquals(Trap.CODE_PAGE, Interpreter.run(cpu));
        cpu.code.add(new CodePage(second));
        assertEquals(Trap.BREAKPOINT, Interpreter.run(cpu), () -> Arrays.toString(cpu.s));
        assertEquals(5, cpu.s[0]);
    }

    @Test
    void asksForThePageOnce() {
        asksForThePageOnce(interpreting(0));
        asksForThePageOnce(compiling(0));
        asksForThePageOnce(compilingHot(0));
    }
}
