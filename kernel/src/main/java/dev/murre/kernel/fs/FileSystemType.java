package dev.murre.kernel.fs;

import org.jspecify.annotations.Nullable;

/// A kind of file system, as mount(2) names it.
public interface FileSystemType {
    String name();

    /// Whether it lives without a block device (`nodev` in `/proc/filesystems`).
    default boolean isNoDev() {
        return true;
    }

    /// Whether the superuser of a user namespace may mount it.
    default boolean isForUserNamespaces() {
        return switch (name()) {
            case "proc", "sysfs", "tmpfs", "ramfs", "devpts", "mqueue", "cgroup2" -> true;
            default -> false;
        };
    }

    /// A new instance, or the one there is; `data` are mount(2)'s comma-separated options.
    SuperBlock mount(Vfs vfs, FsSubject who, String source, @Nullable String data);
}
