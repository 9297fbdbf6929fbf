package dev.murre.machine.x86;

/// What an operand of an [X86Insn] is.
public enum OperandKind {
    NONE,
    /// A general register, its low bytes.
    REGISTER,
    /// AH, CH, DH or BH: bits 8 to 15 of general register 0 to 3.
    HIGH_BYTE,
    XMM,
    MMX,
    /// An x87 stack register, relative to the top.
    X87,
    SEGMENT,
    CONTROL,
    DEBUG,
    /// The one memory operand; its address is in the instruction's memory fields.
    MEMORY,
    /// [X86Insn#immediate]; of two immediates the second is [X86Insn#immediate2].
    IMMEDIATE,
    /// A branch target: [X86Insn#immediate] bytes after the end of the instruction.
    RELATIVE,
    /// A far pointer in the code: offset in [X86Insn#immediate], selector in [X86Insn#immediate2].
    FAR
}
