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
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A directory of the lower tree: its entries, minus those hidden, plus those made above.
final class OverlayDir extends TmpDir {
    private static final long FIRST_COOKIE = 3;
    private static final long UPPER_COOKIES = 1L << 32;

    private final LowerNode lower;
    private final long size;
    private final Map<String, TmpInode> below = new HashMap<>();

    /// Lower names that were removed or have another file in their place (whiteouts).
    private final Set<String> hidden = new HashSet<>();

    private String @Nullable [] lowerNames;

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

    private String[] lowerNames() {
        String[] names = lowerNames;
        if (names == null) {
            names = lower.names().toArray(new String[0]);
            lowerNames = names;
        }
        return names;
    }

    @Override
    public boolean isEmptyDirectory(FsSubject who) {
        if (!super.isEmptyDirectory(who)) {
            return false;
        }
        for (String name : lowerNames()) {
            if (!hidden.contains(name)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        String[] names = lowerNames();
        int start = (int) Math.min(names.length, Math.max(0, cookie - FIRST_COOKIE));
        for (int i = start; i < names.length; i++) {
            TmpInode inode = listed(names[i]);
            if (inode != null
                    && !sink.entry(names[i], inode.ino(), inode.type(), FIRST_COOKIE + i + 1)) {
                return;
            }
        }
        long upper = Math.max(0, cookie - UPPER_COOKIES);
        entries.iterate(
                upper, (name, ino, type, next) -> sink.entry(name, ino, type, next + UPPER_COOKIES));
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
        return switch (child) {
            case OverlayDir dir -> dir.changedFiles();
            case OverlayFile file -> file.isModified() ? 1 : own;
            case TmpDir dir -> dir.countFiles();
            default -> own;
        };
    }
}
