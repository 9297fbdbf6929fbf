package dev.murre.kernel.task;

import dev.murre.abi.Signal;
import dev.murre.kernel.mm.MemoryPolicy;
import org.jspecify.annotations.Nullable;

/// What prctl(2), personality(2) and their like set for one task.
public final class TaskOptions {
    /// personality(2).
    public int personality;

    /// PR_SET_NO_NEW_PRIVS: exec grants no rights any more.
    public boolean noNewPrivileges;

    /// PR_SET_DUMPABLE.
    public boolean dumpable = true;

    /// PR_SET_TIMERSLACK, nanoseconds; and what 0 resets it to.
    public long timerSlackNanos = 50_000;

    public long defaultTimerSlackNanos = 50_000;

    /// PR_SET_PDEATHSIG: what the task gets when its parent ends.
    public @Nullable Signal parentDeathSignal;

    /// set_tid_address(2): cleared in memory, with a futex wake, at the end.
    public long clearChildTid;

    /// ioprio_set(2).
    public int ioPriority;

    /// PR_MCE_KILL: whether a damaged page is told of late (0) or early (1), or as all are (2).
    public int machineCheck = MACHINE_CHECK_DEFAULT;

    public static final int MACHINE_CHECK_DEFAULT = 2;

    /// set_mempolicy(2); null for the default.
    public @Nullable MemoryPolicy memoryPolicy;

    /// `/proc/PID/fail-nth`: which step of births from now on fails, 0 for none.
    public int failNth;

    void copyFrom(TaskOptions maker) {
        personality = maker.personality;
        noNewPrivileges = maker.noNewPrivileges;
        dumpable = maker.dumpable;
        timerSlackNanos = maker.timerSlackNanos;
        defaultTimerSlackNanos = maker.timerSlackNanos;
        ioPriority = maker.ioPriority;
        machineCheck = maker.machineCheck;
        memoryPolicy = maker.memoryPolicy;
    }
}
