package dev.murre.machine.ir;

import dev.murre.machine.cpu.Cpu;
import org.jspecify.annotations.Nullable;

/// The operations of an instruction set that have no IR of their own. Each has a number below 4096
/// and is one static method
/// `int name(Cpu cpu, int d, int a, int b, int imm)` (`imm` is 22 bits, signed), shared by all
/// engines; the interpreter
/// reaches it by {@link #call}, compiled code directly by {@link #owner} and {@link #name}. It
/// returns {@link Trap#NONE},
/// a trap (having changed nothing that the fault must leave), or {@link Trap#RESUME} or {@link
/// Trap#AGAIN}.
public interface Helpers {
    int call(int number, Cpu cpu, int d, int a, int b, int imm);

    Class<?> owner(int number);

    String name(int number);

    /// What the helper may touch, so that engines know which slots to write back before it and to
    /// reload after it.
    Effects effects(int number);

    /// The helper as a function of values, or null if it has no such form.
    @Nullable ValueForm valueForm(int number);

    enum Effects {
        /// Reads and writes vector and FPU slots, MXCSR and its d/a/b slots only; never traps.
        VECTOR,
        /// As VECTOR, but may trap.
        VECTOR_TRAP,
        /// Reads and writes any slot and guest memory, may trap; does not change where code runs.
        ANY
    }
}
