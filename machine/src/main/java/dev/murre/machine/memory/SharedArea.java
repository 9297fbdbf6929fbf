package dev.murre.machine.memory;

/// A stretch of memory that exists once and may be seen at several host addresses: shared mappings
/// and the content of
/// files that are mapped shared. Grows on demand, never shrinks.
public interface SharedArea extends AutoCloseable {
    /// Bytes available at present.
    long size();

    /// Makes at least `size` bytes available. {@link #address} may change.
    void ensure(long size);

    /// Where the kernel itself sees byte 0.
    long address();

    /// Makes `length` bytes from `offset` on appear at the host address `target`, which lies in a
    /// window (all three are
    /// multiples of the page size).
    void alias(long target, long offset, long length);

    @Override
    void close();
}
