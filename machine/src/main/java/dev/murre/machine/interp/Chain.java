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
        int outcome = first.run(cpu);
        while (true) {
            if (outcome == CompiledCode.SUCCESSOR) {
                outcome = cpu.takeSuccessor().run(cpu);
            } else if (outcome == CompiledCode.NEXT) {
                CompiledCode next = next(cpu);
                if (next == null) {
                    break;
                }
                outcome = next.run(cpu);
            } else {
                break;
            }
        }
        cpu.toSlots();
        return outcome;
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
