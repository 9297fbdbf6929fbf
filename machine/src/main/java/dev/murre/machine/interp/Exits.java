package dev.murre.machine.interp;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;

/// Leaving a block in its middle: PC and the instruction count are made exact. In all of these
/// `next` is the index after the
/// operation that stopped, as the interpreter has it.
public final class Exits {
    private Exits() {}

    /// Stops at the start of the operation's instruction, which has not happened.
    public static int atInstruction(Cpu cpu, Block block, int next, int trap) {
        int number = block.instructionAt(next - 1);
        cpu.s[Slots.PC] = block.pcOf(number);
        cpu.budget += block.instructions - number;
        return trap;
    }

    /// Stops after the operation's instruction, which has happened.
    public static int afterInstruction(Cpu cpu, Block block, int next, int trap) {
        int number = block.instructionAt(next - 1) + 1;
        cpu.s[Slots.PC] = block.pcOf(number);
        cpu.budget += block.instructions - number;
        return trap;
    }

    public static int pageFault(
            Cpu cpu, Block block, int next, long address, int size, int access) {
        notePageFault(cpu, address, size, access);
        return atInstruction(cpu, block, next, Trap.PAGE);
    }

    /// Sets the details of a page fault.
    static void notePageFault(Cpu cpu, long address, int size, int access) {
        cpu.faultAddress = cpu.memory.faultAddress(address, size, access);
        cpu.faultAccess = access;
    }

    /// What a helper's `outcome` (not NONE) means for PC.
    public static int afterHelper(Cpu cpu, Block block, int next, int outcome) {
        if (outcome == Trap.RESUME) {
            return afterInstruction(cpu, block, next, outcome);
        }
        atInstruction(cpu, block, next, outcome);
        if (outcome == Trap.AGAIN) {
            cpu.budget--;
        }
        return outcome;
    }
}
