package dev.murre.kernel.task;

/// What a task does, with the letter ps(1) shows.
public enum TaskState {
    /// Runs or waits for a processor.
    RUNNING('R'),
    /// Sleeps; signals wake it.
    INTERRUPTIBLE('S'),
    /// Sleeps; only fatal signals wake it.
    KILLABLE('D'),
    /// Sleeps; only what it waits for wakes it.
    UNINTERRUPTIBLE('D'),
    /// A kernel thread with nothing to do.
    IDLE('I'),
    /// Stopped by a job-control signal.
    STOPPED('T'),
    /// Stopped for its tracer.
    TRACED('t'),
    /// Ended, and not waited for.
    ZOMBIE('Z'),
    /// Gone.
    DEAD('X');

    /// The letter of ps(1).
    public final char letter;

    TaskState(char letter) {
        this.letter = letter;
    }

    /// Whether the task is stopped, by job control or for its tracer.
    public boolean stops() {
        return this == STOPPED || this == TRACED;
    }

    /// Whether the task runs or wants to.
    public boolean runnable() {
        return this == RUNNING;
    }

    /// Whether the task waits for an event.
    public boolean sleeping() {
        return this == INTERRUPTIBLE || this == KILLABLE || this == UNINTERRUPTIBLE || this == IDLE;
    }
}
