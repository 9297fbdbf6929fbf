package dev.murre.kernel.fs.overlay;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.tmpfs.TmpFs;
import dev.murre.kernel.fs.tmpfs.TmpInode;
import java.util.HashMap;
import java.util.Map;

/// A lower tree with a memory of changes above it.
public final class OverlayFs extends TmpFs {
    /// Files made here are numbered from here on; 32-bit programs can still take the numbers.
    private static final long FIRST_OWN_INO = 1L << 31;

    private static final int BLOCK = 4096;
    private static final int DISK_ENTRY_SIZE = 24;

    private final LowerCache cache;
    private final Map<Object, TmpInode> linked = new HashMap<>();

    private OverlayFs(Vfs vfs, LowerCache cache) {
        super(vfs, "overlay");
        this.cache = cache;
        startInosAt(FIRST_OWN_INO);
    }

    @Override
    public boolean zeroesRanges() {
        return true;
    }

    /// Whether a lower file's number can be its number here too.
    static boolean isUsableIno(long ino) {
        return ino > 0 && ino < FIRST_OWN_INO;
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
        long ino = isUsableIno(node.ino()) ? node.ino() : newIno();
        return switch (a.mode() & StatMode.S_IFMT) {
            case StatMode.S_IFDIR -> new OverlayDir(this, ino, node, a);
            case StatMode.S_IFREG -> new OverlayFile(this, ino, node, a);
            default -> new OverlayNode(this, ino, node, a);
        };
    }

    /// How many files were made or changed and still have a name: what is lost when the machine
    /// ends.
    public int changedFiles() {
        return ((OverlayDir) root().inode()).changedFiles();
    }
}
