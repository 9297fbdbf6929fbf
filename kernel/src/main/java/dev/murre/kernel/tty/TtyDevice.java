package dev.murre.kernel.tty;

/// What a terminal writes to: the other end of a pty, or the host's terminal. Called with the
/// kernel's lock
/// held; never blocks.
public interface TtyDevice {
    /// How many bytes it takes now.
    int room();

    /// Takes bytes, at most as many as [#room] said.
    void write(byte[] bytes, int offset, int length);

    /// Bytes written and not yet taken at the other end.
    int pending();

    /// Forgets what has been written and not yet taken.
    void discard();

    /// The terminal's reader made room for input.
    void inputDrained();

    /// Output stopped or started, or what was waiting was thrown away: `TIOCPKT_*` bits for packet
    /// mode.
    void status(int bits);

    /// The last descriptor of the terminal has been closed, or it has been opened again.
    void openChanged(int openFiles);
}
