package dev.murre.kernel.tty;

import dev.murre.abi.Signal;

/// What a line discipline needs of the terminal it runs on.
interface TerminalLine {
    Termios termios();

    /// How many bytes the output takes now; 0 while it is stopped.
    int outputRoom();

    void emit(byte b);

    void emit(byte[] bytes, int offset, int length);

    /// Throws away what was written and not yet taken by the device.
    void discardOutput();

    void stop();

    void start();

    boolean stopped();

    /// Sends a signal to the foreground process group.
    void signalForeground(Signal signal);

    /// Input has become available to readers.
    void inputReady();

    /// Room has come into the input buffer.
    void inputDrained();
}
