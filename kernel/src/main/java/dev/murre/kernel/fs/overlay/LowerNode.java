package dev.murre.kernel.fs.overlay;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// A file of the tree under an overlay. All methods throw `ErrnoException` when the tree cannot be read.
public interface LowerNode {
    LowerAttributes attributes();

    /// The entry of this directory with this name, or null.
    @Nullable LowerNode lookup(String name);

    /// The names in this directory, in a stable order, without `.` and `..`.
    Collection<String> names();

    /// Where this symbolic link points.
    String target();

    /// Reads up to `length` bytes of this regular file; fewer at its end only.
    int read(long offset, byte[] to, int at, int length);
}
