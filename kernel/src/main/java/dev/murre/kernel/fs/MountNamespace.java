package dev.murre.kernel.fs;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserNamespace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The tree of mounts a group of processes sees: mount_namespaces(7).
public final class MountNamespace {
    private final Vfs vfs;
    private final long ino;
    private final UserNamespace owner;
    private final List<Mount> mounts = new ArrayList<>();
    private Mount root;

    MountNamespace(Vfs vfs, Mount root, UserNamespace owner) {
        this.vfs = vfs;
        this.owner = owner;
        this.root = root;
        this.ino = vfs.newNamespaceIno();
        root.attach(null, null, this);
        mounts.add(root);
    }

    /// The inode number of `/proc/PID/ns/mnt`.
    public long ino() {
        return ino;
    }

    /// The user namespace it belongs to.
    public UserNamespace owner() {
        return owner;
    }

    /// What stands at its root, on top of all that is mounted there.
    public Path top() {
        Mount mount = root;
        Mount over = mount.childAt(mount.root());
        while (over != null) {
            mount = over;
            over = mount.childAt(mount.root());
        }
        return new Path(mount, mount.root());
    }

    public Mount root() {
        return root;
    }

    void setRoot(Mount mount) {
        root = mount;
    }

    /// All mounts, oldest first.
    public List<Mount> mounts() {
        return mounts;
    }

    void add(Mount mount, Path at) {
        mount.attach(at.mount(), at.dentry(), this);
        mounts.add(mount);
    }

    void remove(Mount mount) {
        vfs.mounts().propagation().forget(mount);
        mount.detach();
        mounts.remove(mount);
    }

    /// CLONE_NEWNS: moves a context into a copy of its namespace.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL when its root is mounted nowhere any more
    ///
    /// @param owner the user namespace the copy belongs to
    public static void unshare(FsContext fs, UserNamespace owner) {
        MountNamespace now = fs.root().mount().namespace();
        if (now == null) {
            throw Errno.EINVAL.exception();
        }
        now.copy(fs, owner);
    }

    /// Takes all mounts apart when nobody stands in any of them, unless it is the machine's first
    /// namespace.
    void dissolveIfUnused() {
        if (vfs.isInitial(this)) {
            return;
        }
        for (Mount mount : mounts) {
            if (mount.users() > 0) {
                return;
            }
        }
        for (Mount mount : List.copyOf(mounts)) {
            remove(mount);
        }
    }

    /// The same tree again. `fs`, the new owner's, is moved over to the copies.
    private void copy(FsContext fs, UserNamespace by) {
        Map<Mount, Mount> copies = new HashMap<>();
        Mount top = vfs.cloneMount(root, root.root());
        MountNamespace made = new MountNamespace(vfs, top, by);
        copies.put(root, top);
        adopt(root, top, by);
        copyChildren(root, top, made, copies);
        fs.setRoot(moved(fs.root(), copies));
        fs.setCwd(moved(fs.cwd(), copies));
    }

    private void copyChildren(Mount from, Mount to, MountNamespace made, Map<Mount, Mount> copies) {
        for (Mount child : List.copyOf(from.children)) {
            Mount twin = vfs.cloneMount(child, child.root());
            Dentry at = child.mountpoint();
            if (at != null) {
                made.add(twin, new Path(to, at));
                copies.put(child, twin);
                adopt(child, twin, made.owner);
                copyChildren(child, twin, made, copies);
            }
        }
    }

    /// A copy is a peer of its original, or a slave where it belongs to another user namespace.
    private void adopt(Mount original, Mount copy, UserNamespace by) {
        Propagation propagation = vfs.mounts().propagation();
        propagation.copyKind(original, copy);
        if (by != owner && original.peers != null) {
            propagation.makeSlave(copy);
        }
    }

    private static Path moved(Path path, Map<Mount, Mount> copies) {
        return new Path(copies.getOrDefault(path.mount(), path.mount()), path.dentry());
    }
}
