package dev.murre.runtime;

/// A machine stopped because of a mistake in Murre itself; the cause says where. Whatever ran in it
/// is lost.
public final class MachineFailure extends IllegalStateException {
    private final transient String tasks;

    MachineFailure(Throwable cause, String tasks) {
        super("the machine failed", cause);
        this.tasks = tasks;
    }

    /// Every task there was, its state and what it waited for, as text for people; empty if the
    /// kernel is too broken to tell.
    public String tasks() {
        return tasks;
    }
}
