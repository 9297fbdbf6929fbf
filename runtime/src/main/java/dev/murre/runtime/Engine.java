package dev.murre.runtime;

/// How guest instructions are run. All mean the same; they differ in speed only.
public enum Engine {
    /// Decode once, then interpret.
    INTERPRETER,
    /// Interpret, and turn what is hot into Java bytecode: the usual way.
    MIXED,
    /// Turn everything into Java bytecode before it first runs: slow to start, and for tests.
    COMPILED
}
