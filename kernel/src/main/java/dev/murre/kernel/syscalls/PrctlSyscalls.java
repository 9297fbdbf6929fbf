package dev.murre.kernel.syscalls;

import static dev.murre.abi.PrctlOptions.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Seccomp;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// prctl, arch_prctl, personality and set_tid_address.
public final class PrctlSyscalls {
    private static final int COMM_BYTES = 16;
    private static final int SECURE_KEEP_CAPS = 16;
    private static final int SECURE_KEEP_CAPS_LOCKED = 32;
    private static final int SECURE_NO_AMBIENT_RAISE = 64;
    private static final int SECURE_ALL = 0xff;

    private static final int TSC_ENABLE = 1;

    /// Each locks the bit below it, and itself.
    private static final int SECURE_LOCKS = 0xaa;

    private PrctlSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.PRCTL, (t, a, b, c, d, e, f) -> prctl(t, (int) a, b, c, d, e));
        table.on(Sysno.ARCH_PRCTL, (t, a, b, c, d, e, f) -> archPrctl(t, (int) a, b));
        table.on(Sysno.PERSONALITY, (t, a, b, c, d, e, f) -> personality(t, (int) a));
        table.on(Sysno.RSEQ, (t, a, b, c, d, e, f) -> rseq(t, a, (int) b, (int) c, (int) d));
        table.on(Sysno.SECCOMP, (t, a, b, c, d, e, f) -> seccomp(t, (int) a, (int) b, c));
        table.on(Sysno.SET_TID_ADDRESS, (t, a, b, c, d, e, f) -> setTidAddress(t, a));
    }

    private static long rseq(Task t, long address, int length, int flags, int signature) {
        return t.rseq().call(t, address, length, flags, signature);
    }

    private static long setTidAddress(Task t, long address) {
        t.options().clearChildTid = address;
        return t.pid();
    }

    private static long personality(Task t, int value) {
        int old = t.options().personality;
        if (value != -1) {
            t.options().personality = value;
        }
        return old & 0xffffffffL;
    }

    private static long archPrctl(Task t, int code, long address) {
        if (t.abi() == Abi.I386) {
            return Errno.EINVAL.result();
        }
        return switch (code) {
            case ARCH_GET_CPUID -> 1;
            case ARCH_SET_CPUID -> Errno.ENODEV.result();
            default -> archPrctl(t, t, code, address);
        };
    }

    /// Segment bases of a task, its own or a tracer's doing.
    static long archPrctl(Task t, Task target, int code, long address) {
        target.syncThread();
        switch (code) {
            case ARCH_SET_FS -> {
                target.thread().fsBase = canonical(address);
                target.threadChanged();
            }
            case ARCH_SET_GS -> {
                target.thread().gsBase = canonical(address);
                target.threadChanged();
            }
            case ARCH_GET_FS -> t.memory().putLong(address, target.thread().fsBase);
            case ARCH_GET_GS -> t.memory().putLong(address, target.thread().gsBase);
            default -> {
                return Errno.EINVAL.result();
            }
        }
        return 0;
    }

    private static long canonical(long address) {
        if (address < 0 || address >= 0x7ffffffff000L) {
            throw Errno.EPERM.exception();
        }
        return address;
    }

    private static long flag(boolean on) {
        return on ? 1 : 0;
    }

    private static long prctl(Task t, int option, long a, long b, long c, long d) {
        UserMemory memory = t.memory();
        switch (option) {
            case PR_SET_NAME -> setName(t, a);
            case PR_GET_NAME -> {
                byte[] name = t.comm().getBytes(StandardCharsets.ISO_8859_1);
                memory.copyToUser(a, Arrays.copyOf(name, COMM_BYTES), 0, COMM_BYTES);
            }
            case PR_SET_PDEATHSIG -> t.options().parentDeathSignal = a == 0 ? null : Args.signal(a);
            case PR_GET_PDEATHSIG -> {
                Signal signal = t.options().parentDeathSignal;
                memory.putInt(a, signal == null ? 0 : signal.number);
            }
            case PR_GET_DUMPABLE -> {
                return flag(t.options().dumpable);
            }
            case PR_SET_DUMPABLE -> {
                if (a != 0 && a != 1) {
                    return Errno.EINVAL.result();
                }
                t.options().dumpable = a == 1;
            }
            case PR_SET_NO_NEW_PRIVS -> {
                if (a != 1 || b != 0 || c != 0 || d != 0) {
                    return Errno.EINVAL.result();
                }
                t.options().noNewPrivileges = true;
            }
            case PR_GET_NO_NEW_PRIVS -> {
                requireNone(a, b, c, d);
                return flag(t.options().noNewPrivileges);
            }
            case PR_SET_CHILD_SUBREAPER -> t.threadGroup().setSubreaper(a != 0);
            case PR_GET_CHILD_SUBREAPER -> memory.putInt(a, t.threadGroup().subreaper() ? 1 : 0);
            case PR_SET_TIMERSLACK ->
                    t.options().timerSlackNanos = a <= 0 ? t.options().defaultTimerSlackNanos : a;
            case PR_GET_TIMERSLACK -> {
                return t.options().timerSlackNanos;
            }
            case PR_GET_TID_ADDRESS -> memory.putWord(a, t.options().clearChildTid, t.abi());
            case PR_GET_SECCOMP -> {
                return Seccomp.modeOf(t);
            }
            case PR_SET_SECCOMP -> {
                return setSeccomp(t, a, b);
            }
            case PR_GET_TSC -> memory.putInt(a, TSC_ENABLE);
            case PR_SET_TSC -> {
                return a == TSC_ENABLE ? 0 : Errno.EINVAL.result();
            }
            default -> {
                return ProcessOptions.knows(option)
                        ? ProcessOptions.call(t, option, a, b, c, d)
                        : capabilities(t, option, a, b, c, d);
            }
        }
        return 0;
    }

    /// Options added late refuse arguments that they have no use for.
    static void requireNone(long... unused) {
        for (long argument : unused) {
            if (argument != 0) {
                throw Errno.EINVAL.exception();
            }
        }
    }

    private static long setSeccomp(Task t, long mode, long program) {
        if (mode == Seccomp.STRICT) {
            return Seccomp.setStrict(t);
        }
        return mode == Seccomp.FILTER ? Seccomp.addFilter(t, 0, program) : Errno.EINVAL.result();
    }

    /// seccomp(2).
    private static long seccomp(Task t, int operation, int flags, long argument) {
        return switch (operation) {
            case 0 -> flags != 0 || argument != 0 ? Errno.EINVAL.result() : Seccomp.setStrict(t);
            case 1 -> Seccomp.addFilter(t, flags, argument);
            case 2 -> {
                boolean known = flags == 0 && Seccomp.knows(t.memory().getInt(argument));
                yield known ? 0 : (flags == 0 ? Errno.EOPNOTSUPP : Errno.EINVAL).result();
            }
            case 3 -> flags != 0 ? Errno.EINVAL.result() : Seccomp.putSizes(t, argument);
            default -> Errno.EINVAL.result();
        };
    }

    private static void setName(Task t, long address) {
        byte[] name = new byte[COMM_BYTES];
        int length = 0;
        while (length < COMM_BYTES - 1) {
            name[length] = t.memory().getByte(address + length);
            if (name[length] == 0) {
                break;
            }
            length++;
        }
        t.setComm(new String(name, 0, length, StandardCharsets.ISO_8859_1));
    }

    private static long capabilities(Task t, int option, long a, long b, long c, long d) {
        Credentials creds = t.creds();
        switch (option) {
            case PR_CAPBSET_READ -> {
                return flag((creds.bounding() & bit(a)) != 0);
            }
            case PR_CAPBSET_DROP -> {
                if (!creds.capableAtHome(Capability.SETPCAP)) {
                    return Errno.EPERM.result();
                }
                t.setCreds(
                        creds.withCapabilities(
                                creds.inheritable(),
                                creds.permitted(),
                                creds.effective(),
                                creds.bounding() & ~bit(a),
                                creds.ambient()));
                return 0;
            }
            case PR_GET_SECUREBITS -> {
                return creds.securebits();
            }
            case PR_SET_SECUREBITS -> {
                int now = creds.securebits();
                boolean locked =
                        ((now & SECURE_LOCKS) >> 1 & (now ^ a)) != 0
                                || (now & SECURE_LOCKS & ~a) != 0;
                if (locked || !creds.capableAtHome(Capability.SETPCAP) || (a & ~SECURE_ALL) != 0) {
                    return Errno.EPERM.result();
                }
                t.setCreds(creds.withSecurebits((int) a));
                return 0;
            }
            case PR_GET_KEEPCAPS -> {
                return flag((creds.securebits() & SECURE_KEEP_CAPS) != 0);
            }
            case PR_SET_KEEPCAPS -> {
                if (a != 0 && a != 1) {
                    return Errno.EINVAL.result();
                }
                if ((creds.securebits() & SECURE_KEEP_CAPS_LOCKED) != 0) {
                    return Errno.EPERM.result();
                }
                int bits = creds.securebits() & ~SECURE_KEEP_CAPS;
                t.setCreds(creds.withSecurebits(a == 1 ? bits | SECURE_KEEP_CAPS : bits));
                return 0;
            }
            case PR_CAP_AMBIENT -> {
                return ambient(t, creds, (int) a, b, c | d);
            }
            default -> {
                return Errno.EINVAL.result();
            }
        }
    }

    private static long bit(long number) {
        if (number < 0 || number >= Capability.values().length) {
            throw Errno.EINVAL.exception();
        }
        return 1L << number;
    }

    private static long ambient(Task t, Credentials creds, int what, long number, long rest) {
        if (rest != 0 || what == PR_CAP_AMBIENT_CLEAR_ALL && number != 0) {
            return Errno.EINVAL.result();
        }
        long set;
        switch (what) {
            case PR_CAP_AMBIENT_CLEAR_ALL -> set = 0;
            case PR_CAP_AMBIENT_IS_SET -> {
                return flag((creds.ambient() & bit(number)) != 0);
            }
            case PR_CAP_AMBIENT_RAISE -> {
                if ((creds.permitted() & creds.inheritable() & bit(number)) == 0
                        || (creds.securebits() & SECURE_NO_AMBIENT_RAISE) != 0) {
                    return Errno.EPERM.result();
                }
                set = creds.ambient() | bit(number);
            }
            case PR_CAP_AMBIENT_LOWER -> set = creds.ambient() & ~bit(number);
            default -> {
                return Errno.EINVAL.result();
            }
        }
        t.setCreds(
                creds.withCapabilities(
                        creds.inheritable(),
                        creds.permitted(),
                        creds.effective(),
                        creds.bounding(),
                        set));
        return 0;
    }
}
