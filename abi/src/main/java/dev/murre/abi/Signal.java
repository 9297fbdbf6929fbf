package dev.murre.abi;

import org.jspecify.annotations.Nullable;

/// Signals 1 to 64, signal(7); x86 and ARM number them alike.
public enum Signal {
    SIGHUP(DefaultAction.TERMINATE),
    SIGINT(DefaultAction.TERMINATE),
    SIGQUIT(DefaultAction.CORE),
    SIGILL(DefaultAction.CORE),
    SIGTRAP(DefaultAction.CORE),
    SIGABRT(DefaultAction.CORE),
    SIGBUS(DefaultAction.CORE),
    SIGFPE(DefaultAction.CORE),
    SIGKILL(DefaultAction.TERMINATE),
    SIGUSR1(DefaultAction.TERMINATE),
    SIGSEGV(DefaultAction.CORE),
    SIGUSR2(DefaultAction.TERMINATE),
    SIGPIPE(DefaultAction.TERMINATE),
    SIGALRM(DefaultAction.TERMINATE),
    SIGTERM(DefaultAction.TERMINATE),
    SIGSTKFLT(DefaultAction.TERMINATE),
    SIGCHLD(DefaultAction.IGNORE),
    SIGCONT(DefaultAction.CONTINUE),
    SIGSTOP(DefaultAction.STOP),
    SIGTSTP(DefaultAction.STOP),
    SIGTTIN(DefaultAction.STOP),
    SIGTTOU(DefaultAction.STOP),
    SIGURG(DefaultAction.IGNORE),
    SIGXCPU(DefaultAction.CORE),
    SIGXFSZ(DefaultAction.CORE),
    SIGVTALRM(DefaultAction.TERMINATE),
    SIGPROF(DefaultAction.TERMINATE),
    SIGWINCH(DefaultAction.IGNORE),
    SIGIO(DefaultAction.TERMINATE),
    SIGPWR(DefaultAction.TERMINATE),
    SIGSYS(DefaultAction.CORE),
    SIGRT_0(DefaultAction.TERMINATE),
    SIGRT_1(DefaultAction.TERMINATE),
    SIGRT_2(DefaultAction.TERMINATE),
    SIGRT_3(DefaultAction.TERMINATE),
    SIGRT_4(DefaultAction.TERMINATE),
    SIGRT_5(DefaultAction.TERMINATE),
    SIGRT_6(DefaultAction.TERMINATE),
    SIGRT_7(DefaultAction.TERMINATE),
    SIGRT_8(DefaultAction.TERMINATE),
    SIGRT_9(DefaultAction.TERMINATE),
    SIGRT_10(DefaultAction.TERMINATE),
    SIGRT_11(DefaultAction.TERMINATE),
    SIGRT_12(DefaultAction.TERMINATE),
    SIGRT_13(DefaultAction.TERMINATE),
    SIGRT_14(DefaultAction.TERMINATE),
    SIGRT_15(DefaultAction.TERMINATE),
    SIGRT_16(DefaultAction.TERMINATE),
    SIGRT_17(DefaultAction.TERMINATE),
    SIGRT_18(DefaultAction.TERMINATE),
    SIGRT_19(DefaultAction.TERMINATE),
    SIGRT_20(DefaultAction.TERMINATE),
    SIGRT_21(DefaultAction.TERMINATE),
    SIGRT_22(DefaultAction.TERMINATE),
    SIGRT_23(DefaultAction.TERMINATE),
    SIGRT_24(DefaultAction.TERMINATE),
    SIGRT_25(DefaultAction.TERMINATE),
    SIGRT_26(DefaultAction.TERMINATE),
    SIGRT_27(DefaultAction.TERMINATE),
    SIGRT_28(DefaultAction.TERMINATE),
    SIGRT_29(DefaultAction.TERMINATE),
    SIGRT_30(DefaultAction.TERMINATE),
    SIGRT_31(DefaultAction.TERMINATE),
    SIGRT_32(DefaultAction.TERMINATE);

    /// What a signal does when its disposition is SIG_DFL.
    public enum DefaultAction {
        TERMINATE,
        CORE,
        IGNORE,
        STOP,
        CONTINUE
    }

    /// How many signals there are; numbers run from 1 to this.
    public static final int COUNT = 64;

    /// The first real-time signal: from here on every sending is queued.
    public static final int RT_MIN = 32;

    private static final Signal[] ALL = values();

    /// The number, 1 to 64.
    public final int number;

    /// What happens without a handler.
    public final DefaultAction defaultAction;

    Signal(DefaultAction defaultAction) {
        this.number = ordinal() + 1;
        this.defaultAction = defaultAction;
    }

    /// The bit of this signal in a signal set: bit `number - 1`.
    public long mask() {
        return 1L << number - 1;
    }

    /// Whether every sending is queued.
    public boolean realtime() {
        return number >= RT_MIN;
    }

    /// The signal with this number, or null if there is none.
    public static @Nullable Signal of(int number) {
        return number >= 1 && number <= COUNT ? ALL[number - 1] : null;
    }

    /// The name as strace(1) prints it.
    public String text() {
        return realtime() ? "SIGRT_" + (number - RT_MIN) : name();
    }
}
