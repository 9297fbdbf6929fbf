package dev.murre.kernel.task;

import dev.murre.abi.CloneFlags;
import dev.murre.abi.SigCodes;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.signal.JobState;
import dev.murre.kernel.signal.SigAction;
import dev.murre.kernel.signal.SignalSender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A tracer's hold on one task, ptrace(2).
public final class Tracing {
    /// Bits of PTRACE_O_…, ptrace(2), PTRACE_SETOPTIONS.
    public static final int SYSGOOD = 1;

    public static final int FORK = 2;
    public static final int VFORK = 4;
    public static final int CLONE = 8;
    public static final int EXEC = 0x10;
    public static final int VFORK_DONE = 0x20;
    public static final int EXIT = 0x40;
    public static final int SECCOMP = 0x80;
    public static final int EXITKILL = 0x100000;
    public static final int ALL_OPTIONS = 0x3000ff;

    public static final int EVENT_FORK = 1;
    public static final int EVENT_VFORK = 2;
    public static final int EVENT_CLONE = 3;
    public static final int EVENT_EXEC = 4;
    public static final int EVENT_VFORK_DONE = 5;
    public static final int EVENT_EXIT = 6;
    public static final int EVENT_SECCOMP = 7;
    public static final int EVENT_STOP = 128;

    /// How a traced task goes on from a stop.
    public enum Resume {
        CONTINUE,
        TO_SYSCALL,
        SINGLE_STEP
    }

    private final Task task;
    private final Task tracer;
    private final boolean seized;
    int options;
    private Resume resume = Resume.CONTINUE;

    private int stopCode;
    private boolean stopped;
    private boolean reported;
    private boolean listening;
    private @Nullable SigInfo stopInfo;
    private boolean signalStop;
    private boolean resumedFromSignal;
    private @Nullable SigInfo injected;
    private long message;

    /// Whether the processor's step flag was set for the tracer, not by the program.
    private boolean stepForced;

    Tracing(Task task, Task tracer, boolean seized, int options) {
        this.task = task;
        this.tracer = tracer;
        this.seized = seized;
        this.options = options;
    }

    /// Puts a task under a tracer.
    public static void attach(Task task, Task tracer, boolean seized, int options) {
        task.tracing = new Tracing(task, tracer, seized, options);
        tracer.tracees().add(task);
    }

    static List<Task> tracedBy(Task tracer) {
        return tracer.tracees == null ? List.of() : List.copyOf(tracer.tracees);
    }

    public Task tracer() {
        return tracer;
    }

    public boolean seized() {
        return seized;
    }

    public void setOptions(int bits) {
        options = bits;
    }

    /// How it runs since the last stop.
    public Resume mode() {
        return resume;
    }

    public long message() {
        return message;
    }

    /// The signal of the stop it is in, or null.
    public @Nullable SigInfo stopInfo() {
        return stopInfo;
    }

    public void setStopInfo(SigInfo info) {
        stopInfo = info;
    }

    /// Whether it is in a stop.
    public boolean isStopped() {
        return stopped;
    }

    boolean hasStopToReport() {
        return stopped && !reported;
    }

    int stopCode() {
        return stopCode;
    }

    void stopReported() {
        reported = true;
    }

    /// Stops the task; the caller gives the processor up. Linux: ptrace_stop.
    void stop(int code, @Nullable SigInfo info) {
        stopCode = code;
        stopInfo = info;
        stopped = true;
        reported = false;
        hideStep();
        task.stop(TaskState.TRACED);
        task.syncThread();
        notifyTracer(code & 0x7f);
    }

    private void notifyTracer(int status) {
        SigAction action = tracer.sigHand().action(Signal.SIGCHLD);
        if (!action.isIgnore() && !action.has(SigactionFlags.SA_NOCLDSTOP)) {
            SigInfo info =
                    SigInfo.child(
                            SigCodes.CLD_TRAPPED,
                            tracer.numberOf(task),
                            tracer.creds().seenUser(task.creds().uid()),
                            status,
                            0,
                            0);
            SignalSender.sendToProcess(tracer.threadGroup, info);
        }
        tracer.threadGroup.childExit().wakeAll();
    }

    /// A signal is about to be delivered: stops for the tracer, which decides. Returns null while
    /// the task is stopped; SIGKILL passes.
    public @Nullable SigInfo signalStop(SigInfo info) {
        if (info.signal() == Signal.SIGKILL) {
            return info;
        }
        signalStop = true;
        phase = Phase.NONE;
        stop(info.signal().number, info);
        return null;
    }

    /// After a signal stop: whether the tracer has decided, see [#takeInjected].
    public boolean resumedFromSignal() {
        return resumedFromSignal;
    }

    /// The signal that the tracer wants delivered, or null.
    public @Nullable SigInfo takeInjected() {
        SigInfo info = injected;
        injected = null;
        resumedFromSignal = false;
        return info;
    }

    /// The tracer lets the task go on, with a signal or 0. PTRACE_CONT and its kind.
    public void resume(Resume how, int signalNumber) {
        resume = how;
        if (phase == Phase.SECCOMP) {
            phase = Phase.NONE;
        }
        boolean wasSignal = signalStop;
        boolean wasSyscall = phase != Phase.NONE;
        phase = phase == Phase.ENTRY ? Phase.ENTRY : Phase.NONE;
        forceStep(how == Resume.SINGLE_STEP);
        SigInfo was = stopInfo;
        signalStop = false;
        stopped = false;
        stopInfo = null;
        stopCode = signalNumber;
        if (wasSignal) {
            resumedFromSignal = true;
            Signal signal = Signal.of(signalNumber);
            if (signal == null) {
                injected = null;
            } else if (was != null && was.signal() == signal) {
                injected = was;
            } else {
                injected =
                        SigInfo.user(
                                signal,
                                SigCodes.SI_USER,
                                task.numberOf(tracer),
                                task.creds().seenUser(tracer.creds().uid()));
            }
        }
        if (!wasSignal && wasSyscall && signalNumber != 0) {
            Signal signal = Signal.of(signalNumber);
            if (signal != null) {
                SignalSender.sendToThread(task, SigInfo.kernel(signal));
            }
        }
        task.exitWork = true;
        task.resumeStopped(WakeReason.EVENT);
    }

    /// Switches single steps on; off only if a tracer had switched them on. Linux: TIF_FORCED_TF.
    private void forceStep(boolean on) {
        long regs = task.regs();
        if (on) {
            stepForced |= !task.arch().singleStep(regs);
            task.arch().setSingleStep(regs, true);
        } else if (stepForced) {
            stepForced = false;
            task.arch().setSingleStep(regs, false);
        }
    }

    /// The flag of a step that the tracer asked for does not show in what the program saves.
    public void hideStep() {
        forceStep(false);
    }

    /// A step has ended at a handler's first instruction. Returns whether it stopped there.
    public boolean handlerStep() {
        if (resume != Resume.SINGLE_STEP) {
            return false;
        }
        phase = Phase.NONE;
        int code = Signal.SIGTRAP.number;
        stop(code, trapInfo(code));
        return true;
    }

    /// A task that was stopped when its tracer came reports that stop to it.
    public void takeOverStop() {
        if (task.state() == TaskState.STOPPED) {
            pendingEventStop = true;
            task.exitWork = true;
            task.resumeStopped(WakeReason.EVENT);
        }
    }

    /// Where in a system call the task stopped, PTRACE_GET_SYSCALL_INFO.
    public enum Phase {
        NONE,
        ENTRY,
        EXIT,
        SECCOMP
    }

    private Phase phase = Phase.NONE;

    /// The system call stop it is in.
    public Phase phase() {
        return stopped ? phase : Phase.NONE;
    }

    /// A system call's end is still to be told, once the task goes on from another stop.
    boolean exitStopPending;

    /// Stops at a system call's entry or exit. The tracer may give a signal to send when it goes
    /// on.
    ///
    /// @return whether it stopped; one that is to die does not
    boolean syscallStop(Phase where) {
        if (task.fatalSignalPending()) {
            return false;
        }
        int sysgood = (options & SYSGOOD) != 0 ? 0x80 : 0;
        int code = Signal.SIGTRAP.number | sysgood;
        phase = where;
        stop(code, trapInfo(code));
        return true;
    }

    /// A filter leaves a call to the tracer, SECCOMP_RET_TRACE. Returns whether it stopped.
    boolean seccompEvent(int data) {
        boolean stops = event(EVENT_SECCOMP, SECCOMP, data);
        if (stops) {
            phase = Phase.SECCOMP;
        }
        return stops;
    }

    boolean wantsSeccomp() {
        return (options & SECCOMP) != 0;
    }

    private SigInfo trapInfo(int code) {
        return SigInfo.user(
                Signal.SIGTRAP, code, task.pid(), task.creds().seenUser(task.creds().uid()));
    }

    /// Stops because the whole process does: a job-control stop as its tracer sees it.
    public void groupStop(int signal) {
        int code = seized ? signal | EVENT_STOP << 8 : signal;
        phase = Phase.NONE;
        stop(code, null);
    }

    /// PTRACE_INTERRUPT.
    public void interrupt() {
        pendingEventStop = true;
        task.exitWork = true;
        if (listening) {
            listening = false;
            task.resumeStopped(WakeReason.EVENT);
        } else {
            task.signalWake(false);
        }
    }

    /// Whether a stop is to be made before the task returns to user mode.
    boolean stopWanted() {
        return pendingEventStop;
    }

    /// Stops for an event if the tracer asked for it. Returns whether it stopped.
    boolean event(int number, int option, long value) {
        if ((options & option) == 0) {
            return false;
        }
        message = value;
        phase = Phase.NONE;
        int code = Signal.SIGTRAP.number | number << 8;
        stop(code, trapInfo(code));
        return true;
    }

    /// The task is about to end with a status as wait(2) has it. Returns whether it stopped first.
    boolean exitEvent(int status) {
        return event(EVENT_EXIT, EXIT, status);
    }

    /// The task has made another: the event of the kind of birth.
    void forked(CloneArgs args, long childNumber) {
        if (args.has(CloneFlags.CLONE_VFORK)) {
            event(EVENT_VFORK, VFORK, childNumber);
        } else if (args.exitSignal() != Signal.SIGCHLD.number) {
            event(EVENT_CLONE, CLONE, childNumber);
        } else {
            event(EVENT_FORK, FORK, childNumber);
        }
    }

    /// The child of a vfork has let go.
    void vforkDone(long childNumber) {
        event(EVENT_VFORK_DONE, VFORK_DONE, childNumber);
    }

    /// Puts a new task under the same tracer if the tracer follows births.
    void adopt(Task child, CloneArgs args) {
        int option;
        if (args.has(CloneFlags.CLONE_VFORK)) {
            option = VFORK;
        } else {
            option = args.exitSignal() != Signal.SIGCHLD.number ? CLONE : FORK;
        }
        if ((options & option) == 0 && !args.has(CloneFlags.CLONE_PTRACE)) {
            return;
        }
        attach(child, tracer, seized, options);
        if (seized) {
            child.tracing().pendingEventStop = true;
            child.exitWork = true;
        } else {
            child.signals().pending.add(SigInfo.user(Signal.SIGSTOP, SigCodes.SI_USER, 0, 0));
        }
    }

    boolean pendingEventStop;

    /// The stop of a newly attached task, PTRACE_EVENT_STOP; within a stop of its process it tells
    /// of that. Linux: do_jobctl_trap.
    void eventStop() {
        JobState job = task.threadGroup.job();
        phase = Phase.NONE;
        if (job.stopped() || job.stopUnderWay()) {
            groupStop(job.stopSignal());
            return;
        }
        int code = Signal.SIGTRAP.number | EVENT_STOP << 8;
        stop(code, trapInfo(code));
    }

    /// The task has become another program.
    boolean execEvent(long oldNumber) {
        if ((options & EXEC) != 0) {
            return event(EVENT_EXEC, EXEC, oldNumber);
        }
        if (!seized) {
            SignalSender.sendToThread(
                    task, SigInfo.user(Signal.SIGTRAP, SigCodes.SI_USER, task.pid(), 0));
        }
        return false;
    }

    /// The task ends: its tracer learns of it like a parent. Returns whether nobody will wait.
    boolean exited(Task t) {
        boolean asParent =
                t.isGroupLeader()
                        && t.threadGroup.isEmpty()
                        && t.realParent.threadGroup == tracer.threadGroup;
        TaskExit.notifyParent(t, asParent ? t.exitSignal : Signal.SIGCHLD.number);
        return false;
    }

    /// The tracer has waited for the ended task. Returns whether the task stays for its real
    /// parent.
    boolean zombieReaped(Task t, boolean byTracer) {
        boolean otherParent = t.realParent.threadGroup != tracer.threadGroup;
        release(t);
        if (byTracer && otherParent && t.isGroupLeader()) {
            if (TaskExit.notifyParent(t, t.exitSignal)) {
                t.setState(TaskState.DEAD);
                TaskExit.release(t);
            }
            return true;
        }
        return false;
    }

    /// Ends tracing, without letting a stopped task go on.
    static void release(Task t) {
        Tracing by = t.tracing;
        if (by != null) {
            by.tracer.tracees().remove(t);
            t.tracing = null;
        }
    }

    /// PTRACE_LISTEN: stays stopped, but takes no requests; SIGCONT makes it stop anew to tell of
    /// itself.
    public void listen() {
        stopped = false;
        listening = true;
    }

    /// The stop of a seized task's process is over: it tells its tracer. Linux: ptrace_trap_notify.
    public void processContinued() {
        pendingEventStop = true;
        task.exitWork = true;
        if (listening) {
            listening = false;
            task.resumeStopped(WakeReason.EVENT);
        }
    }

    /// PTRACE_DETACH: ends tracing and lets the task go on.
    public void detach(int signalNumber) {
        resume(Resume.CONTINUE, signalNumber);
        SigInfo signal = takeInjected();
        release(task);
        stopWithProcess(task);
        if (signal != null) {
            SignalSender.sendToThread(task, signal);
        }
    }

    /// A task without a tracer stops again if its process is stopped. Linux: __ptrace_unlink.
    private static void stopWithProcess(Task t) {
        JobState job = t.threadGroup.job();
        if (!t.threadGroup.exiting() && (job.stopped() || job.stopUnderWay())) {
            t.signals().stopAgain();
        }
    }

    /// A tracer ends: its tasks run on untraced, or are killed if it asked for that.
    static void tracerExits(Task tracer) {
        if (tracer.tracees == null) {
            return;
        }
        for (Task t : new ArrayList<>(tracer.tracees)) {
            Tracing by = t.tracing();
            boolean kill = (by.options & EXITKILL) != 0;
            if (t.state() == TaskState.ZOMBIE) {
                release(t);
                if (t.isGroupLeader() ? t.threadGroup.isEmpty() : true) {
                    reapUntraced(t);
                }
                continue;
            }
            boolean wasStopped = by.stopped;
            release(t);
            if (kill) {
                SignalSender.sendToThread(t, SigInfo.kernel(Signal.SIGKILL));
            } else if (wasStopped) {
                by.hideStep();
                stopWithProcess(t);
                t.resumeStopped(WakeReason.EVENT);
            }
        }
    }

    private static void reapUntraced(Task t) {
        if (!t.isGroupLeader() || TaskExit.notifyParent(t, t.exitSignal)) {
            t.setState(TaskState.DEAD);
            TaskExit.release(t);
        }
    }
}
