package dev.murre.kernel.mm;

/// How handling a page fault ended.
public enum FaultResult {
    /// The access can be tried again.
    DONE,
    /// SIGSEGV, SEGV_MAPERR.
    NOT_MAPPED,
    /// SIGSEGV, SEGV_ACCERR.
    NOT_ALLOWED,
    /// SIGBUS, BUS_ADRERR: beyond the end of a file.
    BEYOND_END,
    /// The machine's memory limit is reached.
    OUT_OF_MEMORY,
    /// Somebody in user mode has to bring the page in first, [ServedMappings].
    WAITS
}
