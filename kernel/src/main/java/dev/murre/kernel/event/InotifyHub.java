package dev.murre.kernel.event;

import dev.murre.kernel.fs.FsNotify;
import dev.murre.kernel.fs.Inode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Brings the events of file systems to the inotify instances that watch; the list of watches hangs
/// on the inode.
public final class InotifyHub implements FsNotify {
    static final int IN_EXCL_UNLINK = 0x04000000;
    static final int IN_ONESHOT = 0x80000000;
    static final int IN_IGNORED = 0x8000;

    /// Events a watch gets whether it asked or not.
    private static final int ALWAYS = UNMOUNT;

    private static final class Watches {
        final List<InotifyWatch> list = new ArrayList<>(1);
    }

    @Override
    public void event(Inode inode, int mask, @Nullable String name, int cookie) {
        if (!(inode.marks instanceof Watches watches)) {
            return;
        }
        for (InotifyWatch watch : List.copyOf(watches.list)) {
            int kind = mask & ~IS_DIR;
            if ((kind & (watch.mask | ALWAYS)) != 0) {
                watch.owner.enqueue(watch, mask, name, cookie);
                if ((watch.mask & IN_ONESHOT) != 0) {
                    watch.owner.forget(watch);
                    continue;
                }
            }
            if ((kind & (DELETE_SELF | UNMOUNT)) != 0) {
                watch.owner.forget(watch);
            }
        }
    }

    static @Nullable InotifyWatch find(Inode inode, Inotify owner) {
        if (inode.marks instanceof Watches watches) {
            for (InotifyWatch watch : watches.list) {
                if (watch.owner == owner) {
                    return watch;
                }
            }
        }
        return null;
    }

    static void attach(InotifyWatch watch) {
        if (!(watch.inode.marks instanceof Watches)) {
            watch.inode.marks = new Watches();
        }
        ((Watches) watch.inode.marks).list.add(watch);
    }

    static void detach(InotifyWatch watch) {
        if (watch.inode.marks instanceof Watches watches) {
            watches.list.remove(watch);
            if (watches.list.isEmpty()) {
                watch.inode.marks = null;
            }
        }
    }
}
