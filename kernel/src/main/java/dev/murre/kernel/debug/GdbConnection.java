package dev.murre.kernel.debug;

import org.jspecify.annotations.Nullable;

/// The line to gdb. Packets are without their framing, one character a byte.
public interface GdbConnection {
    /// Waits until gdb is there; once.
    void await();

    /// The next packet; null when gdb has gone.
    @Nullable String receive();

    void send(String packet);
}
