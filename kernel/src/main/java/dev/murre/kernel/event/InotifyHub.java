package dev.murre.kernel.event;

import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsNotify;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
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
        @Nullable DirectoryNotices notices;
    }

    @Override
    public void event(Inode inode, int mask, @Nullable String name, int cookie) {
        if (!(inode.marks instanceof Watches watches)) {
            return;
        }
        DirectoryNotices notices = watches.notices;
        if (notices != null) {
            notices.event(mask & ~IS_DIR, cookie);
            dropUnused(inode, watches);
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
        watches(watch.inode).list.add(watch);
    }

    private static Watches watches(Inode inode) {
        if (inode.marks instanceof Watches watches) {
            return watches;
        }
        var made = new Watches();
        inode.marks = made;
        return made;
    }

    /// The requests for signals on a directory, F_NOTIFY.
    static DirectoryNotices notices(Inode inode, KernelServices kernel) {
        Watches watches = watches(inode);
        DirectoryNotices notices = watches.notices;
        if (notices == null) {
            notices = new DirectoryNotices(kernel);
            watches.notices = notices;
        }
        return notices;
    }

    static void endNotices(Inode inode, FdTable files, OpenFile file) {
        if (inode.marks instanceof Watches watches && watches.notices != null) {
            watches.notices.end(files, file);
            dropUnused(inode, watches);
        }
    }

    private static void dropUnused(Inode inode, Watches watches) {
        DirectoryNotices notices = watches.notices;
        if (notices != null && notices.isEmpty()) {
            watches.notices = null;
        }
        if (watches.list.isEmpty() && watches.notices == null) {
            inode.marks = null;
        }
    }

    static void detach(InotifyWatch watch) {
        if (watch.inode.marks instanceof Watches watches) {
            watches.list.remove(watch);
            dropUnused(watch.inode, watches);
        }
    }
}
