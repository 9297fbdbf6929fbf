package dev.murre.kernel.task;

/// What `/proc/sys` can change of the kernel proper.
public final class KernelSettings {
    /// `kernel/randomize_va_space`: 0 for none, 1 for all but the program break, 2 for all.
    public int randomizeVaSpace;

    /// `kernel/core_pattern` and `kernel/core_uses_pid`, core(5).
    public String corePattern = "core";

    public int coreUsesPid;

    /// `kernel/sched_autogroup_enabled`; changed by [Autogroups#enable].
    int autogroupEnabled;

    /// How many sessions there were that are groups of the scheduler.
    int lastAutogroup;

    /// `kernel/dmesg_restrict`: whether only CAP_SYSLOG may see the kernel's messages.
    public int dmesgRestrict;

    /// `kernel/seccomp/actions_logged`: verdicts of filters that are told of in the kernel's log.
    public String loggedActions = "kill_process kill_thread trap errno user_notif trace log";

    /// How many audit messages there were, audit(8).
    public int auditMessages;

    /// The number of the last login, audit(8).
    public int lastAuditSession;
}
