package dev.murre.kernel.fs.hostfs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.StatFs;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.overlay.LowerCache;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A host directory as a file system of its own: changes go both ways.
public final class HostFs extends SuperBlock {
    /// How long attributes are taken to hold before the host is asked again.
    static final long FRESH_NANOS = 100_000_000;

    private final HostFiles files;
    private final LowerCache cache;
    private final Map<Identity, HostInode> known = new HashMap<>();

    /// What names one file of the host.
    record Identity(long dev, long ino) {}

    /// @param files the tree, whose top must be a directory
    public HostFs(Vfs vfs, HostFiles files, LowerCache cache) {
        super(vfs);
        this.files = files;
        this.cache = cache;
        HostAttributes top = files.stat("");
        if (top == null) {
            throw Errno.ENOENT.exception();
        }
        setRoot(inode(null, "", top));
    }

    HostFiles files() {
        return files;
    }

    LowerCache cache() {
        return cache;
    }

    /// The inode of a host file found as `name` in `parent`.
    HostInode inode(@Nullable HostDir parent, String name, HostAttributes a) {
        Identity identity = new Identity(a.dev(), a.ino());
        HostInode inode = known.get(identity);
        if (inode == null || inode.type() != (a.mode() & StatMode.S_IFMT)) {
            inode = build(a);
            known.put(identity, inode);
        }
        inode.found(parent, name, a);
        return inode;
    }

    private HostInode build(HostAttributes a) {
        return switch (a.mode() & StatMode.S_IFMT) {
            case StatMode.S_IFDIR -> new HostDir(this, a);
            case StatMode.S_IFREG -> new HostFile(this, a);
            default -> new HostInode(this, a);
        };
    }

    void forget(HostInode inode) {
        known.values().remove(inode);
    }

    long monotonicNanos() {
        return vfs().kernel().clocks().monotonicNanos();
    }

    @Override
    public String typeName() {
        return "virtiofs";
    }

    @Override
    public long magic() {
        return 0x65735546L;
    }

    @Override
    public boolean volatileNames() {
        return true;
    }

    @Override
    public void statfs(StatFs out) {
        super.statfs(out);
        out.blocks = 1L << 28;
        out.blocksFree = 1L << 27;
        out.blocksAvailable = 1L << 27;
        out.files = 1L << 24;
        out.filesFree = 1L << 23;
    }
}
