package dev.murre.kernel.fs.tarfs;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.overlay.LowerAttributes;
import dev.murre.kernel.fs.overlay.LowerNode;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Collections;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A file of an archive's tree.
final class TarNode implements LowerNode {
    private final TreeMap<String, TarNode> children = new TreeMap<>();
    private final @Nullable ByteBuffer archive;
    private @Nullable TarEntry entry;
    private int links = 1;

    private TarNode(@Nullable TarEntry entry, @Nullable ByteBuffer archive) {
        this.entry = entry;
        this.archive = archive;
    }

    /// A directory that the archive implies and perhaps describes later.
    static TarNode directory() {
        return new TarNode(null, null);
    }

    static TarNode of(TarEntry entry, ByteBuffer archive) {
        return new TarNode(entry, archive);
    }

    /// The archive describes this directory.
    void become(TarEntry described) {
        entry = described;
    }

    TarNode linkedAgain() {
        links++;
        return this;
    }

    TreeMap<String, TarNode> children() {
        return children;
    }

    boolean isDirectory() {
        return entry == null || entry.type() == TarEntry.DIRECTORY;
    }

    @Override
    public LowerAttributes attributes() {
        var e = entry;
        if (e == null) {
            return new LowerAttributes(StatMode.S_IFDIR | 0755, 0, 0, 2, 0, 0, 0, 0, 0, null);
        }
        int mode = TarTree.fileType(e.type()) | e.mode();
        long size = (mode & StatMode.S_IFMT) == StatMode.S_IFLNK ? e.linkName().length() : e.size();
        return new LowerAttributes(
                mode,
                e.uid(),
                e.gid(),
                isDirectory() ? 2 : links,
                Devices.makedev(e.major(), e.minor()),
                size,
                e.mtimeNanos(),
                e.mtimeNanos(),
                e.mtimeNanos(),
                links > 1 ? this : null);
    }

    @Override
    public @Nullable LowerNode lookup(String name) {
        return children.get(name);
    }

    @Override
    public Collection<String> names() {
        return Collections.unmodifiableSet(children.keySet());
    }

    @Override
    public String target() {
        return entry == null ? "" : entry.linkName();
    }

    @Override
    public int read(long offset, byte[] to, int at, int length) {
        if (entry == null || archive == null || offset >= entry.size()) {
            return 0;
        }
        int count = (int) Math.min(length, entry.size() - offset);
        archive.get((int) (entry.offset() + offset), to, at, count);
        return count;
    }
}
