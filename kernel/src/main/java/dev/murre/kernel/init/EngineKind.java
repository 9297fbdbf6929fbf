package dev.murre.kernel.init;

/// How guest code is executed. All kinds give the same results.
public enum EngineKind {
    /// Operation by operation.
    INTERPRETER,
    /// Hot code is compiled to JVM bytecode, the rest interpreted.
    MIXED,
    /// Everything is compiled before it first runs: slow, and the same in every run; for tests.
    COMPILED
}
