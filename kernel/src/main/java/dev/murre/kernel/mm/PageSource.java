package dev.murre.kernel.mm;

import dev.murre.abi.Errno;
import dev.murre.machine.memory.SharedArea;
import org.jspecify.annotations.Nullable;

/// The content of a file (or of anonymous shared memory) as mappings see it, in pages of 4 KiB.
public interface PageSource {
    /// Copies page `index` to host memory that reads as zero; what lies beyond the end stays zero.
    /// False if the whole page lies
    /// beyond the end (the access gets SIGBUS).
    boolean readPage(long index, long hostAddress);

    /// Bytes.
    long size();

    /// Whether page `index` begins before the end. An index may be anything that a program's
    /// headers
    /// ask for.
    default boolean hasPage(long index) {
        return index >= 0 && index <= size() - 1 >> Mm.PAGE_SHIFT;
    }

    /// The content as memory that shared mappings alias, byte for byte; from now on it lives there,
    /// for read(2) and
    /// write(2) too. Null if the host cannot alias memory or the file's content cannot move (then
    /// MAP_SHARED fails).
    @Nullable SharedArea sharedArea();

    /// Takes memory for a page that a shared mapping touches, if it was not taken yet; false at the
    /// machine's limit.
    default boolean chargePage(long index) {
        return true;
    }

    /// Whether [#isFilled] tells pages that nobody has touched from others.
    default boolean knowsFilled() {
        return false;
    }

    /// Whether page `index` has content yet.
    default boolean isFilled(long index) {
        return true;
    }

    /// Equal keys promise equal content, so that translated code can be shared; null for content
    /// that may change.
    default @Nullable Object contentKey() {
        return null;
    }

    /// Who maps it; null for content that cannot change behind a mapping.
    default @Nullable SourceMappings mappings() {
        return null;
    }

    /// Makes whole pages of it read as zeros, madvise(2) with MADV_REMOVE.
    ///
    /// @throws dev.murre.abi.ErrnoException EPERM if the content is sealed, EOPNOTSUPP if it cannot
    default void punch(long offset, long length) {
        throw Errno.EOPNOTSUPP.exception();
    }

    /// A shared mapping of it was written to: time to update the file's times.
    default void written() {}
}
