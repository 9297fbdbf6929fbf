package dev.murre.kernel.event;

import dev.murre.kernel.fs.Inode;

/// One object an inotify instance watches.
final class InotifyWatch {
    final Inotify owner;
    final Inode inode;
    final int descriptor;
    int mask;

    InotifyWatch(Inotify owner, Inode inode, int descriptor, int mask) {
        this.owner = owner;
        this.inode = inode;
        this.descriptor = descriptor;
        this.mask = mask;
    }
}
