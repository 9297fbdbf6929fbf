package dev.murre.machine.x86;

/// The last of the F2 and F3 prefixes, where it did not select the opcode.
public enum RepeatPrefix {
    NONE,
    /// F3: REP, REPE.
    REPE,
    /// F2: REPNE.
    REPNE
}
