package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.machine.cpu.CodeSpace;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.memory.GuestMemory;

/// What executes guest code: the interpreter, or it together with the compiler.
public interface GuestEngine {
    /// A processor that will run programs of some ABI.
    Cpu newCpu(GuestMemory memory, CodeSpace code, Abi abi);

    /// Makes a processor run code of another ABI from now on.
    void setMode(Cpu cpu, Abi abi);

    /// Runs guest code until something traps.
    ///
    /// @return a number of [dev.murre.machine.ir.Trap]
    int run(Cpu cpu);
}
