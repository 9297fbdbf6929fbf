package dev.murre.kernel.task;

import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.signal.SigAction;
import dev.murre.kernel.signal.SignalSender;

/// The part of a task that runs, sleeps and stops, with the waits that system calls use.
abstract sealed class TaskWaits implements FsSubject permits Task {
    final Kernel kernel;
    private TaskState state = TaskState.RUNNING;
    private final SyscallState restart = new SyscallState();
    private final Sleeper sleeper = new Sleeper((Task) this);

    TaskWaits(Kernel kernel) {
        this.kernel = kernel;
    }

    private Task self() {
        return (Task) this;
    }

    @Override
    public final Kernel kernel() {
        return kernel;
    }

    /// What it does now.
    public TaskState state() {
        return state;
    }

    void setState(TaskState value) {
        state = value;
    }

    /// Whether it has ended.
    public boolean exited() {
        return state == TaskState.ZOMBIE || state == TaskState.DEAD;
    }

    /// Stops for job control or a tracer; the caller gives the processor up.
    public void stop(TaskState how) {
        state = how;
    }

    /// Ends a stop.
    public void resumeStopped(WakeReason why) {
        if (state.stops()) {
            sleeper.woken(why);
            state = TaskState.RUNNING;
            kernel.scheduler().wakeUp(self());
        }
    }

    /// A signal has come for it: wakes it if it sleeps where signals wake, or has it look.
    public void signalWake(boolean fatal) {
        if (fatal && self().sched().frozen()) {
            kernel.scheduler().thaw(self());
        }
        boolean wakes =
                state == TaskState.INTERRUPTIBLE
                        || fatal && (state == TaskState.KILLABLE || state.stops());
        if (wakes) {
            if (state.stops()) {
                resumeStopped(WakeReason.SIGNAL);
            } else {
                wakeUp(WakeReason.SIGNAL);
            }
        } else {
            VirtualCpu on = self().cpu;
            if (on != null) {
                on.kick();
            }
        }
    }

    @Override
    public void sendSignal(SigInfo info) {
        SignalSender.sendToProcess(self().threadGroup, info);
    }

    @Override
    public boolean ignoresOrBlocks(Signal signal) {
        SigAction action = self().sigHand.action(signal);
        return (self().signals().blocked() & signal.mask()) != 0 || action.isIgnore();
    }

    @Override
    public boolean signalPending() {
        long waiting = self().signals().pending.mask() | self().threadGroup.pending().mask();
        return (waiting & ~self().signals().blocked()) != 0
                || self().signals().stopPending()
                || self().tracing != null && self().tracing.stopWanted()
                || self().threadGroup.exiting()
                || self().threadGroup.job().hasNotice();
    }

    /// Whether it is to die.
    public boolean fatalSignalPending() {
        return self().threadGroup.exiting() || self().signals().pending.has(Signal.SIGKILL);
    }

    /// Whether it has a tracer.
    public boolean isTraced() {
        return self().tracing != null;
    }

    /// Its tracer's hold on it; only while [#isTraced()].
    public Tracing tracing() {
        Tracing by = self().tracing;
        if (by == null) {
            throw new IllegalStateException(self().comm + " is not traced");
        }
        return by;
    }

    // Waiting. Handlers return what these return. Each returns BLOCKED; or -ERESTARTSYS when a
    // signal is there, -ETIMEDOUT when the deadline has passed, and then nothing is waited for.

    /// Sleeps until the queue is woken or a signal comes.
    public long waitOn(WaitQueue queue) {
        return waitOn(queue, -1, Timers.NEVER);
    }

    /// Sleeps until the queue is woken, a signal comes or the monotonic clock reaches the deadline.
    public long waitOn(WaitQueue queue, long deadlineNanos) {
        return waitOn(queue, -1, deadlineNanos);
    }

    /// As [#waitOn(WaitQueue,long)], for wake-ups with a bit of `keyMask` only.
    public long waitOn(WaitQueue queue, int keyMask, long deadlineNanos) {
        sleeper.prepare(queue, keyMask, false);
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// As [#waitOn(WaitQueue,int,long)], as an exclusive waiter: of those, one wake-up wakes one.
    public long waitOnExclusive(WaitQueue queue, int keyMask, long deadlineNanos) {
        sleeper.prepare(queue, keyMask, true);
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// Sleeps until the queue is woken; only a fatal signal ends it before.
    public long waitKillable(WaitQueue queue) {
        sleeper.prepare(queue, -1, false);
        return sleeper.block(TaskState.KILLABLE, Timers.NEVER);
    }

    /// Sleeps until the queue is woken, whatever signals come.
    long waitUninterruptible(WaitQueue queue) {
        sleeper.prepare(queue, -1, false);
        return sleeper.block(TaskState.UNINTERRUPTIBLE, Timers.NEVER);
    }

    /// Sleeps as a kernel thread with nothing to do until the queue is woken.
    public long waitIdle(WaitQueue queue) {
        sleeper.prepare(queue, -1, false);
        return sleeper.block(TaskState.IDLE, Timers.NEVER);
    }

    /// Adds a queue to those that the next [#block(long)] waits on: for poll(2) and its kind.
    public void prepareWait(WaitQueue queue, int keyMask) {
        sleeper.prepare(queue, keyMask, false);
    }

    /// Takes back every [#prepareWait]: something was ready after all.
    public void cancelWait() {
        sleeper.finish();
    }

    /// Sleeps on all prepared queues until one is woken, a signal comes or the deadline.
    public long block(long deadlineNanos) {
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// Sleeps until the deadline or a signal.
    public long sleepUntil(long deadlineNanos) {
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// The same for a time of CLOCK_REALTIME: when that is set, the sleep ends sooner or later.
    ///
    /// @param deadlineNanos when that time comes as things are, on the monotonic clock
    public long sleepUntilRealtime(long deadlineNanos) {
        return sleeper.blockUntilRealtime(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// Why the last sleep ended.
    public WakeReason wakeReason() {
        return sleeper.reason();
    }

    /// What the blocked call remembers.
    public SyscallState restart() {
        return restart;
    }

    /// Returns -ERESTART_RESTARTBLOCK from the handler being run, which goes on through
    /// restart_syscall(2) with its arguments and [#restart()] as they are now.
    public long restartLater() {
        return self().restartBlock.keep(self());
    }

    /// restart_syscall(2).
    public long resumeRestartBlock() {
        return self().restartBlock.resume(self());
    }

    /// Whether the call being served is this one.
    public boolean syscallIs(Sysno sysno) {
        return kernel.syscalls().numbers(self().abi).name(self().syscallNumber) == sysno;
    }

    /// Name of what it sleeps on, `/proc/PID/wchan`.
    public String waitChannel() {
        return state.sleeping() ? sleeper.channel() : "0";
    }

    void sleep(TaskState how) {
        state = how;
    }

    /// Makes a sleeping task run; returns whether it slept.
    boolean wakeUp(WakeReason why) {
        if (!state.sleeping()) {
            return false;
        }
        sleeper.woken(why);
        state = TaskState.RUNNING;
        kernel.scheduler().wakeUp(self());
        return true;
    }

    /// Runs again: leaves all queues and stops its alarm.
    void finishWait() {
        sleeper.finish();
    }
}
