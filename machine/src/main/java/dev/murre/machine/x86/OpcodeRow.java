package dev.murre.machine.x86;

/// One row of the opcode map: an operation and how its operands are encoded.
final class OpcodeRow {
    /// Flags of a row; `opcodes.txt` explains them.
    static final int LOCK = 1;

    static final int PRIVILEGED = 2;
    static final int BYTE = 4;
    static final int STACK = 8;
    static final int ONLY_32 = 16;
    static final int ONLY_64 = 32;

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

    OpcodeRow(X86Op op, OperandSpec[] operands, int flags) {
        this.op = op;
        this.operands = operands;
        this.lockable = (flags & LOCK) != 0;
        this.privileged = (flags & PRIVILEGED) != 0;
        this.byteSized = (flags & BYTE) != 0;
        this.stackSized = (flags & STACK) != 0;
        boolean modRm = false;
        boolean noMod = false;
        for (OperandSpec spec : operands) {
            modRm |= spec.place().usesModRm();
            noMod |= spec.place() == OperandSpec.Place.RM_REGISTER;
        }
        this.usesModRm = modRm;
        this.ignoresMod = noMod;
    }

    static int flag(String name) {
        return switch (name) {
            case "lock" -> LOCK;
            case "priv" -> PRIVILEGED;
            case "b" -> BYTE;
            case "d64", "f64" -> STACK;
            case "i64" -> ONLY_32;
            case "o64" -> ONLY_64;
            default -> throw new AssertionError("opcode map: unknown flag " + name);
        };
    }
}
