package dev.murre.conformance.isa;

/// A memory operand.
///
/// @param kind which addressing form
/// @param segmentPrefix the override byte, 0 for none
/// @param base register, -1 for none
/// @param index register, -1 for none
/// @param scale log2 of the factor
/// @param displacement added; for [Kind#RIP] the whole target
/// @param size which registers' width is used
record Address(
        Kind kind,
        int segmentPrefix,
        int base,
        int index,
        int scale,
        int displacement,
        Size size,
        long target) {

    enum Kind {
        REGISTERS,
        RIP
    }

    enum Size {
        NATIVE,
        /// With an address-size prefix.
        OTHER
    }

    boolean needsSib(IsaCase.Mode mode) {
        return index >= 0
                || base >= 0 && (base & 7) == CpuState.RSP
                || base < 0 && mode == IsaCase.Mode.LONG;
    }
}
