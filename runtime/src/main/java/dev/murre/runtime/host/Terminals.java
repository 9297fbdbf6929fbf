package dev.murre.runtime.host;

/// Finds the terminals of this process.
public final class Terminals {
    private Terminals() {}

    /// The terminal behind a descriptor of this process.
    ///
    /// @throws IllegalStateException if there is none
    public static Terminal open(int descriptor) {
        return new CTerminal(descriptor);
    }
}
