package dev.murre.kernel.signal;

import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.Signal.DefaultAction;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.task.Events;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.ThreadGroup;
import dev.murre.trace.TraceEvent.SignalSent.Sent;
import dev.murre.trace.TraceEvent.SignalSent.Target;
import org.jspecify.annotations.Nullable;

/// Sends signals: queues them, chooses the thread that will take them and wakes it.
public final class SignalSender {
    private static final long STOPS =
            Signal.SIGSTOP.mask()
                    | Signal.SIGTSTP.mask()
                    | Signal.SIGTTIN.mask()
                    | Signal.SIGTTOU.mask();

    private SignalSender() {}

    /// Sends to a process; any of its threads may take it.
    ///
    /// @return 0 or -EAGAIN when the queue limit is reached, sigqueue(3)
    public static long sendToProcess(ThreadGroup process, SigInfo info) {
        return send(process, null, info);
    }

    /// Sends to one thread.
    public static long sendToThread(Task task, SigInfo info) {
        return send(task.threadGroup(), task, info);
    }

    /// Sends a signal that cannot be refused: a fault by the thread itself. Blocked or ignored ones
    /// become fatal.
    public static void force(Task task, SigInfo info) {
        Signal signal = info.signal();
        SigHand hand = task.sigHand();
        SigAction action = hand.action(signal);
        boolean blocked = (task.signals().blocked() & signal.mask()) != 0;
        if (action.isIgnore() || blocked) {
            hand.set(signal, SigAction.DEFAULT);
            task.signals().setBlocked(task.signals().blocked() & ~signal.mask());
        }
        if (hand.action(signal).isDefault()) {
            task.threadGroup().setUnkillable(false);
        }
        send(task.threadGroup(), task, info);
    }

    /// Kills a thread with a signal that has become impossible to deliver.
    public static void forceFatal(Task task, Signal signal) {
        if (signal == Signal.SIGSEGV) {
            task.sigHand().set(signal, SigAction.DEFAULT);
        }
        force(task, SigInfo.kernel(Signal.SIGSEGV));
    }

    private static long send(ThreadGroup process, @Nullable Task target, SigInfo info) {
        Signal signal = info.signal();
        boolean fromKernel = info.code() == SigCodes.SI_KERNEL || info.code() > 0;
        Events events = process.kernel().events();
        Task main = target != null ? target : process.leader();
        Target to = target != null ? Target.THREAD : Target.PROCESS;
        if (!prepare(process, target, signal, fromKernel)) {
            events.signalSent(main, info, to, Sent.IGNORED);
            return 0;
        }
        SigQueue queue = target != null ? target.signals().pending : process.pending();
        if (!signal.realtime() && queue.has(signal)) {
            events.signalSent(main, info, to, Sent.ALREADY_PENDING);
            return 0;
        }
        if (signal.realtime() && overLimit(process, queue)) {
            if (info.code() != SigCodes.SI_USER && !fromKernel) {
                return Errno.EAGAIN.result();
            }
            queue.mark(signal);
        } else {
            queue.add(info);
        }
        events.signalSent(main, info, to, Sent.DELIVERED);
        process.signalWaiters().wakeAll();
        complete(process, target, info);
        return 0;
    }

    private static boolean overLimit(ThreadGroup process, SigQueue queue) {
        return process.limits().exceeded(Rlimit.SIGPENDING, queue.size() + 1L);
    }

    /// The effects that stop and continue signals have when they are sent. Returns whether the
    /// signal is to be queued.
    private static boolean prepare(
            ThreadGroup process, @Nullable Task target, Signal signal, boolean fromKernel) {
        if (process.exiting()) {
            if (signal != Signal.SIGKILL) {
                return false;
            }
        } else if ((signal.mask() & STOPS) != 0) {
            process.flushSignals(Signal.SIGCONT.mask());
        } else if (signal == Signal.SIGCONT) {
            process.flushSignals(STOPS);
            JobControl.continueProcess(process);
        }
        Task receiver = target != null ? target : process.leader();
        return !isIgnored(receiver, signal, fromKernel);
    }

    private static boolean isIgnored(Task task, Signal signal, boolean fromKernel) {
        if (task.signals().holdsBack(signal.mask())) {
            return false;
        }
        if (task.isTraced() && signal != Signal.SIGKILL) {
            return false;
        }
        SigAction action = task.sigHand().action(signal);
        boolean kernelOnly = signal == Signal.SIGKILL || signal == Signal.SIGSTOP;
        if (task.threadGroup().unkillable() && action.isDefault() && !(kernelOnly && fromKernel)) {
            return true;
        }
        return action.isIgnore()
                || action.isDefault() && signal.defaultAction == DefaultAction.IGNORE;
    }

    private static boolean wants(Task task, Signal signal) {
        if ((task.signals().blocked() & signal.mask()) != 0 || task.exiting()) {
            return false;
        }
        if (signal == Signal.SIGKILL) {
            return true;
        }
        return !task.state().stops() && (task.isRunningNow() || !hasOther(task, signal));
    }

    /// Whether a thread has a signal to take besides the one just queued.
    private static boolean hasOther(Task task, Signal signal) {
        long waiting = task.signals().pending.mask() | task.threadGroup().pending().mask();
        return (waiting & ~task.signals().blocked() & ~signal.mask()) != 0;
    }

    private static void complete(ThreadGroup process, @Nullable Task target, SigInfo info) {
        Signal signal = info.signal();
        Task chosen = choose(process, target, signal);
        if (chosen == null) {
            return;
        }
        Events events = process.kernel().events();
        SigAction action = process.leader().sigHand().action(signal);
        boolean fatal =
                action.isDefault()
                        && signal.defaultAction == DefaultAction.TERMINATE
                        && !process.exiting()
                        && !process.unkillable()
                        && !chosen.signals().awaits(signal.mask())
                        && (signal == Signal.SIGKILL
                                || !chosen.isTraced() && events.debugger() == null);
        if (fatal || signal == Signal.SIGKILL) {
            process.beginExit(signal.number);
            process.kernel().events().signalDelivered(chosen, info, 0, 0);
            for (Task thread : process.threads()) {
                thread.signals().pending.mark(Signal.SIGKILL);
                thread.signalWake(true);
            }
            return;
        }
        chosen.signalWake(false);
    }

    private static @Nullable Task choose(
            ThreadGroup process, @Nullable Task target, Signal signal) {
        Task main = target != null ? target : process.leader();
        if (wants(main, signal)) {
            return main;
        }
        if (target != null) {
            return null;
        }
        for (Task thread : process.threads()) {
            if (wants(thread, signal)) {
                return thread;
            }
        }
        return null;
    }
}
