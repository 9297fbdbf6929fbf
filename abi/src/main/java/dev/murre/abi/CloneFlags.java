package dev.murre.abi;

/// Flags of clone(2).
public final class CloneFlags {
    public static final int CSIGNAL = 0xff;
    public static final int CLONE_VM = 0x100;
    public static final int CLONE_FS = 0x200;
    public static final int CLONE_FILES = 0x400;
    public static final int CLONE_SIGHAND = 0x800;
    public static final int CLONE_PIDFD = 0x1000;
    public static final int CLONE_PTRACE = 0x2000;
    public static final int CLONE_VFORK = 0x4000;
    public static final int CLONE_PARENT = 0x8000;
    public static final int CLONE_THREAD = 0x10000;
    public static final int CLONE_NEWNS = 0x20000;
    public static final int CLONE_SYSVSEM = 0x40000;
    public static final int CLONE_SETTLS = 0x80000;
    public static final int CLONE_PARENT_SETTID = 0x100000;
    public static final int CLONE_CHILD_CLEARTID = 0x200000;
    public static final int CLONE_DETACHED = 0x400000;
    public static final int CLONE_UNTRACED = 0x800000;
    public static final int CLONE_CHILD_SETTID = 0x1000000;
    public static final int CLONE_NEWCGROUP = 0x2000000;

    /// Of clone3(2) only: the child is born in the cgroup that a descriptor names.
    public static final long CLONE_INTO_CGROUP = 0x2_0000_0000L;
    public static final int CLONE_NEWUTS = 0x4000000;
    public static final int CLONE_NEWIPC = 0x8000000;
    public static final int CLONE_NEWUSER = 0x10000000;
    public static final int CLONE_NEWPID = 0x20000000;
    public static final int CLONE_NEWNET = 0x40000000;
    public static final int CLONE_IO = 0x80000000;

    private CloneFlags() {}
}
