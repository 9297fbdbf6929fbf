package dev.murre.machine.x86.lower;

import static dev.murre.machine.x86.X86Registers.RAX;
import static dev.murre.machine.x86.X86Registers.RBX;
import static dev.murre.machine.x86.X86Registers.RCX;
import static dev.murre.machine.x86.X86Registers.RDI;
import static dev.murre.machine.x86.X86Registers.RDX;
import static dev.murre.machine.x86.X86Registers.RSI;
import static dev.murre.machine.x86.X86Registers.RSP;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.interp.Interpreter;
import dev.murre.machine.ir.CC;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.X86Mode;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What must hold exactly where instructions fault, repeat or are stepped. What they compute is
/// compared with a real processor in the conformance module.
class X86LoweringTest {
    private static final long CODE = 0x1000;
    private static final long DATA = 0x4000;
    private static final long DATA_END = 0x6000;

    private final HostMemory host = new HostMemory();
    private final GuestMemory memory = host.window(HostMemory.SMALL_WINDOW);
    private final Cpu cpu =
            new Cpu(
                    memory,
                    new CodeSpace(),
                    new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                    X86Helpers.INSTANCE);

    @AfterEach
    void close() {
        host.close();
    }

    private int run(String hex) {
        byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
        Host.copyIn(code, 0, memory.base() + CODE, code.length);
        memory.setPerm(CODE >>> 12, Perm.PRESENT | Perm.READ | Perm.EXEC);
        memory.setPerm(DATA >>> 12, Perm.PRESENT | Perm.READ | Perm.WRITE);
        memory.setPerm((DATA >>> 12) + 1, Perm.PRESENT | Perm.READ | Perm.WRITE);
        cpu.code.add(new CodePage(CODE >>> 12));
        cpu.s[Slots.PC] = CODE;
        cpu.s[Slots.FLAGS_REST] |= 0x202;
        cpu.grantBudget(1_000_000);
        return Interpreter.run(cpu);
    }

    private int flags() {
        return CC.flags((int) cpu.s[Slots.CC_KIND], cpu.s[Slots.CC_A], cpu.s[Slots.CC_B]);
    }

    @Test
    void divideErrorChangesNothing() {
        cpu.s[RAX] = 7;
        cpu.s[RDX] = 1;
        cpu.s[RBX] = 1;
        assertEquals(Trap.DIVIDE, run("48 f7 f3"), "div rbx: the quotient has 65 bits");
        assertEquals(7, cpu.s[RAX]);
        assertEquals(1, cpu.s[RDX]);
        assertEquals(CODE, cpu.s[Slots.PC]);
    }

    @Test
    void pushToUnmappedMemoryLeavesTheStackPointer() {
        cpu.s[RSP] = DATA;
        assertEquals(Trap.PAGE, run("90 50"), "nop; push rax");
        assertEquals(DATA, cpu.s[RSP]);
        assertEquals(DATA - 8, cpu.faultAddress);
        assertEquals(Perm.WRITE, cpu.faultAccess);
        assertEquals(CODE + 1, cpu.s[Slots.PC]);
    }

    @Test
    void refusedReadModifyWriteKeepsFlags() {
        cpu.s[RAX] = 1;
        assertEquals(Trap.PAGE, run("48 85 c0 48 83 28 01"), "test rax,rax; sub qword [rax],1");
        assertEquals(0, flags());
        assertEquals(Perm.WRITE, cpu.faultAccess);
    }

    @Test
    void repeatedMoveStopsWhereItFaults() {
        cpu.s[RSI] = DATA;
        cpu.s[RDI] = DATA_END - 24;
        cpu.s[RCX] = 10;
        Host.put64(memory.base() + DATA + 16, 0x1234);
        assertEquals(Trap.PAGE, run("f3 48 a5"), "rep movsq");
        assertEquals(7, cpu.s[RCX]);
        assertEquals(DATA_END, cpu.s[RDI]);
        assertEquals(DATA + 24, cpu.s[RSI]);
        assertEquals(DATA_END, cpu.faultAddress);
        assertEquals(0x1234, Host.get64(memory.base() + DATA_END - 8));
    }

    @Test
    void singleStepStopsAfterEachRepetition() {
        cpu.setSingleStep(true);
        cpu.s[RDI] = DATA;
        cpu.s[RCX] = 2;
        assertEquals(Trap.DEBUG, run("f3 aa"), "rep stosb");
        assertEquals(1, cpu.s[RCX]);
        assertEquals(CODE, cpu.s[Slots.PC]);
        assertEquals(Trap.DEBUG, Interpreter.run(cpu));
        assertEquals(CODE + 2, cpu.s[Slots.PC]);
    }

    @Test
    void poppedTrapFlagStepsTheInstructionAfter() {
        cpu.s[RSP] = DATA;
        Host.put64(memory.base() + DATA, 0x302);
        assertEquals(Trap.DEBUG, run("9d 90 90"), "popf; nop; nop");
        assertEquals(CODE + 2, cpu.s[Slots.PC]);
    }

    @Test
    void instructionAcrossTwoPagesAsksForTheSecond() {
        memory.setPerm(2, Perm.PRESENT | Perm.READ | Perm.EXEC);
        byte[] jump = HexFormat.of().parseHex("e9fb0f0000");
        Host.copyIn(jump, 0, memory.base() + CODE, jump.length);
        Host.copyIn(new byte[] {(byte) 0xb8, 1}, 0, memory.base() + 0x1ffe, 2);
        cpu.s[Slots.PC] = 0x1ffe;
        memory.setPerm(CODE >>> 12, Perm.PRESENT | Perm.READ | Perm.EXEC);
        cpu.code.add(new CodePage(1));
        cpu.grantBudget(100);
        assertEquals(Trap.CODE_PAGE, Interpreter.run(cpu));
        assertEquals(0x2000, cpu.faultAddress);
        assertEquals(0x1ffe, cpu.s[Slots.PC]);
    }
}
