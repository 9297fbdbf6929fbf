package dev.murre.kernel.fs.tarfs;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.overlay.LowerNode;
import java.nio.ByteBuffer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Builds the tree that an archive holds. File content is not copied: it is read from the archive
/// when it is wanted.
public final class TarTree {
    private final TarReader reader;
    private final TarNode root = TarNode.directory();

    private TarTree(ByteBuffer archive) {
        this.reader = new TarReader(archive);
    }

    /// The top of the archive's tree. The buffer must stay as it is while the tree is in use.
    ///
    /// @throws IllegalArgumentException if it is no archive, with what is wrong with it
    public static LowerNode root(ByteBuffer archive) {
        var tree = new TarTree(archive);
        while (tree.reader.next()) {
            tree.add(tree.reader.entry());
        }
        return tree.root;
    }

    private void add(TarEntry entry) {
        var path = entry.name();
        var parent = root;
        int start = 0;
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', start)) {
            if (slash + 1 == path.length()) {
                break;
            }
            parent = step(parent, path.substring(start, slash));
            start = slash + 1;
        }
        int end = path.endsWith("/") ? path.length() - 1 : path.length();
        var last = path.substring(start, Math.max(start, end));
        if (last.isEmpty() || last.equals(".")) {
            if (entry.type() == TarEntry.DIRECTORY) {
                parent.become(entry);
            }
        } else if (!last.equals("..")) {
            put(parent, last, entry);
        }
    }

    private static TarNode step(TarNode parent, String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..")) {
            return parent; // an archive cannot reach above its top
        }
        var child = parent.children().get(name);
        if (child == null || !child.isDirectory()) {
            child = TarNode.directory();
            parent.children().put(name, child);
        }
        return child;
    }

    private void put(TarNode parent, String name, TarEntry entry) {
        Map<String, TarNode> children = parent.children();
        if (entry.type() == TarEntry.HARD_LINK) {
            var target = find(entry.linkName());
            if (target != null) {
                children.put(name, target.linkedAgain());
            }
            return;
        }
        var there = children.get(name);
        if (entry.type() == TarEntry.DIRECTORY && there != null && there.isDirectory()) {
            there.become(entry);
        } else {
            children.put(name, TarNode.of(entry, reader.archive()));
        }
    }

    private @Nullable TarNode find(String path) {
        var node = root;
        for (var name : path.split("/")) {
            if (!name.isEmpty() && !name.equals(".")) {
                node = node.isDirectory() ? node.children().get(name) : null;
            }
            if (node == null) {
                return null;
            }
        }
        return node;
    }

    static int fileType(char type) {
        return switch (type) {
            case TarEntry.DIRECTORY -> StatMode.S_IFDIR;
            case TarEntry.SYMBOLIC_LINK -> StatMode.S_IFLNK;
            case TarEntry.CHARACTER_DEVICE -> StatMode.S_IFCHR;
            case TarEntry.BLOCK_DEVICE -> StatMode.S_IFBLK;
            case TarEntry.FIFO -> StatMode.S_IFIFO;
            default -> StatMode.S_IFREG;
        };
    }
}
