package dev.murre.kernel.fs.overlay;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.tmpfs.TmpFs;
import dev.murre.kernel.fs.tmpfs.TmpInode;
import java.util.HashMap;
import java.util.Map;

/// A lower tree with a memory of changes above it.
public final class OverlayFs extends TmpFs {
    private static final int BLOCK = 4096;
    private static final int DISK_ENTRY_SIZE = 24;

    private final LowerCache cache;
    private final Map<Object, TmpInode> linked = new HashMap<>();

    private OverlayFs(Vfs vfs, LowerCache cache) {
        super(vfs, "overlay");
        this.cache = cache;
    }

    /// An overlay over a lower tree.
    public static OverlayFs create(Vfs vfs, LowerNode lowerRoot, LowerCache cache) {
        OverlayFs fs = new OverlayFs(vfs, cache);
        fs.setRoot(fs.inodeOf(lowerRoot));
        return fs;
    }

    @Override
    public long magic() {
        return 0x794c7630L;
    }

    /// Directories look like a disk file system's, among which they stand.
    @Override
    protected long directorySize(int entries) {
        return Math.max(BLOCK, (long) entries * DISK_ENTRY_SIZE + BLOCK - 1 & -BLOCK);
    }

    @Override
    protected long directoryBlocks(long size) {
        return (size + BLOCK - 1 & -BLOCK) >>> 9;
    }

    LowerCache cache() {
        return cache;
    }

    /// The inode standing for a lower file; the same one for all its links.
    TmpInode inodeOf(LowerNode node) {
        LowerAttributes a = node.attributes();
        Object identity = a.identity();
        if (identity == null) {
            return build(node, a);
        }
        TmpInode known = linked.get(identity);
        if (known == null) {
            known = build(node, a);
            linked.put(identity, known);
        }
        return known;
    }

    private TmpInode build(LowerNode node, LowerAttributes a) {
        return switch (a.mode() & StatMode.S_IFMT) {
            case StatMode.S_IFDIR -> new OverlayDir(this, newIno(), node, a);
            case StatMode.S_IFREG -> new OverlayFile(this, newIno(), node, a);
            default -> new OverlayNode(this, newIno(), node, a);
        };
    }

    /// How many files were made or changed and still have a name: what is lost when the machine ends.
    public int changedFiles() {
        return ((OverlayDir) root().inode()).changedFiles();
    }
}
