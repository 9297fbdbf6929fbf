package dev.murre.conformance.isa;

/// One row of the instruction tables; `integer.tbl` explains the columns.
record Form(
        String family,
        String name,
        byte[] opcode,
        int mandatoryPrefix,
        Width width,
        Operand rm,
        Operand reg,
        int digit,
        Low low,
        Immediate immediate,
        Destination destination,
        int implicitWrites,
        int defines,
        int undefines,
        int reads,
        int x87Undefines,
        Count count,
        Modes modes,
        java.util.Set<String> options) {

    /// How the operand width is chosen.
    enum Width {
        NONE,
        BYTE,
        /// 16, 32 or 64 bits.
        ANY,
        /// 32 or 64 bits, by REX.W.
        WIDE,
        /// 16 or 64 bits; 16 or 32 in 32-bit code.
        STACK,
        /// A byte operand whose destination register is 32 or 64 bits wide.
        BYTE_TO_WIDE,
        /// 16 or 32 bits.
        LEGACY
    }

    /// What the opcode's low bits select, if anything.
    enum Low {
        NONE,
        REGISTER,
        STACK_SLOT,
        CONDITION
    }

    enum Immediate {
        NONE,
        BYTE,
        WORD,
        /// The operand width, at most 4 bytes.
        SHORT_FULL,
        FULL,
        /// `enter`: a small frame size, then level 0 or a level up to 3.
        ENTER_FLAT,
        ENTER_NESTED,
        OFFSET
    }

    enum Destination {
        NONE,
        RM,
        REG,
        BOTH,
        ACCUMULATOR
    }

    /// Where a shift gets its count.
    enum Count {
        NONE,
        ONE,
        IMMEDIATE,
        CL
    }

    enum Modes {
        BOTH,
        ONLY_LONG,
        ONLY_COMPATIBILITY
    }

    enum Kind {
        NONE,
        GENERAL,
        XMM,
        MMX,
        SEGMENT
    }

    enum Place {
        EITHER,
        REGISTER,
        MEMORY
    }

    enum Alignment {
        FREE,
        REQUIRED
    }

    /// An operand: `bytes` is its size in memory, 0 for the operand width.
    record Operand(Kind kind, Place place, int bytes, Alignment alignment) {
        static final Operand NONE = new Operand(Kind.NONE, Place.EITHER, 0, Alignment.FREE);
    }

    boolean has(String option) {
        return options.contains(option);
    }

    boolean hasModRm() {
        return rm.kind() != Kind.NONE;
    }

    boolean fits(IsaCase.Mode mode) {
        return switch (modes) {
            case BOTH -> true;
            case ONLY_LONG -> mode == IsaCase.Mode.LONG;
            case ONLY_COMPATIBILITY -> mode == IsaCase.Mode.COMPATIBILITY;
        };
    }
}
