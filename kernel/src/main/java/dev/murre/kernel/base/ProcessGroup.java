package dev.murre.kernel.base;

/// A process group, setpgid(2), as terminals and file owners see it.
public interface ProcessGroup {
    /// Its id in the machine's first pid namespace.
    int id();

    /// The session it is in.
    Session session();

    /// Sends a signal to every member.
    void send(SigInfo info);

    /// Whether no member has a parent in another group of the same session, setpgid(2) "orphaned".
    boolean isOrphaned();

    /// Whether no process is in it any more.
    boolean isEmpty();
}
