package dev.murre.kernel.signal;

/// Where a process stands between stopped and continued.
public final class JobState {
    private enum State {
        RUNNING,
        STOPPED,
        CONTINUED
    }

    private State state = State.RUNNING;

    /// How many threads have yet to stop.
    int stopping;

    int stopSignal;

    /// The signal that stopped the process, for wait(2).
    int exitCode;

    /// What the parent is still to be told: a CLD_ code, or 0.
    int notice;

    /// Whether every thread has stopped.
    public boolean stopped() {
        return state == State.STOPPED;
    }

    /// The signal of the stop that is under way or has come about.
    public int stopSignal() {
        return stopSignal;
    }

    /// Whether a continue has not been waited for.
    public boolean continued() {
        return state == State.CONTINUED;
    }

    /// The signal that stopped the process, or 0 when wait(2) has taken it.
    public int exitCode() {
        return exitCode;
    }

    /// Whether the parent is still to be told of a continue.
    public boolean hasNotice() {
        return notice != 0;
    }

    /// wait(2) has reported the stop.
    public void stopReported() {
        exitCode = 0;
    }

    /// wait(2) has reported the continue.
    public void continueReported() {
        state = State.RUNNING;
    }

    /// A thread is to take part in a stop that is under way.
    public boolean stopUnderWay() {
        return stopping > 0;
    }

    void setStopped(int signal) {
        state = State.STOPPED;
        exitCode = signal;
        notice = 0;
    }

    void setContinued(int tell) {
        state = State.CONTINUED;
        exitCode = 0;
        notice = tell;
    }

    /// The process ends: no stop counts any more.
    public void forget() {
        state = State.RUNNING;
        stopping = 0;
        notice = 0;
    }
}
