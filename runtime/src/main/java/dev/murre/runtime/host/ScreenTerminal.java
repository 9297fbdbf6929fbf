package dev.murre.runtime.host;

import java.io.IOException;

/// A terminal for a machine's console: what is typed, what is shown. Each method is called by one
/// thread of its own and may wait.
public interface ScreenTerminal {
    /// Waits for keys.
    ///
    /// @return how many bytes were read, -1 when the terminal is gone
    int read(byte[] target) throws IOException;

    /// Shows bytes.
    void write(byte[] bytes, int offset, int length) throws IOException;

    /// Its size now.
    WindowSize size();
}
