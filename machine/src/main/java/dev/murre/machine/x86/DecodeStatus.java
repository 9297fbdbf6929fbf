package dev.murre.machine.x86;

/// How decoding one instruction ended.
public enum DecodeStatus {
    OK,
    /// Raises #UD.
    UNDEFINED,
    /// More than 15 bytes: raises #GP(0).
    TOO_LONG,
    /// A byte could not be fetched: a page fault on fetching [X86Insn#faultAddress].
    FETCH_FAULT
}
