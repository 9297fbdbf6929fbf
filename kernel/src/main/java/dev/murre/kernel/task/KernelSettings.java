package dev.murre.kernel.task;

/// What `/proc/sys` can change of the kernel proper.
public final class KernelSettings {
    /// `kernel/randomize_va_space`: 0 for none, 1 for all but the program break, 2 for all.
    public int randomizeVaSpace;

    /// `kernel/core_pattern` and `kernel/core_uses_pid`, core(5).
    public String corePattern = "core";

    public int coreUsesPid;

    /// The number of the last login, audit(8).
    public int lastAuditSession;
}
