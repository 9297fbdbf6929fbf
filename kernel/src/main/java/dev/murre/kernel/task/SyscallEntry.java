package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.arch.Architecture;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.signal.SignalSender;

/// A system call from the trap to its result in the registers, with the stops and filters around
/// it. Linux: entry_SYSCALL_64, do_syscall_64, syscall_trace_enter.
final class SyscallEntry {
    /// A number that a tracer sets to have no call made: the result is what it sets, else ENOSYS.
    private static final int NO_CALL = -1;

    private final Kernel kernel;
    private final VirtualCpu cpu;
    private final Traps traps;
    private final Events events;

    SyscallEntry(Kernel kernel, VirtualCpu cpu, Traps traps) {
        this.kernel = kernel;
        this.cpu = cpu;
        this.traps = traps;
        this.events = kernel.events();
    }

    /// Begins the call in the task's registers. Returns whether the task still has the processor.
    boolean enter(Task t) {
        if (events.probing()) {
            traps.tellSyscall(t);
        }
        t.restart().clear();
        t.accounting().syscalls++;
        Tracing by = t.tracing;
        if (by != null
                && by.mode() == Tracing.Resume.TO_SYSCALL
                && by.syscallStop(Tracing.Phase.ENTRY)) {
            cpu.park(t, kernel.continuations().syscallStart(), 0);
            return false;
        }
        return begin(t);
    }

    /// Goes on with it after the stop at its entry.
    boolean begin(Task t) {
        boolean asked = t.askedTracer;
        t.askedTracer = false;
        if (t.tracing != null && t.fatalSignalPending()) {
            return after(t, Errno.ENOSYS.result());
        }
        long nr = t.syscallNumberInRegs();
        t.syscallNumber = nr;
        t.handler = kernel.syscalls().find(t.abi, nr);
        if (events.on()) {
            events.syscallEnter(t, t.abi, nr, kernel.syscalls().numbers(t.abi).name(nr));
        }
        if (t.seccomp != null && !(asked && nr == NO_CALL)) {
            long verdict = t.seccomp.check(t, nr, asked);
            if (verdict == Seccomp.ASKED) {
                cpu.park(t, kernel.continuations().syscallStart(), 0);
                return false;
            }
            if (verdict != Seccomp.ALLOWED && verdict != Seccomp.NOTIFIED) {
                return after(t, verdict);
            }
        }
        if (nr == NO_CALL) {
            return after(t, t.arch.result(t.regs()));
        }
        if (t.handler == null) {
            return after(t, kernel.unknownSyscall(t, nr));
        }
        return after(t, invoke(t));
    }

    /// Enters its handler, for the first time or again after a wait.
    long invoke(Task t) {
        SyscallHandler handler = t.handler;
        if (handler == null) {
            throw new KernelOops("no system call to go on with");
        }
        if (t.mm().served().any()) {
            return t.servedFaults.run(t, () -> invoke(t, handler));
        }
        return invoke(t, handler);
    }

    private static long invoke(Task t, SyscallHandler handler) {
        Architecture arch = t.arch;
        long regs = t.stack().regs();
        try {
            if (t.abi != arch.abi()) {
                return invokeCompat(t, handler);
            }
            return handler.call(
                    t,
                    arch.argument(regs, 0),
                    arch.argument(regs, 1),
                    arch.argument(regs, 2),
                    arch.argument(regs, 3),
                    arch.argument(regs, 4),
                    arch.argument(regs, 5));
        } catch (ErrnoException e) {
            return e.errno.result();
        }
    }

    private static long invokeCompat(Task t, SyscallHandler handler) {
        return handler.call(
                t,
                t.syscallArgument(0),
                t.syscallArgument(1),
                t.syscallArgument(2),
                t.syscallArgument(3),
                t.syscallArgument(4),
                t.syscallArgument(5));
    }

    /// Returns whether the task still has the processor.
    boolean after(Task t, long result) {
        if (result == SyscallResult.BLOCKED) {
            if (t.state().runnable()) {
                throw new KernelOops("blocked, but not asleep: system call " + t.syscallNumber);
            }
            t.accounting().voluntarySwitches++;
            cpu.park(t, kernel.continuations().syscallAgain(), 0);
            return false;
        }
        t.restart().release();
        if (t.exited()) {
            cpu.leave(t);
            return false;
        }
        if (t.leaving) {
            return true;
        }
        if (result != SyscallResult.NO_RETURN) {
            t.arch.setResult(t.stack().regs(), result);
            if (result <= Errno.ERESTARTSYS.result()
                    && result >= Errno.ERESTART_RESTARTBLOCK.result()) {
                t.exitWork = true;
            }
        }
        if (t.signals().endsMaskWithCall() && !t.exitWork && result != Errno.EINTR.result()) {
            t.signals().restoreSavedMask();
        }
        if (events.on()) {
            events.syscallExit(
                    t,
                    t.abi,
                    t.syscallNumber,
                    kernel.syscalls().numbers(t.abi).name(t.syscallNumber),
                    result == SyscallResult.NO_RETURN ? t.arch.result(t.regs()) : result);
        }
        t.handler = null;
        if (events.probing()) {
            traps.tellSyscallDone(t);
        }
        Tracing by = t.tracing;
        if (by != null) {
            afterTraced(t, by);
        }
        return true;
    }

    /// A traced task's call is over: the stop at its exit, or the trap of a single step over it.
    private static void afterTraced(Task t, Tracing by) {
        switch (by.mode()) {
            case TO_SYSCALL -> {
                if (t.state().runnable()) {
                    by.syscallStop(Tracing.Phase.EXIT);
                } else {
                    by.exitStopPending = true;
                }
            }
            case SINGLE_STEP -> {
                long regs = t.regs();
                by.hideStep();
                SignalSender.sendToThread(
                        t, SigInfo.fault(Signal.SIGTRAP, SigCodes.TRAP_BRKPT, t.arch.ip(regs)));
            }
            case CONTINUE -> {}
        }
    }
}
