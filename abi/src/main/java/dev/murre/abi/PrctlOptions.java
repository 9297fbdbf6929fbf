package dev.murre.abi;

/// Options of prctl(2) and arch_prctl(2).
public final class PrctlOptions {
    public static final int PR_SET_PDEATHSIG = 1;
    public static final int PR_GET_PDEATHSIG = 2;
    public static final int PR_GET_DUMPABLE = 3;
    public static final int PR_SET_DUMPABLE = 4;
    public static final int PR_GET_KEEPCAPS = 7;
    public static final int PR_SET_KEEPCAPS = 8;
    public static final int PR_GET_TIMING = 13;
    public static final int PR_SET_TIMING = 14;
    public static final int PR_SET_NAME = 15;
    public static final int PR_GET_NAME = 0x10;
    public static final int PR_GET_SECCOMP = 0x15;
    public static final int PR_SET_SECCOMP = 0x16;
    public static final int PR_CAPBSET_READ = 0x17;
    public static final int PR_CAPBSET_DROP = 0x18;
    public static final int PR_GET_TSC = 0x19;
    public static final int PR_SET_TSC = 0x1a;
    public static final int PR_GET_SECUREBITS = 0x1b;
    public static final int PR_SET_SECUREBITS = 0x1c;
    public static final int PR_SET_TIMERSLACK = 0x1d;
    public static final int PR_GET_TIMERSLACK = 0x1e;
    public static final int PR_TASK_PERF_EVENTS_DISABLE = 0x1f;
    public static final int PR_TASK_PERF_EVENTS_ENABLE = 0x20;
    public static final int PR_MCE_KILL = 0x21;
    public static final int PR_MCE_KILL_GET = 0x22;
    public static final int PR_SET_MM = 0x23;
    public static final int PR_SET_CHILD_SUBREAPER = 0x24;
    public static final int PR_GET_CHILD_SUBREAPER = 0x25;
    public static final int PR_SET_NO_NEW_PRIVS = 0x26;
    public static final int PR_GET_NO_NEW_PRIVS = 0x27;
    public static final int PR_GET_TID_ADDRESS = 0x28;
    public static final int PR_SET_THP_DISABLE = 0x29;
    public static final int PR_GET_THP_DISABLE = 0x2a;
    public static final int PR_CAP_AMBIENT = 0x2f;
    public static final int PR_CAP_AMBIENT_IS_SET = 1;
    public static final int PR_CAP_AMBIENT_RAISE = 2;
    public static final int PR_CAP_AMBIENT_LOWER = 3;
    public static final int PR_CAP_AMBIENT_CLEAR_ALL = 4;
    public static final int PR_GET_SPECULATION_CTRL = 0x34;
    public static final int PR_SET_SPECULATION_CTRL = 0x35;
    public static final int PR_SET_PTRACER = 0x59616d61;
    public static final int ARCH_SET_GS = 0x1001;
    public static final int ARCH_SET_FS = 0x1002;
    public static final int ARCH_GET_FS = 0x1003;
    public static final int ARCH_GET_GS = 0x1004;
    public static final int ARCH_GET_CPUID = 0x1011;
    public static final int ARCH_SET_CPUID = 0x1012;

    private PrctlOptions() {}
}
