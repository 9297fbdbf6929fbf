package dev.murre.runtime;

import java.nio.file.Path;

/// What a machine has for `/` at start.
public sealed interface RootFs {
    /// A host directory, read through and never written: changes stay in the machine's memory.
    record Overlay(Path directory) implements RootFs {}

    /// A tar archive, plain or gzipped; changes stay in the machine's memory.
    record Tar(Path archive) implements RootFs {}

    /// The programs that ship with Murre, and nothing of the host.
    record BuiltIn() implements RootFs {}

    /// The host's own files as an overlay.
    static RootFs host() {
        return new Overlay(Path.of("/"));
    }
}
