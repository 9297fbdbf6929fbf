package dev.murre.kernel.fs.hostfs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.overlay.LowerAttributes;
import dev.murre.kernel.fs.overlay.LowerNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A host directory as the lower tree of an overlay.
public final class HostTree {
    private static final int MAX_OPEN = 64;

    private final HostFiles files;
    private final List<Node> open = new ArrayList<>();

    /// The device of the top; files of others have inode numbers that could be taken.
    private final long dev;

    private HostTree(HostFiles files, long dev) {
        this.files = files;
        this.dev = dev;
    }

    /// The top of the tree.
    public static LowerNode root(HostFiles files) {
        HostAttributes top = files.stat("");
        if (top == null) {
            throw Errno.ENOENT.exception();
        }
        HostTree tree = new HostTree(files, top.dev());
        return tree.new Node("", top);
    }

    private record Identity(long dev, long ino) {
        // Those that records come with are put together at their first use, 10 ms of every start.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Identity it && it.dev == dev && it.ino == ino;
        }

        @Override
        public int hashCode() {
            return 31 * Long.hashCode(dev) + Long.hashCode(ino);
        }
    }

    private final class Node implements LowerNode {
        private final String path;
        private final HostAttributes a;
        private HostFiles.@Nullable HostContent content;

        Node(String path, HostAttributes a) {
            this.path = path;
            this.a = a;
        }

        @Override
        public LowerAttributes attributes() {
            boolean several = a.nlink() > 1 && (a.mode() & StatMode.S_IFMT) != StatMode.S_IFDIR;
            return new LowerAttributes(
                    a.mode(),
                    a.uid(),
                    a.gid(),
                    a.nlink(),
                    a.rdev(),
                    a.size(),
                    a.atimeNanos(),
                    a.mtimeNanos(),
                    a.ctimeNanos(),
                    several ? new Identity(a.dev(), a.ino()) : null);
        }

        private String below(String name) {
            return path.isEmpty() ? name : path + "/" + name;
        }

        @Override
        public @Nullable LowerNode lookup(String name) {
            HostAttributes found = files.stat(below(name));
            return found == null ? null : new Node(below(name), found);
        }

        @Override
        public List<String> names() {
            return files.list(path).stream().map(HostFiles.Entry::name).toList();
        }

        @Override
        public List<Entry> entries() {
            List<Entry> entries = new ArrayList<>();
            for (HostFiles.Entry e : files.list(path)) {
                boolean known = e.type() != 0 && a.dev() == dev;
                entries.add(new Entry(e.name(), known ? e.ino() : 0, known ? e.type() : 0));
            }
            return entries;
        }

        @Override
        public long ino() {
            return a.dev() == dev ? a.ino() : 0;
        }

        @Override
        public String target() {
            return files.readlink(path);
        }

        @Override
        public int read(long offset, byte[] to, int at, int length) {
            HostFiles.HostContent c = content;
            if (c == null) {
                c = files.open(path, HostFiles.Access.READ);
                content = c;
                open.add(this);
                if (open.size() > MAX_OPEN) {
                    open.removeFirst().closeContent();
                }
            }
            return c.read(offset, to, at, length);
        }

        private void closeContent() {
            HostFiles.HostContent c = content;
            if (c != null) {
                c.close();
                content = null;
            }
        }
    }
}
