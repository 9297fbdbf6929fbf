package dev.murre.machine.ir;

/// Functions of {@link Op#AMO}. The immediate is the ordinal times 4 plus log2 of the width in
/// bytes. Old values are
/// zero-extended.
public enum Amo {
    SWAP,
    ADD,
    /// old − operand
    SUB,
    AND,
    OR,
    XOR;

    private static final Amo[] VALUES = values();

    public int immediate(int log2Width) {
        return ordinal() << 2 | log2Width;
    }

    public static Amo of(int immediate) {
        return VALUES[immediate >> 2];
    }

    /// What replaces `old`.
    public long apply(long old, long operand) {
        return switch (this) {
            case SWAP -> operand;
            case ADD -> old + operand;
            case SUB -> old - operand;
            case AND -> old & operand;
            case OR -> old | operand;
            case XOR -> old ^ operand;
        };
    }
}
