package dev.murre.machine.ir;

/// A helper operation as a function of values, for engines that keep slots elsewhere: the public
/// static method
/// `long name(Cpu cpu, long x, long y, int imm)` of `owner`. It reads no slot of a vector or
/// general register and writes none
/// but MXCSR and scratch; it throws {@link dev.murre.machine.cpu.Refusal} where the interpreter has
/// to execute the instruction.
public record ValueForm(Class<?> owner, String name, Shape shape) {
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
