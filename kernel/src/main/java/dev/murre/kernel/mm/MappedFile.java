package dev.murre.kernel.mm;

/// An open file that a mapping holds on to.
public interface MappedFile {
    PageSource pages();

    /// One more mapping holds it.
    MappedFile share();

    /// A mapping lets go.
    void put();
}
