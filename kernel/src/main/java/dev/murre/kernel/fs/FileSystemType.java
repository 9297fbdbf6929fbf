package dev.murre.kernel.fs;

import org.jspecify.annotations.Nullable;

/// A kind of file system, as mount(2) names it.
public interface FileSystemType {
    String name();

    /// Whether it lives without a block device (`nodev` in `/proc/filesystems`).
    default boolean isNoDev() {
        return true;
    }

    /// A new instance, or the one there is; `data` are mount(2)'s comma-separated options.
    SuperBlock mount(Vfs vfs, FsSubject who, String source, @Nullable String data);
}
