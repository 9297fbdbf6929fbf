package dev.murre.kernel.base;

import org.jspecify.annotations.Nullable;

/// A session, setsid(2), and its controlling terminal.
public interface Session {
    /// Its id in the machine's first pid namespace.
    int id();

    /// The controlling terminal: an object of the terminal layer, or null.
    @Nullable ControllingTerminal terminal();

    /// Gives the session a controlling terminal, or takes it away.
    void setTerminal(@Nullable ControllingTerminal terminal);

    /// Sends a signal to the session's leader, if it is still there.
    void signalLeader(SigInfo info);

    /// The terminal layer's face towards processes.
    interface ControllingTerminal {
        /// The session's leader exits: hang up, credentials(7), "Sessions".
        void disassociate();

        /// The device number, field 7 of `/proc/PID/stat`.
        int deviceNumber();

        /// The foreground group's id, or -1: field 8 of `/proc/PID/stat`.
        int foregroundGroup();
    }
}
