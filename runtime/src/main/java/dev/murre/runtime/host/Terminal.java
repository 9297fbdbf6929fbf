package dev.murre.runtime.host;

/// A terminal that a person sits at.
public interface Terminal extends AutoCloseable {
    /// Passes every byte through as it is: the guest's line discipline does the rest, cfmakeraw(3).
    void makeRaw();

    /// Back to how it was found; does nothing when nothing was changed.
    void restore();

    /// Its size now.
    WindowSize size();

    @Override
    void close();
}
