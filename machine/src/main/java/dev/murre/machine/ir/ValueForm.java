package dev.murre.machine.ir;

import org.jspecify.annotations.Nullable;

/// A helper operation as a function of values, for engines that keep slots elsewhere: the public
/// static method
/// `long name(Cpu cpu, long x, long y, int imm)` of `owner`. It reads no slot of a vector or
/// general register and writes none
/// but MXCSR and scratch; it throws {@link dev.murre.machine.cpu.Refusal} where the interpreter has
/// to execute the instruction.
///
/// @param everyday what it is to everyday numbers, for engines that write that out
public record ValueForm(Class<?> owner, String name, Shape shape, @Nullable Everyday everyday) {
    public ValueForm(Class<?> owner, String name, Shape shape) {
        this(owner, name, shape, null);
    }

    /// The host's arithmetic on doubles. It is the function where the public static method
    /// `boolean isSettled(Cpu cpu)` of `owner` says so, and operands and result are normal numbers
    /// (those of products and quotients not in the lowest binade either). An outcome of
    /// `isSettled` lasts until a helper that is no function of values runs.
    public enum Everyday {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    /// What is applied to what.
    public enum Shape {
        /// `d` = f(`d`, `a`)
        SCALAR,
        /// the same for `d + 1` and `a + 1` as well
        PACKED,
        /// `d` = f(`a`, `b`)
        COMPARISON
    }
}
