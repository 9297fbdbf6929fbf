package dev.murre.runtime;

/// How guest instructions are run. Both mean the same; they differ in speed only.
public enum Engine {
    /// Decode once, then interpret.
    INTERPRETER,
    /// Interpret, and turn what is hot into Java bytecode.
    COMPILED
}
