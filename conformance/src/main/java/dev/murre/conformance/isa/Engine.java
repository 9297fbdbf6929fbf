package dev.murre.conformance.isa;

/// One of Murre's processors under test.
interface Engine extends AutoCloseable {
    /// Runs `c` from its state in memory that holds the template, and puts the template back.
    void run(IsaCase c, IsaResult result);

    @Override
    void close();
}
