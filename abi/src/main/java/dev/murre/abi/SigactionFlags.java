package dev.murre.abi;

/// Flags of sigaction(2) and sigaltstack(2), and the ways of sigprocmask(2).
public final class SigactionFlags {
    public static final int SA_NOCLDSTOP = 1;
    public static final int SA_NOCLDWAIT = 2;
    public static final int SA_SIGINFO = 4;
    public static final int SA_ONSTACK = 0x8000000;
    public static final int SA_RESTART = 0x10000000;
    public static final int SA_NODEFER = 0x40000000;
    public static final int SA_RESETHAND = 0x80000000;
    public static final int SS_ONSTACK = 1;
    public static final int SS_DISABLE = 2;
    public static final int SIG_BLOCK = 0;
    public static final int SIG_UNBLOCK = 1;
    public static final int SIG_SETMASK = 2;
    public static final int SA_RESTORER = 0x4000000;
    public static final int SS_AUTODISARM = 0x80000000;

    private SigactionFlags() {}
}
