package dev.murre.runtime;

/// What a guest's sockets reach.
public enum NetworkMode {
    /// The machine's own loopback only.
    NONE,
    /// Whatever the host reaches, by the host's own sockets.
    HOST
}
