package dev.murre.kernel.task;

import dev.murre.kernel.fs.Dentry;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.MountNamespace;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Path;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/// The files namespaces are shown and joined by, `/proc/PID/ns`: Linux's nsfs. Two tasks are in the
/// same namespace if their files have the same inode number.
public final class NamespaceFiles {
    private final Vfs vfs;
    private final Map<Object, Path> paths = new WeakHashMap<>();
    private @Nullable Mount mount;

    NamespaceFiles(Vfs vfs) {
        this.vfs = vfs;
    }

    /// Where a task's namespace of a kind is; null when the task has left it.
    public @Nullable Path path(Task t, NamespaceKind kind) {
        Object namespace = kind.of(t);
        return namespace == null ? null : path(kind, namespace, t.kernel());
    }

    /// Where a namespace is.
    Path path(NamespaceKind kind, Object namespace, Kernel kernel) {
        Path known = paths.get(namespace);
        if (known != null) {
            return known;
        }
        Mount at = mount;
        if (at == null) {
            at = vfs.mounts().hidden(new NsFs(vfs));
            mount = at;
        }
        boolean first = namespace == kind.of(kernel.idleTask()) && kind.first() != 0;
        long ino =
                namespace instanceof MountNamespace mounts
                        ? mounts.ino()
                        : first ? kind.first() : vfs.newNamespaceIno();
        NsInode inode = new NsInode(at.superBlock(), ino, kind, namespace);
        Path made = new Path(at, Dentry.detached(inode, kind.type() + ":[" + ino + "]"));
        paths.put(namespace, made);
        return made;
    }

    private static final class NsFs extends SuperBlock {
        private static final long NSFS_MAGIC = 0x6e736673;

        NsFs(Vfs vfs) {
            super(vfs);
            setRoot(new Inode(this, 1, 0040000) {});
        }

        @Override
        public String typeName() {
            return "nsfs";
        }

        @Override
        public long magic() {
            return NSFS_MAGIC;
        }
    }

    private static final class NsInode extends Inode {
        private final NamespaceKind kind;
        private final Object namespace;

        NsInode(SuperBlock sb, long ino, NamespaceKind kind, Object namespace) {
            super(sb, ino, 0100444);
            this.kind = kind;
            this.namespace = namespace;
        }

        @Override
        public OpenFile open(FsSubject who, int flags) {
            return new NamespaceFile(this, kind, namespace);
        }
    }
}
