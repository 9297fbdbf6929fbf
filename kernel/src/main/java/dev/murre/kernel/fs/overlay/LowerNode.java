package dev.murre.kernel.fs.overlay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A file of the tree under an overlay. All methods throw `ErrnoException` when the tree cannot be
/// read.
public interface LowerNode {
    LowerAttributes attributes();

    /// The entry of this directory with this name, or null.
    @Nullable LowerNode lookup(String name);

    /// The names in this directory, in a stable order, without `.` and `..`.
    Collection<String> names();

    /// The names with what listing tells of the files, in the order of [#names].
    default List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (String name : names()) {
            entries.add(new Entry(name, 0, 0));
        }
        return entries;
    }

    /// One entry of a directory; number and type are 0 where listing does not tell.
    record Entry(String name, long ino, int type) {}

    /// A number that no other file of this tree has, below 2³¹; 0 where there is none to be had.
    default long ino() {
        return 0;
    }

    /// Where this symbolic link points.
    String target();

    /// Reads up to `length` bytes of this regular file; fewer at its end only.
    int read(long offset, byte[] to, int at, int length);
}
