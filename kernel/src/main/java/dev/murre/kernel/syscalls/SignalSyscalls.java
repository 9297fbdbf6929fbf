package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.arch.SignalFrames;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.signal.AltStack;
import dev.murre.kernel.signal.SigAction;
import dev.murre.kernel.signal.SigInfoLayout;
import dev.murre.kernel.signal.SignalDelivery;
import dev.murre.kernel.signal.TaskSignals;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// Dispositions, masks and waiting for signals: sigaction, sigprocmask, sigsuspend, sigtimedwait,
/// sigaltstack, sigreturn.
public final class SignalSyscalls {
    private SignalSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.RT_SIGACTION, (t, a, b, c, d, e, f) -> sigaction(t, (int) a, b, c, d));
        table.on(Sysno.RT_SIGPROCMASK, (t, a, b, c, d, e, f) -> sigprocmask(t, (int) a, b, c, d));
        table.on(Sysno.RT_SIGPENDING, (t, a, b, c, d, e, f) -> sigpending(t, a, b));
        table.on(Sysno.RT_SIGSUSPEND, (t, a, b, c, d, e, f) -> sigsuspend(t, a, b));
        table.on(Sysno.RT_SIGTIMEDWAIT, (t, a, b, c, d, e, f) -> sigtimedwait(t, a, b, c, d));
        table.on(Sysno.SIGALTSTACK, (t, a, b, c, d, e, f) -> AltStack.call(t, a, b));
        table.on(Sysno.PAUSE, (t, a, b, c, d, e, f) -> pause(t));
        table.on(Sysno.RT_SIGRETURN, (t, a, b, c, d, e, f) -> rtSigreturn(t));
        table.on(Sysno.SIGRETURN, (t, a, b, c, d, e, f) -> sigreturn(t));
        table.on(Sysno.RESTART_SYSCALL, (t, a, b, c, d, e, f) -> t.resumeRestartBlock());
    }

    private static long sigaction(Task t, int number, long fresh, long old, long size) {
        if (size != 8) {
            return Errno.EINVAL.result();
        }
        SigAction action = fresh == 0 ? null : read(t, fresh);
        Signal signal = Args.signal(number);
        SigAction before = t.sigHand().action(signal);
        if (action != null) {
            if (signal == Signal.SIGKILL || signal == Signal.SIGSTOP) {
                return Errno.EINVAL.result();
            }
            set(t, signal, action);
        }
        if (old != 0) {
            write(t, old, before);
        }
        return 0;
    }

    static SigAction read(Task t, long address) {
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        int w = abi.wordSize;
        long handler = memory.getWord(address, abi);
        int flags = memory.getInt(address + w);
        long restorer = memory.getWord(address + 2L * w, abi);
        long mask = memory.getLong(address + 3L * w);
        return new SigAction(handler, flags, restorer, mask & ~TaskSignals.UNBLOCKABLE);
    }

    static void write(Task t, long address, SigAction action) {
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        int w = abi.wordSize;
        memory.putWord(address, action.handler(), abi);
        memory.putWord(address + w, action.flags() & 0xffffffffL, abi);
        memory.putWord(address + 2L * w, action.restorer(), abi);
        memory.putLong(address + 3L * w, action.mask());
    }

    /// Sets a disposition; pending signals that it ignores are dropped.
    static void set(Task t, Signal signal, SigAction action) {
        t.sigHand().set(signal, action);
        boolean ignored =
                action.isIgnore()
                        || action.isDefault()
                                && signal.defaultAction == Signal.DefaultAction.IGNORE;
        if (ignored) {
            t.threadGroup().flushSignals(signal.mask());
        }
    }

    private static long sigprocmask(Task t, int how, long fresh, long old, long size) {
        if (size != 8) {
            return Errno.EINVAL.result();
        }
        TaskSignals signals = t.signals();
        long before = signals.blocked();
        if (fresh != 0) {
            long set = t.memory().getLong(fresh);
            switch (how) {
                case SigactionFlags.SIG_BLOCK -> signals.setBlocked(before | set);
                case SigactionFlags.SIG_UNBLOCK -> signals.setBlocked(before & ~set);
                case SigactionFlags.SIG_SETMASK -> signals.setBlocked(set);
                default -> {
                    return Errno.EINVAL.result();
                }
            }
        }
        if (old != 0) {
            t.memory().putLong(old, before);
        }
        return 0;
    }

    private static long sigpending(Task t, long address, long size) {
        if (Long.compareUnsigned(size, 8) > 0) {
            return Errno.EINVAL.result();
        }
        long pending = t.signals().pending.mask() | t.threadGroup().pending().mask();
        byte[] bytes = new byte[8];
        long set = pending & t.signals().blocked();
        for (int i = 0; i < 8; i++) {
            bytes[i] = (byte) (set >>> 8 * i);
        }
        t.memory().copyToUser(address, bytes, 0, (int) size);
        return 0;
    }

    private static long sigsuspend(Task t, long address, long size) {
        if (t.restart().firstEntry()) {
            t.signals().setTemporaryMask(Args.signalSet(t, address, size));
        }
        return untilSignal(t);
    }

    private static long untilSignal(Task t) {
        long result = t.sleepUntil(Timers.NEVER);
        return result == SyscallResult.BLOCKED ? result : Errno.ERESTARTNOHAND.result();
    }

    private static long pause(Task t) {
        return untilSignal(t);
    }

    /// The set is unblocked while the thread sleeps, so that its signals wake it.
    private static long sigtimedwait(Task t, long set, long info, long timeout, long size) {
        long wanted = Args.signalSet(t, set, size) & ~TaskSignals.UNBLOCKABLE;
        if (t.restart().firstEntry()) {
            t.restart().deadlineNanos =
                    timeout == 0 ? Timers.NEVER : deadline(t, Args.timespec(t, timeout));
        } else {
            t.signals().endAwait();
        }
        SigInfo found = SignalDelivery.dequeue(t, ~wanted);
        if (found != null) {
            if (info != 0) {
                byte[] bytes = new byte[SigInfoLayout.BYTES];
                SigInfoLayout.write(found, t.abi(), bytes);
                t.memory().copyToUser(info, bytes, 0, bytes.length);
            }
            return found.signal().number;
        }
        t.signals().await(wanted);
        long result = t.sleepUntil(t.restart().deadlineNanos);
        if (result == SyscallResult.BLOCKED) {
            return result;
        }
        t.signals().endAwait();
        boolean late = result == Errno.ETIMEDOUT.result();
        return late ? Errno.EAGAIN.result() : Errno.EINTR.result();
    }

    private static long deadline(Task t, long nanos) {
        long now = t.kernel().timers().now();
        return nanos >= Timers.NEVER - now ? Timers.NEVER : now + nanos;
    }

    private static long rtSigreturn(Task t) {
        SignalDelivery.sigreturn(t, SignalFrames.Kind.REALTIME);
        return SyscallResult.NO_RETURN;
    }

    private static long sigreturn(Task t) {
        SignalDelivery.sigreturn(t, SignalFrames.Kind.CLASSIC);
        return SyscallResult.NO_RETURN;
    }
}
