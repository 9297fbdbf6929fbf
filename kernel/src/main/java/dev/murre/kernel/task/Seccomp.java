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
    private static final int CORE_DUMPED = 0x80;

    private final int mode;
    private final @Nullable BpfProgram program;
    private final @Nullable Seccomp older;

    private Seccomp(int mode, @Nullable BpfProgram program, @Nullable Seccomp older) {
        this.mode = mode;
        this.program = program;
        this.older = older;
    }

    /// 1 or 2.
    public int mode() {
        return mode;
    }

    /// SECCOMP_SET_MODE_STRICT.
    public static long setStrict(Task t) {
        if (t.seccomp != null && t.seccomp.mode != STRICT) {
            return Errno.EINVAL.result();
        }
        t.seccomp = new Seccomp(STRICT, null, null);
        return 0;
    }

    /// SECCOMP_SET_MODE_FILTER with a `struct sock_fprog`.
    public static long addFilter(Task t, long address) {
        if (!t.options().noNewPrivileges && !t.creds.capableAtHome(Capability.SYS_ADMIN)) {
            return Errno.EACCES.result();
        }
        if (t.seccomp != null && t.seccomp.mode != FILTER) {
            return Errno.EINVAL.result();
        }
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        int length = memory.getShort(address) & 0xffff;
        long code = memory.getWord(address + abi.wordSize, abi);
        if (length == 0 || length > BpfProgram.MAX_LENGTH) {
            return Errno.EINVAL.result();
        }
        long[] instructions = new long[length];
        for (int i = 0; i < length; i++) {
            instructions[i] = memory.getLong(code + 8L * i);
        }
        t.seccomp = new Seccomp(FILTER, new BpfProgram(instructions), t.seccomp);
        return 0;
    }

    /// SECCOMP_FILTER_FLAG_TSYNC: as [#addFilter], for all threads of the process.
    ///
    /// @return 0, an error, or the id of a thread whose filters are not among the caller's
    public static long addFilterForAll(Task t, long address) {
        Seccomp before = t.seccomp;
        for (Task other : t.threadGroup.threads()) {
            if (other != t && other.seccomp != null && !other.seccomp.isWithin(before)) {
                return t.numberOf(other);
            }
        }
        long result = addFilter(t, address);
        if (result == 0) {
            for (Task other : t.threadGroup.threads()) {
                other.seccomp = t.seccomp;
                other.options().noNewPrivileges |= t.options().noNewPrivileges;
            }
        }
        return result;
    }

    private boolean isWithin(@Nullable Seccomp chain) {
        for (Seccomp at = chain; at != null; at = at.older) {
            if (at == this) {
                return true;
            }
        }
        return false;
    }

    /// Whether an action is known, SECCOMP_GET_ACTION_AVAIL.
    public static boolean knows(int action) {
        return switch (action) {
            case KILL_PROCESS, KILL_THREAD, TRAP, ERRNO, TRACE, LOG, ALLOW -> true;
            default -> false;
        };
    }

    /// What [#check] returns when the call may be made.
    static final long ALLOWED = 1;

    /// What it returns when the tracer has been asked, and the task has stopped.
    static final long ASKED = 2;

    /// Decides about the call whose number and arguments are in the saved registers.
    ///
    /// @return [#ALLOWED], -errno, or NO_RETURN when the task was killed or gets a signal
    ///
    /// @param asked whether the tracer has already been asked about this call
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
        int result = evaluate(data(t, number));
        int value = result & 0xffff;
        return switch (result & ACTION) {
            case ALLOW, LOG -> ALLOWED;
            case ERRNO -> -(long) Math.min(value, Errno.MAX);
            case TRACE -> trace(t, value, asked);
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

    private static int coreFlag(Task t) {
        return CoreDump.write(t, SigInfo.kernel(Signal.SIGSYS)) ? CORE_DUMPED : 0;
    }

    /// The strictest verdict of all filters.
    private int evaluate(int[] data) {
        int verdict = ALLOW;
        for (Seccomp at = this; at != null; at = at.older) {
            BpfProgram filter = at.program;
            if (filter != null) {
                int result = filter.run(data);
                if ((result & ACTION) < (verdict & ACTION)) {
                    verdict = result;
                }
            }
        }
        return verdict;
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
