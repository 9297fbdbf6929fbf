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

    /// The host's operations on doubles. Whether they are the function is for
    /// [dev.murre.machine.cpu.Cpu#arithmetic] to say:
    ///
    /// - [#SETTLED]: if no operand is subnormal, and the result is a normal number (of products
    ///   and quotients not in the lowest binade either) or the zero of zeros;
    /// - [#PLAIN]: if the result is exact as well;
    /// - [#UNUSUAL]: not at all.
    ///
    /// The public static method `void settle(Cpu cpu)` of `owner` finds it out, after a helper that
    /// is no function of values and whenever nothing is taken for granted any more. The function
    /// itself makes it UNUSUAL if it meets or makes a subnormal number.
    public enum Everyday {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE,
        /// Flags in their EFLAGS positions; of operands that are no NaNs either, in any state.
        COMPARE
    }

    public static final int SETTLED = 1;
    public static final int PLAIN = 0;
    public static final int UNUSUAL = -1;

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
