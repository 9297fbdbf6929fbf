package dev.murre.cli;

/// How a guest's standard descriptors are connected.
enum Interaction {
    /// Some are the machine's terminal, behind which the user's terminal stands.
    TERMINAL,
    /// All are streams.
    STREAMS
}
