package dev.murre.machine.jit;

import dev.murre.machine.cpu.CodePage;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.HostMemory;
import dev.murre.machine.memory.Perm;
import dev.murre.machine.x86.X86Mode;
import dev.murre.machine.x86.lower.SegmentSelectors;
import dev.murre.machine.x86.lower.X86Helpers;
import dev.murre.machine.x86.lower.X86Translator;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;

/// Processors that run the same bit of code, interpreted or compiled.
abstract class SmallProgram {
    static final long CODE = 0x1000;
    static final long DATA = 0x10000;
    static final int RBX = 3;
    static final int RCX = 1;
    static final int RSI = 6;
    static final int RDI = 7;

    private final byte[] program;
    private final HostMemory host = new HostMemory();

    SmallProgram(byte[] program) {
        this.program = program;
    }

    @AfterEach
    void close() {
        host.close();
    }

    /// One that interprets the program, with so many pages at {@link #DATA}.
    Cpu interpreting(int dataPages) {
        GuestMemory memory = host.window(HostMemory.SMALL_WINDOW);
        memory.setPerm(CODE >>> 12, Perm.PRESENT | Perm.READ | Perm.EXEC);
        for (int page = 0; page < dataPages; page++) {
            memory.setPerm((DATA >>> 12) + page, Perm.PRESENT | Perm.READ | Perm.WRITE);
        }
        Host.copyIn(program, 0, memory.base() + CODE, program.length);
        CodeSpace code = new CodeSpace();
        code.add(new CodePage(CODE >>> 12));
        Cpu cpu =
                new Cpu(
                        memory,
                        code,
                        new X86Translator(X86Mode.BITS64, SegmentSelectors.LINUX_64),
                        X86Helpers.INSTANCE);
        cpu.s[Slots.PC] = CODE;
        cpu.s[Slots.FLAGS_REST] = 0x202;
        return cpu;
    }

    /// One that compiles what has become hot, before it goes on.
    Cpu compilingHot(int dataPages) {
        Cpu cpu = interpreting(dataPages);
        cpu.hotCode = new CompileQueue(X86Helpers.INSTANCE, -1, CompileQueue.Timing.AT_ONCE);
        return cpu;
    }

    /// One that interprets nothing that compiles.
    Cpu compiling(int dataPages) {
        Cpu cpu = compilingHot(dataPages);
        cpu.compileAtOnce = true;
        return cpu;
    }

    static long[] registers(Cpu cpu) {
        return Arrays.copyOf(cpu.s, Slots.PC + 1);
    }
}
