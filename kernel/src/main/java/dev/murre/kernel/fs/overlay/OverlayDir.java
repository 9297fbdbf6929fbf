package dev.murre.kernel.fs.overlay;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.tmpfs.TmpDir;
import dev.murre.kernel.fs.tmpfs.TmpInode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory of the lower tree: its entries, minus those hidden, plus those made above.
final class OverlayDir extends TmpDir {
    private static final long FIRST_COOKIE = 3;
    private static final long UPPER_COOKIES = 1L << 30;

    private final LowerNode lower;
    private final long size;
    private final Map<String, TmpInode> below = new HashMap<>();

    /// Lower names that were removed or have another file in their place (whiteouts).
    private final Set<String> hidden = new HashSet<>();

    private @Nullable List<LowerNode.Entry> lowerEntries;

    OverlayDir(OverlayFs fs, long ino, LowerNode lower, LowerAttributes a) {
        super(fs, ino, a.mode());
        this.lower = lower;
        this.size = a.size();
        adopt(a.uid(), a.gid(), a.nlink(), a.rdev());
        adoptTimes(a.atimeNanos(), a.mtimeNanos(), a.ctimeNanos());
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        Inode made = super.lookup(who, name);
        return made != null ? made : lookupBelow(name);
    }

    private @Nullable TmpInode lookupBelow(String name) {
        if (hidden.contains(name)) {
            return null;
        }
        TmpInode known = below.get(name);
        if (known != null) {
            return known;
        }
        LowerNode node = lower.lookup(name);
        if (node == null) {
            return null;
        }
        TmpInode inode = ((OverlayFs) fs).inodeOf(node);
        below.put(name, inode);
        return inode;
    }

    @Override
    protected void add(String name, TmpInode child) {
        hidden.add(name);
        super.add(name, child);
    }

    @Override
    protected void remove(String name, Inode child) {
        below.remove(name);
        hidden.add(name);
        super.remove(name, child);
    }

    private List<LowerNode.Entry> lowerEntries() {
        List<LowerNode.Entry> found = lowerEntries;
        if (found == null) {
            found = lower.entries();
            lowerEntries = found;
        }
        return found;
    }

    @Override
    public boolean isEmptyDirectory(FsSubject who) {
        if (!super.isEmptyDirectory(who)) {
            return false;
        }
        for (LowerNode.Entry entry : lowerEntries()) {
            if (!hidden.contains(entry.name())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        List<LowerNode.Entry> below = lowerEntries();
        int start = (int) Math.min(below.size(), Math.max(0, cookie - FIRST_COOKIE));
        for (int i = start; i < below.size(); i++) {
            if (!listBelow(below.get(i), FIRST_COOKIE + i + 1, sink)) {
                return;
            }
        }
        long upper = Math.max(0, cookie - UPPER_COOKIES);
        entries.iterate(
                upper,
                (name, ino, type, next) -> sink.entry(name, ino, type, next + UPPER_COOKIES));
    }

    private boolean listBelow(LowerNode.Entry entry, long next, DirSink sink) {
        String name = entry.name();
        if (OverlayFs.isUsableIno(entry.ino())
                && !below.containsKey(name)
                && !hidden.contains(name)) {
            return sink.entry(name, entry.ino(), entry.type(), next);
        }
        TmpInode inode = listed(name);
        return inode == null || sink.entry(name, inode.ino(), inode.type(), next);
    }

    /// A lower entry for a listing: null when hidden, or gone from the lower tree since.
    private @Nullable TmpInode listed(String name) {
        try {
            return lookupBelow(name);
        } catch (ErrnoException e) {
            if (e.errno == Errno.EIO) {
                throw e;
            }
            return null;
        }
    }

    int changedFiles() {
        int[] count = {0};
        entries.forEach(child -> count[0] += changed(child, 1));
        below.values().forEach(child -> count[0] += changed(child, 0));
        return count[0];
    }

    private static int changed(TmpInode child, int own) {
        // A switch would have the JVM make a class for it at every run's end, in 15 ms.
        if (child instanceof OverlayDir dir) {
            return dir.changedFiles();
        }
        if (child instanceof OverlayFile file) {
            return file.isModified() ? 1 : own;
        }
        return child instanceof TmpDir dir ? dir.countFiles() : own;
    }
}
