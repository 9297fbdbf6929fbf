package dev.murre.machine.interp;

import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.cpu.DebugRegisters;
import dev.murre.machine.ir.Block;
import dev.murre.machine.ir.Slots;
import dev.murre.machine.ir.Trap;
import dev.murre.machine.memory.Perm;

/// One instruction at a time, for single steps and debug registers: Intel SDM vol. 3, 18.3.1.
final class Stepping {
    /// EFLAGS.RF: breakpoints at the next instruction are passed.
    private static final int RESUME_FLAG = 0x10000;

    private Stepping() {}

    /// Runs the instruction at PC: a trap, or NONE.
    static int instruction(Cpu cpu) {
        long[] s = cpu.s;
        long pc = s[Slots.PC];
        boolean step = cpu.singleStep();
        DebugRegisters debug = cpu.debug();
        if (debug != null && (s[Slots.FLAGS_REST] & RESUME_FLAG) == 0) {
            int met = debug.executed(pc);
            if (met != 0) {
                cpu.debugStatus = met;
                s[Slots.FLAGS_REST] |= RESUME_FLAG; // for the next attempt; Linux does it
                return Trap.DEBUG;
            }
        }
        boolean unkept = cpu.writesItsCode && cpu.memory.allows(pc, 1, Perm.EXEC);
        if (!unkept) {
            int trap = Translation.prepare(cpu, pc);
            if (trap != Trap.NONE) {
                return trap;
            }
        }
        cpu.writesItsCode = false;
        Block block = unkept ? Translation.unkept(cpu, pc) : Translation.single(cpu, pc);
        boolean looks = debug != null || cpu.narrowSegments();
        int touched = looks ? cpu.translator.touches(cpu, debug) : 0;
        if (touched < 0) {
            cpu.trapInfo = 0;
            return Trap.GENERAL_PROTECTION;
        }
        int outcome = Interpreter.execute(cpu, block);
        if (outcome >= 0) {
            if (outcome == Trap.SYSCALL || outcome == Trap.INTERRUPT || outcome == Trap.SYSENTER) {
                s[Slots.FLAGS_REST] &= ~RESUME_FLAG;
            }
            return outcome;
        }
        if (outcome != Trap.AGAIN) {
            s[Slots.FLAGS_REST] &= ~RESUME_FLAG;
        }
        int status = touched | (step ? Cpu.STEPPED : 0);
        if (status == 0) {
            return Trap.NONE;
        }
        cpu.debugStatus = status;
        return Trap.DEBUG;
    }
}
