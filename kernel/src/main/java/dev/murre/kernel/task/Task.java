package dev.murre.kernel.task;

import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.WaitQueue;

/// A thread of a program or of the kernel: Linux's `task_struct`.
public abstract class Task implements Subject {
    private final SyscallState restart = new SyscallState();
    private final Sleeper sleeper = new Sleeper(this);
    private TaskState state = TaskState.RUNNING;

    @Override
    public abstract Kernel kernel();

    /// What it does now.
    public final TaskState state() {
        return state;
    }

    // Waiting. Handlers return what these return. Each returns BLOCKED; or -ERESTARTSYS when a
    // signal is there, -ETIMEDOUT when the deadline has passed, and then nothing is waited for.

    /// Sleeps until the queue is woken or a signal comes.
    public final long waitOn(WaitQueue queue) {
        return waitOn(queue, -1, Timers.NEVER);
    }

    /// Sleeps until the queue is woken, a signal comes or the monotonic clock reaches the deadline.
    public final long waitOn(WaitQueue queue, long deadlineNanos) {
        return waitOn(queue, -1, deadlineNanos);
    }

    /// As [#waitOn(WaitQueue,long)], for wake-ups with a bit of `keyMask` only.
    public final long waitOn(WaitQueue queue, int keyMask, long deadlineNanos) {
        sleeper.prepare(queue, keyMask, false);
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// As [#waitOn(WaitQueue,int,long)], as an exclusive waiter: of those, one wake-up wakes one.
    public final long waitOnExclusive(WaitQueue queue, int keyMask, long deadlineNanos) {
        sleeper.prepare(queue, keyMask, true);
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// Sleeps until the queue is woken; only a fatal signal ends it before.
    public final long waitKillable(WaitQueue queue) {
        sleeper.prepare(queue, -1, false);
        return sleeper.block(TaskState.KILLABLE, Timers.NEVER);
    }

    /// Adds a queue to those that the next [#block(long)] waits on: for poll(2) and its kind.
    public final void prepareWait(WaitQueue queue, int keyMask) {
        sleeper.prepare(queue, keyMask, false);
    }

    /// Takes back every [#prepareWait]: something was ready after all.
    public final void cancelWait() {
        sleeper.finish();
    }

    /// Sleeps on all prepared queues until one is woken, a signal comes or the deadline.
    public final long block(long deadlineNanos) {
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// Sleeps until the deadline or a signal.
    public final long sleepUntil(long deadlineNanos) {
        return sleeper.block(TaskState.INTERRUPTIBLE, deadlineNanos);
    }

    /// Why the last sleep ended.
    public final WakeReason wakeReason() {
        return sleeper.reason();
    }

    /// What the blocked call remembers.
    public final SyscallState restart() {
        return restart;
    }

    /// Name of what it sleeps on, `/proc/PID/wchan`.
    public final String waitChannel() {
        return state.sleeping() ? sleeper.channel() : "0";
    }

    final void sleep(TaskState how) {
        state = how;
    }

    final boolean wakeUp(WakeReason why) {
        if (!state.sleeping()) {
            return false;
        }
        sleeper.woken(why);
        state = TaskState.RUNNING;
        return true;
    }

    abstract boolean fatalSignalPending();
}
