package dev.murre.kernel.signal;

import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.arch.Architecture;
import dev.murre.arch.SignalFrame;
import dev.murre.arch.SignalFrames;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.coredump.CoreDump;
import dev.murre.kernel.task.Debugger;
import dev.murre.kernel.task.Events;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskExit;
import dev.murre.kernel.task.ThreadGroup;
import org.jspecify.annotations.Nullable;

/// Delivers signals on the way back to user mode, and takes handlers' frames down again.
public final class SignalDelivery {
    private static final int CORE_DUMPED = 0x80;

    private SignalDelivery() {}

    /// What became of the task.
    public enum Outcome {
        /// It goes on to user mode.
        GOES_ON,
        /// It has stopped or ended and gives up the processor.
        LEFT
    }

    /// Delivers what is pending and applies the restart rules of an interrupted call.
    public static Outcome deliver(Task t) {
        while (true) {
            t.kernel().events().enter(GET_SIGNAL, t);
            SigInfo info = next(t);
            t.kernel().events().leave(GET_SIGNAL, t);
            if (!t.state().runnable()) {
                return Outcome.LEFT;
            }
            if (info == null) {
                restartWithoutHandler(t);
                t.signals().restoreSavedMask();
                return Outcome.GOES_ON;
            }
            handle(t, info);
            if (t.isTraced() && t.tracing().handlerStep()) {
                return Outcome.LEFT;
            }
            if (!t.signalPending()) {
                return Outcome.GOES_ON;
            }
        }
    }

    /// Takes signals off until one has a handler; null when none is left or the task has left.
    private static @Nullable SigInfo next(Task t) {
        ThreadGroup process = t.threadGroup();
        while (true) {
            tellParent(process);
            if (process.exiting() || process.execMakesGo(t)) {
                TaskExit.exitThread(t, process.exitCode());
                return null;
            }
            if (t.signals().stopPending) {
                JobControl.takePart(t);
                return null;
            }
            SigInfo info = afterTracer(t);
            if (info == null) {
                info = dequeue(t, t.signals().blocked());
                if (info != null && t.isTraced()) {
                    info = t.tracing().signalStop(info);
                }
            }
            Debugger debugger = t.kernel().events().debugger();
            if (info != null && debugger != null) {
                info = debugger.signal(t, info);
                if (info == null) {
                    continue;
                }
            }
            if (info == null) {
                return null;
            }
            SigAction action = t.sigHand().action(info.signal());
            if (action.isIgnore()) {
                continue;
            }
            if (action.hasHandler()) {
                return info;
            }
            if (defaultAction(t, info)) {
                return null;
            }
        }
    }

    /// What the tracer wants delivered after a stop, if it was asked.
    private static @Nullable SigInfo afterTracer(Task t) {
        return t.isTraced() && t.tracing().resumedFromSignal() ? t.tracing().takeInjected() : null;
    }

    private static void tellParent(ThreadGroup process) {
        JobState job = process.job();
        if (job.notice != 0) {
            int why = job.notice;
            job.notice = 0;
            process.notifyParentOfStop(why, Signal.SIGCONT.number);
        }
    }

    /// The next deliverable signal of the thread, then of the process.
    public static @Nullable SigInfo dequeue(Task t, long blocked) {
        Signal own = t.signals().pending.next(blocked);
        if (own != null) {
            return t.threadGroup().timers().delivered(t.signals().pending.take(own));
        }
        SigQueue shared = t.threadGroup().pending();
        Signal common = shared.next(blocked);
        if (common == null) {
            return null;
        }
        return t.threadGroup().timers().delivered(shared.take(common));
    }

    /// Returns whether the task has stopped or ended.
    private static boolean defaultAction(Task t, SigInfo info) {
        Signal signal = info.signal();
        ThreadGroup process = t.threadGroup();
        boolean immune = process.unkillable() && signal != Signal.SIGKILL;
        switch (signal.defaultAction) {
            case IGNORE, CONTINUE -> {
                return false;
            }
            case STOP -> {
                if (immune || signal != Signal.SIGSTOP && process.processGroup().isOrphaned()) {
                    return false;
                }
                JobControl.stopProcess(t, signal);
                return true;
            }
            default -> {
                if (immune) {
                    return false;
                }
                t.kernel().events().signalDelivered(t, info, 0, 0);
                boolean dumped =
                        signal.defaultAction == Signal.DefaultAction.CORE
                                && CoreDump.write(t, info);
                int core = dumped ? CORE_DUMPED : 0;
                TaskExit.exitGroup(t, signal.number | core);
                return true;
            }
        }
    }

    private static void restartWithoutHandler(Task t) {
        Architecture arch = t.arch();
        long regs = t.stack().regs();
        if (arch.syscallNumber(regs) == -1) {
            return;
        }
        long result = arch.result(regs);
        if (result == Errno.ERESTARTSYS.result()
                || result == Errno.ERESTARTNOHAND.result()
                || result == Errno.ERESTARTNOINTR.result()) {
            arch.restartSyscall(regs);
        } else if (result == Errno.ERESTART_RESTARTBLOCK.result()) {
            arch.restartSyscallBlock(regs);
        }
    }

    private static void restartWithHandler(Task t, SigAction action) {
        Architecture arch = t.arch();
        long regs = t.stack().regs();
        if (arch.syscallNumber(regs) == -1) {
            return;
        }
        long result = arch.result(regs);
        if (result == Errno.ERESTARTNOINTR.result()
                || result == Errno.ERESTARTSYS.result() && action.has(SigactionFlags.SA_RESTART)) {
            arch.restartSyscall(regs);
        } else if (result == Errno.ERESTARTSYS.result()
                || result == Errno.ERESTARTNOHAND.result()
                || result == Errno.ERESTART_RESTARTBLOCK.result()) {
            arch.setResult(regs, Errno.EINTR.result());
        }
    }

    private static void handle(Task t, SigInfo info) {
        SigAction action = t.sigHand().action(info.signal());
        Events events = t.kernel().events();
        events.signalDelivered(t, info, action.handler(), action.flags());
        events.enter(HANDLE_SIGNAL, t, info.signal().number, action.handler());
        restartWithHandler(t, action);
        if (action.has(SigactionFlags.SA_RESETHAND)) {
            t.sigHand().set(info.signal(), SigAction.DEFAULT);
        }
        t.rseq().preempted(t);
        if (t.isTraced()) {
            t.tracing().hideStep();
        }
        events.enter(SETUP_RT_FRAME, t, info.signal().number, 0);
        boolean made = setUpFrame(t, info, action);
        events.leave(SETUP_RT_FRAME, t);
        if (!made) {
            SignalSender.forceFatal(t, info.signal());
            return;
        }
        long mask = t.signals().blocked() | action.mask();
        if (!action.has(SigactionFlags.SA_NODEFER)) {
            mask |= info.signal().mask();
        }
        t.signals().setBlocked(mask);
        events.leave(HANDLE_SIGNAL, t);
    }

    private static boolean setUpFrame(Task t, SigInfo info, SigAction action) {
        TaskSignals signals = t.signals();
        SignalFrame f = signals.frame();
        Architecture arch = t.arch();
        long regs = t.stack().regs();
        long sp = arch.sp(regs);
        f.signal = info.signal().number;
        f.handler = action.handler();
        f.hasRestorer = action.has(SigactionFlags.SA_RESTORER);
        f.restorer = action.restorer();
        f.vdsoRestorer = t.vdsoRestorer(action.has(SigactionFlags.SA_SIGINFO));
        if (arch.abi() == Abi.X86_64 && !f.hasRestorer) {
            return false;
        }
        f.withInfo = action.has(SigactionFlags.SA_SIGINFO);
        SigInfoLayout.write(info, arch.abi(), f.info);
        f.stackAddress = signals.altAddress;
        f.stackFlags = signals.altFlags;
        f.stackSize = signals.altSize;
        boolean was = signals.onAltStack(sp);
        f.onAlternate = action.has(SigactionFlags.SA_ONSTACK) && signals.altStackFlags(sp) == 0;
        f.top = f.onAlternate ? signals.altAddress + signals.altSize : sp;
        f.mask = signals.hasTemporaryMask() ? signals.maskForFrame() : signals.blocked();
        SignalFrames frames = arch.signalFrames();
        t.syncThread();
        frames.layOut(f, regs, t.thread());
        if (was && !f.onAlternate && !signals.onAltStack(f.address)) {
            return false;
        }
        if (!write(t.memory(), f)) {
            return false;
        }
        if ((signals.altFlags & SigactionFlags.SS_AUTODISARM) != 0) {
            signals.resetAltStack();
        }
        frames.enterHandler(f, regs, t.thread());
        arch.resetFpu(t.thread());
        t.threadChanged();
        return true;
    }

    private static boolean write(UserMemory memory, SignalFrame f) {
        try {
            if (f.fpuAddress != 0) {
                memory.copyToUser(f.fpuAddress, f.fpuBytes, 0, f.fpuLength);
            }
            memory.copyToUser(f.address, f.bytes, 0, f.length);
            return true;
        } catch (ErrnoException e) {
            return false;
        }
    }

    /// sigreturn(2): takes down the frame at the stack pointer. A bad one kills the caller.
    public static void sigreturn(Task t, SignalFrames.Kind kind) {
        t.kernel().events().enter(RT_SIGRETURN, t);
        Architecture arch = t.arch();
        SignalFrames frames = arch.signalFrames();
        SignalFrame f = t.signals().frame();
        long regs = t.stack().regs();
        try {
            UserMemory memory = t.memory();
            memory.copyFromUser(
                    frames.frameAddress(regs, kind), f.bytes, 0, frames.frameBytes(kind));
            long fpu = frames.fpuAddress(f.bytes, kind);
            if (fpu != 0) {
                memory.copyFromUser(fpu, f.fpuBytes, 0, frames.fpuBytes());
            }
            frames.restore(f, f.bytes, regs, t.thread(), kind);
            t.signals().setBlocked(f.mask);
            if (!restoreFpu(t, fpu, f)) {
                SignalSender.forceFatal(t, Signal.SIGSEGV);
                return;
            }
            if (kind == SignalFrames.Kind.REALTIME) {
                AltStack.restore(t, f.stackAddress, f.stackFlags, f.stackSize);
            }
        } catch (ErrnoException e) {
            SignalSender.forceFatal(t, Signal.SIGSEGV);
        }
    }

    private static boolean restoreFpu(Task t, long fpu, SignalFrame f) {
        if (fpu == 0) {
            t.resetFpu();
            return true;
        }
        boolean valid = t.arch().signalFrames().restoreFpu(f.fpuBytes, t.thread());
        t.threadChanged();
        return valid;
    }
}
