package dev.murre.machine.jit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.Trap;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrapOnlyTest extends SmallProgram {
    private static final byte[] BREAKPOINT = {(byte) 0xcc};

    TrapOnlyTest() {
        super(BREAKPOINT);
    }

    @Test
    void aRegionThatUsesNoRegisterCompiles() {
        Cpu cpu = compiling(0);
        cpu.grantBudget(1);
        assertEquals(Trap.BREAKPOINT, Interpreter.run(cpu));
        assertTrue(Objects.requireNonNull(cpu.code.lookup(CODE)).isCompiled());
    }
}
