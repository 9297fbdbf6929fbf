package dev.murre.machine.interp;

import dev.murre.machine.cpu.CompiledCode;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Slots;
import org.jspecify.annotations.Nullable;

/// Going from one compiled region straight to the next.
public final class Chain {
    private Chain() {}

    /// Runs `first`, which may run now, and the regions that follow, until what comes next is not
    /// compiled.
    static int run(Cpu cpu, CompiledCode first) {
        cpu.fromSlots();
        cpu.showWindow();
        cpu.epoch = cpu.code.epoch;
        cpu.callDepth = 0;
        int outcome = first.run(cpu);
        while (outcome <= CompiledCode.NEXT) {
            cpu.callDepth = 0;
            CompiledCode next = after(cpu, outcome);
            if (next == null) {
                outcome = CompiledCode.NEXT;
                break;
            }
            outcome = next.run(cpu);
        }
        cpu.callDepth = 0;
        cpu.toSlots();
        return outcome;
    }

    /// The code that goes on after `outcome`, which is one of NEXT, RETURN and SUCCESSOR; null,
    /// with PC
    /// set, if none may run now.
    private static @Nullable CompiledCode after(Cpu cpu, int outcome) {
        if (outcome == CompiledCode.SUCCESSOR) {
            return cpu.takeSuccessor();
        }
        if (outcome == CompiledCode.RETURN) {
            setPc(cpu);
        }
        return next(cpu);
    }

    /// After {@link CompiledCode#RETURN}: it has gone to where nobody waits for it.
    public static void setPc(Cpu cpu) {
        cpu.s[Slots.PC] = cpu.returnPc;
        cpu.lastExit = CompiledCode.NO_LINK;
    }

    /// The code that goes on where a region has been left for another one, if it may run now.
    public static @Nullable CompiledCode next(Cpu cpu) {
        if (cpu.lastExit >= CompiledCode.STOPPED) {
            return null;
        }
        Block block = cpu.code.lookup(cpu.s[Slots.PC]);
        if (block == null) {
            return null;
        }
        Block from = cpu.lastBlock;
        if (cpu.lastExit < 2 && from != null) {
            from.link(cpu.lastExit, block);
        }
        CompiledCode code = block.enter(cpu);
        return code == null || !code.mayRun(cpu) || cpu.isInterrupted() ? null : code;
    }
}
