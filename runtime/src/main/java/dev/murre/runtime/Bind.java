package dev.murre.runtime;

import java.nio.file.Path;

/// A host directory or file that the guest sees at `guestPath`.
public record Bind(Path hostPath, String guestPath, Access access) {
    /// Whether the guest's writes reach the host.
    public enum Access {
        READ_ONLY,
        READ_WRITE
    }
}
