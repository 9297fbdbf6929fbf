package dev.murre.kernel.fs;

import org.jspecify.annotations.Nullable;

/// The one place where file events are announced; inotify listens here.
public interface FsNotify {
    int ACCESS = 0x1;
    int MODIFY = 0x2;
    int ATTRIB = 0x4;
    int CLOSE_WRITE = 0x8;
    int CLOSE_NOWRITE = 0x10;
    int OPEN = 0x20;
    int MOVED_FROM = 0x40;
    int MOVED_TO = 0x80;
    int CREATE = 0x100;
    int DELETE = 0x200;
    int DELETE_SELF = 0x400;
    int MOVE_SELF = 0x800;
    int UNMOUNT = 0x2000;
    int IS_DIR = 0x40000000;

    /// Announces `mask` (one event, perhaps with IS_DIR) on `inode`. `name` is null for an event on
    /// the
    /// watched object itself, else the entry of the directory `inode` it happened to. `cookie`
    /// joins
    /// MOVED_FROM with MOVED_TO.
    void event(Inode inode, int mask, @Nullable String name, int cookie);
}
