package dev.murre.runtime.host;

/// Size of a terminal in characters, `struct winsize` of ioctl_tty(2).
public record WindowSize(int rows, int columns) {
    /// What a terminal has that does not say.
    public static final WindowSize USUAL = new WindowSize(24, 80);
}
