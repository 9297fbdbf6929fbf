package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.coredump.CoreDump;
import dev.murre.kernel.signal.SignalSender;
import org.jspecify.annotations.Nullable;

/// Which system calls a task may still make, seccomp(2): none but four, or what filters allow.
/// Never
/// changes; a further filter makes a further one of these.
public final class Seccomp {
    /// Modes as prctl(2) PR_GET_SECCOMP reports them.
    public static final int STRICT = 1;

    public static final int FILTER = 2;

    private static final int ACTION = 0xffff0000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int KILL_THREAD = 0;
    private static final int TRAP = 0x00030000;
    private static final int ERRNO = 0x00050000;
    private static final int TRACE = 0x7ff00000;
    private static final int LOG = 0x7ffc0000;
    private static final int ALLOW = 0x7fff0000;
    private static final int USER_NOTIF = 0x7fc00000;

    /// Flags of SECCOMP_SET_MODE_FILTER.
    private static final int FILTER_TSYNC = 1;

    private static final int FILTER_LOG = 2;
    private static final int FILTER_SPEC_ALLOW = 4;
    private static final int FILTER_NEW_LISTENER = 8;
    private static final int FILTER_TSYNC_ESRCH = 16;
    private static final int FILTER_FLAGS =
            FILTER_TSYNC
                    | FILTER_LOG
                    | FILTER_SPEC_ALLOW
                    | FILTER_NEW_LISTENER
                    | FILTER_TSYNC_ESRCH;

    /// How many instructions all filters of a task may have, and what each filter counts besides.
    private static final int MAX_INSTRUCTIONS = 32768;

    private static final int FILTER_PENALTY = 4;
    private static final int CORE_DUMPED = 0x80;

    private final int mode;
    private final @Nullable BpfProgram program;
    private final @Nullable Seccomp older;
    private final @Nullable SeccompListener listener;

    /// SECCOMP_FILTER_FLAG_LOG.
    private final boolean logs;

    private Seccomp(
            int mode,
            @Nullable BpfProgram program,
            @Nullable Seccomp older,
            @Nullable SeccompListener listener,
            boolean logs) {
        this.mode = mode;
        this.logs = logs;
        this.program = program;
        this.older = older;
        this.listener = listener;
    }

    /// 1 or 2.
    public int mode() {
        return mode;
    }

    /// The mode of a task, 0 if it may make every call.
    public static int modeOf(Task t) {
        return t.seccomp == null ? 0 : t.seccomp.mode;
    }

    /// SECCOMP_SET_MODE_STRICT.
    public static long setStrict(Task t) {
        if (t.seccomp != null && t.seccomp.mode != STRICT) {
            return Errno.EINVAL.result();
        }
        t.seccomp = new Seccomp(STRICT, null, null, null, false);
        return 0;
    }

    /// SECCOMP_SET_MODE_FILTER with a `struct sock_fprog`.
    ///
    /// @return 0, a listener's descriptor, the id of a thread that cannot follow, or -errno
    public static long addFilter(Task t, int flags, long address) {
        boolean listens = (flags & FILTER_NEW_LISTENER) != 0;
        boolean all = (flags & FILTER_TSYNC) != 0;
        if ((flags & ~FILTER_FLAGS) != 0 || listens && all && (flags & FILTER_TSYNC_ESRCH) == 0) {
            return Errno.EINVAL.result();
        }
        BpfProgram program = read(t, address);
        if (!t.options().noNewPrivileges && !t.creds.capableAtHome(Capability.SYS_ADMIN)) {
            return Errno.EACCES.result();
        }
        Seccomp old = t.seccomp;
        if (old != null && old.mode != FILTER) {
            return Errno.EINVAL.result();
        }
        if (program.length() + instructions(old) > MAX_INSTRUCTIONS) {
            return Errno.ENOMEM.result();
        }
        if (listens && hasListener(old)) {
            return Errno.EBUSY.result();
        }
        if (all) {
            Task other = straggler(t);
            if (other != null) {
                return (flags & FILTER_TSYNC_ESRCH) != 0 ? Errno.ESRCH.result() : t.numberOf(other);
            }
        }
        SeccompListener listener = listens ? SeccompListener.open(t) : null;
        long fd = listener == null ? 0 : listener.install(t);
        if (fd < 0) {
            return fd;
        }
        Seccomp fresh = new Seccomp(FILTER, program, old, listener, (flags & FILTER_LOG) != 0);
        t.seccomp = fresh;
        if (all) {
            for (Task other : t.threadGroup.threads()) {
                other.seccomp = fresh;
                other.options().noNewPrivileges |= t.options().noNewPrivileges;
            }
        }
        return fd;
    }

    private static BpfProgram read(Task t, long address) {
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        int length = memory.getShort(address) & 0xffff;
        long code = memory.getWord(address + abi.wordSize, abi);
        if (length == 0 || length > BpfProgram.MAX_LENGTH) {
            throw Errno.EINVAL.exception();
        }
        long[] instructions = new long[length];
        for (int i = 0; i < length; i++) {
            instructions[i] = memory.getLong(code + 8L * i);
        }
        return new BpfProgram(instructions);
    }

    private static int instructions(@Nullable Seccomp newest) {
        int sum = 0;
        for (Seccomp at = newest; at != null; at = at.older) {
            sum += at.program == null ? 0 : at.program.length() + FILTER_PENALTY;
        }
        return sum;
    }

    private static boolean hasListener(@Nullable Seccomp newest) {
        for (Seccomp at = newest; at != null; at = at.older) {
            if (at.listener != null) {
                return true;
            }
        }
        return false;
    }

    /// A thread of the process that has filters which the caller has not; null if there is none.
    private static @Nullable Task straggler(Task t) {
        for (Task other : t.threadGroup.threads()) {
            Seccomp theirs = other.seccomp;
            boolean follows = theirs == null;
            for (Seccomp at = t.seccomp; at != null && !follows; at = at.older) {
                follows = at == theirs;
            }
            if (!follows) {
                return other;
            }
        }
        return null;
    }

    /// Whether a listener may still be asked: some task has its filter.
    static boolean isUsed(Kernel kernel, SeccompListener listener) {
        PidNamespace pids = kernel.pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            for (Seccomp at = t.exiting ? null : t.seccomp; at != null; at = at.older) {
                if (at.listener == listener) {
                    return true;
                }
            }
        }
        return false;
    }

    /// A task with these filters has ended.
    void taskGone(Task t) {
        for (Seccomp at = this; at != null; at = at.older) {
            if (at.listener != null) {
                at.listener.taskGone(t);
            }
        }
    }

    /// Whether an action is known, SECCOMP_GET_ACTION_AVAIL.
    public static boolean knows(int action) {
        return switch (action) {
            case KILL_PROCESS, KILL_THREAD, TRAP, ERRNO, USER_NOTIF -> true;
            case TRACE, LOG, ALLOW -> true;
            default -> false;
        };
    }

    /// SECCOMP_GET_NOTIF_SIZES.
    public static long putSizes(Task t, long address) {
        t.memory().putShort(address, (short) SeccompListener.NOTIFICATION_BYTES);
        t.memory().putShort(address + 2, (short) SeccompListener.RESPONSE_BYTES);
        t.memory().putShort(address + 4, (short) SeccompListener.DATA_BYTES);
        return 0;
    }

    /// What [#check] returns when the call may be made.
    static final long ALLOWED = 1;

    /// What it returns when the tracer has been asked, and the task has stopped.
    static final long ASKED = 2;

    /// What it returns when the call's handler now waits for a listener's answer.
    static final long NOTIFIED = 3;

    /// Decides about the call whose number and arguments are in the saved registers.
    ///
    /// @param asked whether its tracer has already been asked about it
    /// @return [#ALLOWED], [#ASKED], [#NOTIFIED], -errno, or NO_RETURN when the task was killed or
    /// gets
    ///     a signal
    long check(Task t, long number, boolean asked) {
        if (mode == STRICT) {
            Sysno call = t.kernel().syscalls().numbers(t.abi).name(number);
            boolean fine =
                    call == Sysno.READ
                            || call == Sysno.WRITE
                            || call == Sysno.EXIT
                            || call == Sysno.RT_SIGRETURN
                            || call == Sysno.SIGRETURN;
            if (!fine) {
                TaskExit.exitThread(t, Signal.SIGKILL.number);
            }
            return fine ? ALLOWED : SyscallResult.NO_RETURN;
        }
        int[] data = data(t, number);
        Seccomp decisive = strictest(data);
        int result = decisive.run(data);
        int value = result & 0xffff;
        if ((result & ACTION) != ALLOW) {
            decisive.tell(t, result, data, asked);
        }
        return switch (result & ACTION) {
            case ALLOW, LOG -> ALLOWED;
            case ERRNO -> -(long) Math.min(value, Errno.MAX);
            case TRACE -> trace(t, value, asked);
            case USER_NOTIF -> ask(t, decisive, data);
            case TRAP -> trap(t, number, value);
            case KILL_THREAD -> {
                if (t.threadGroup.isEmpty()) {
                    TaskExit.exitGroup(t, Signal.SIGSYS.number | coreFlag(t));
                } else {
                    TaskExit.exitThread(t, Signal.SIGSYS.number);
                }
                yield SyscallResult.NO_RETURN;
            }
            default -> {
                TaskExit.exitGroup(t, Signal.SIGSYS.number | coreFlag(t));
                yield SyscallResult.NO_RETURN;
            }
        };
    }

    /// Tells of a verdict, where the administrator and the filter want that.
    private void tell(Task t, int verdict, int[] data, boolean asked) {
        switch (verdict & ACTION) {
            case LOG -> SeccompLog.tell(t, "log", verdict, 0, data);
            case KILL_THREAD ->
                    SeccompLog.tell(t, "kill_thread", verdict, Signal.SIGSYS.number, data);
            case TRAP -> tellIfAsked(t, "trap", verdict, data);
            case ERRNO -> tellIfAsked(t, "errno", verdict, data);
            case USER_NOTIF -> tellIfAsked(t, "user_notif", verdict, data);
            case TRACE -> {
                boolean refused = t.tracing == null || !t.tracing.wantsSeccomp();
                if (refused && !asked) {
                    tellIfAsked(t, "trace", verdict, data);
                }
            }
            default -> SeccompLog.tell(t, "kill_process", verdict, Signal.SIGSYS.number, data);
        }
    }

    private void tellIfAsked(Task t, String action, int verdict, int[] data) {
        if (logs) {
            SeccompLog.tell(t, action, verdict, 0, data);
        }
    }

    private static int coreFlag(Task t) {
        return CoreDump.write(t, SigInfo.kernel(Signal.SIGSYS)) ? CORE_DUMPED : 0;
    }

    /// The filter whose verdict counts: the first, newest one, of those that are strictest.
    private Seccomp strictest(int[] data) {
        Seccomp found = this;
        int verdict = run(data);
        for (Seccomp at = older; at != null; at = at.older) {
            int result = at.run(data);
            if ((result & ACTION) < (verdict & ACTION)) {
                verdict = result;
                found = at;
            }
        }
        return found;
    }

    private int run(int[] data) {
        return program == null ? ALLOW : program.run(data);
    }

    /// Its tracer decides, if it wants to.
    private static long trace(Task t, int value, boolean asked) {
        Tracing by = t.tracing;
        if (by == null || !by.wantsSeccomp()) {
            return Errno.ENOSYS.result();
        }
        if (asked) {
            return ALLOWED;
        }
        t.askedTracer = by.seccompEvent(value);
        return ASKED;
    }

    /// A listener decides. The call waits for it as its handler, and becomes itself again.
    private static long ask(Task t, Seccomp filter, int[] data) {
        SeccompListener listener = filter.listener;
        var question = listener == null ? null : listener.ask(t, data);
        if (listener == null || question == null) {
            return Errno.ENOSYS.result();
        }
        SyscallHandler real = t.handler;
        SyscallHandler waiting =
                (task, a, b, c, d, e, f) -> {
                    long answer = listener.await(task, question);
                    if (!question.goesOn()) {
                        return answer;
                    }
                    task.handler = real;
                    task.restart().clear();
                    return real == null
                            ? task.kernel().unknownSyscall(task, task.syscallNumber)
                            : real.call(task, a, b, c, d, e, f);
                };
        t.handler = waiting;
        return NOTIFIED;
    }

    private static int auditArch(Task t) {
        return switch (t.abi) {
            case X86_64 -> 0xc000003e;
            case I386 -> 0x40000003;
            case ARM -> 0x40000028;
        };
    }

    private static int[] data(Task t, long number) {
        int[] data = new int[16];
        data[0] = (int) number;
        data[1] = auditArch(t);
        put(data, 2, t.arch.ip(t.regs()));
        for (int i = 0; i < 6; i++) {
            put(data, 4 + 2 * i, t.syscallArgument(i));
        }
        return data;
    }

    private static void put(int[] data, int at, long value) {
        data[at] = (int) value;
        data[at + 1] = (int) (value >>> 32);
    }

    /// The call is taken back and the program gets SIGSYS.
    private static long trap(Task t, long number, int value) {
        long regs = t.regs();
        t.arch.setResult(regs, t.arch.syscallNumber(regs));
        SigInfo info =
                new SigInfo(
                        Signal.SIGSYS,
                        value,
                        SigCodes.SYS_SECCOMP,
                        0,
                        0,
                        0,
                        t.arch.ip(regs),
                        (int) number,
                        0,
                        0,
                        auditArch(t));
        SignalSender.force(t, info);
        return SyscallResult.NO_RETURN;
    }
}
