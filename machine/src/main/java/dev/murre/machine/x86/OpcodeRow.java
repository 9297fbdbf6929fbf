package dev.murre.machine.x86;

import java.util.List;
import java.util.Set;

/// One row of the opcode map: an operation and how its operands are encoded.
final class OpcodeRow {
    final X86Op op;
    final OperandSpec[] operands;
    final boolean lockable;
    final boolean privileged;
    /// Operand size is one byte.
    final boolean byteSized;
    /// Operand size is 8 by default in 64-bit mode.
    final boolean stackSized;
    /// Some operand is read from the ModRM byte.
    final boolean usesModRm;
    /// The mod field is ignored: moves to and from control and debug registers.
    final boolean ignoresMod;

    OpcodeRow(X86Op op, List<OperandSpec> operands, Set<String> flags) {
        this.op = op;
        this.operands = operands.toArray(OperandSpec[]::new);
        this.lockable = flags.contains("lock");
        this.privileged = flags.contains("priv");
        this.byteSized = flags.contains("b");
        this.stackSized = flags.contains("d64") || flags.contains("f64");
        this.usesModRm = operands.stream().anyMatch(spec -> spec.place().usesModRm());
        this.ignoresMod =
                operands.stream().anyMatch(s -> s.place() == OperandSpec.Place.RM_REGISTER);
    }
}
