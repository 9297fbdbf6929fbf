package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Java calls out of a region whose callee is left before it returns: for code too cold to have
/// been
/// compiled with it, which calls on, and for other regions, as the functions are too large for one.
class StrayingCallsTest extends SmallProgram {
    private static final int RSP = 4;
    private static final int ADDITIONS = 50;

    StrayingCallsTest() {
        super(program());
    }

    /// `mov ecx, 20000; again: call f; add rbx, rax; dec ecx; jnz again; int3; f: push rcx;`
    /// additions; `test cl, 127; jz rarely; lea rax, [rcx+1]; back: pop rcx; ret; rarely: call g;
    /// jmp
    /// back; g: push rbx;` additions; `mov rax, rcx; imul rax, rax; pop rbx; ret`
    private static byte[] program() {
        ByteBuffer code = ByteBuffer.allocate(1024).order(ByteOrder.LITTLE_ENDIAN);
        code.put(hex("b9204e0000" + "e808000000" + "4801c3" + "ffc9" + "75f4" + "cc" + "51"));
        additions(code, 0);
        code.put(hex("f6c17f" + "7406" + "488d4101" + "59" + "c3" + "e802000000" + "ebf7" + "53"));
        additions(code, 8 * ADDITIONS);
        code.put(hex("4889c8" + "480fafc0" + "5b" + "c3"));
        byte[] bytes = new byte[code.position()];
        code.flip().get(bytes);
        return bytes;
    }

    /// `add [rsi+displacement], rcx`, one after the other.
    private static void additions(ByteBuffer code, int first) {
        for (int i = 0; i < ADDITIONS; i++) {
            code.put(hex("48018e")).putInt(first + 8 * i);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    @Override
    Cpu interpreting(int dataPages) {
        Cpu cpu = super.interpreting(dataPages);
        cpu.s[RSI] = DATA;
        cpu.s[RSP] = DATA + dataPages * 4096L;
        return cpu;
    }

    @Test
    void straysAndComesBack() {
        Cpu interpreted = interpreting(2);
        Cpu hot = compilingHot(2);
        interpreted.grantBudget(Long.MAX_VALUE / 2);
        hot.grantBudget(Long.MAX_VALUE / 2);
        assertEquals(Trap.BREAKPOINT, Interpreter.run(interpreted));
        assertEquals(Trap.BREAKPOINT, Interpreter.run(hot));
        assertArrayEquals(registers(interpreted), registers(hot));
        assertEquals(interpreted.instructionsRun(), hot.instructionsRun());
        assertEquals(0, hot.callDepth);
    }

    /// However the budget is cut, it ends at the same instruction.
    @ParameterizedTest
    @ValueSource(ints = {1009, 20_011, 300_007})
    void stopsAlike(int budget) {
        Cpu interpreted = interpreting(2);
        Cpu hot = compilingHot(2);
        int trap = Trap.BUDGET;
        while (trap == Trap.BUDGET) {
            interpreted.grantBudget(budget);
            hot.grantBudget(budget);
            trap = Interpreter.run(interpreted);
            assertEquals(trap, Interpreter.run(hot));
            assertArrayEquals(registers(interpreted), registers(hot));
            assertEquals(interpreted.budget, hot.budget);
        }
        assertEquals(Trap.BREAKPOINT, trap);
        assertEquals(interpreted.s[Slots.PC], hot.s[Slots.PC]);
    }
}
