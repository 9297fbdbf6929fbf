package dev.murre.kernel.base;

import dev.murre.abi.Abi;
import dev.murre.abi.Signal;
import org.jspecify.annotations.Nullable;

/// What subsystems below the task know of their caller. File systems use their own extension of it,
/// with the root directory and the open files.
public interface Subject {
    /// Who it acts as.
    Credentials creds();

    /// Its memory; a kernel thread has none, and asking it is a bug.
    UserMemory memory();

    /// The layout of its structures.
    Abi abi();

    /// Its limits.
    Rlimits limits();

    /// The thread's id in its own pid namespace.
    int pid();

    /// The process's id in its own pid namespace.
    int tgid();

    /// The process's identity.
    ProcessId processId();

    /// Its name, at most 15 bytes.
    String comm();

    /// The group it belongs to.
    ProcessGroup processGroup();

    /// The session it belongs to.
    Session session();

    /// The controlling terminal, or null: the session's, unless the process gave it up (TIOCNOTTY).
    default Session.@Nullable ControllingTerminal terminal() {
        return session().terminal();
    }

    /// Gives the controlling terminal up for this process and its children to come, or takes that
    /// back.
    default void giveUpTerminal(boolean up) {}

    /// Whether it leads its session.
    boolean isSessionLeader();

    /// Sends a signal to the whole process.
    void sendSignal(SigInfo info);

    /// Whether this signal is blocked by the calling thread or ignored by the process.
    boolean ignoresOrBlocks(Signal signal);

    /// Whether a signal waits to be delivered, so that an interruptible wait must end.
    boolean signalPending();

    /// The machine.
    KernelServices kernel();
}
