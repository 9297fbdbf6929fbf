package dev.murre.kernel.fs;

/// The three ways of `renameat2(2)`.
public enum Rename {
    REPLACE,
    NO_REPLACE,
    EXCHANGE
}
