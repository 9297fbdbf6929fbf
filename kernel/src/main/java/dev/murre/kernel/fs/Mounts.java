package dev.murre.kernel.fs;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// mount(2), umount2(2) and pivot_root(2). Results are 0 or `-errno`. A new mount is private,
/// unless
/// it stands on a shared one: see [Propagation].
public final class Mounts {
    private static final int MS_REMOUNT = 32;
    private static final int MS_BIND = 4096;
    private static final int MS_MOVE = 8192;
    private static final int MS_REC = 16384;
    private static final int MS_SILENT = 32768;
    private static final int MS_UNBINDABLE = 1 << 17;
    private static final int MS_PRIVATE = 1 << 18;
    private static final int MS_SLAVE = 1 << 19;
    private static final int MS_SHARED = 1 << 20;
    private static final int PER_MOUNT =
            Mount.RDONLY
                    | Mount.NOSUID
                    | Mount.NODEV
                    | Mount.NOEXEC
                    | Mount.NOATIME
                    | Mount.NODIRATIME
                    | Mount.RELATIME;
    private static final int MNT_DETACH = 2;
    private static final int MNT_EXPIRE = 4;
    private static final int UMOUNT_NOFOLLOW = 8;
    private static final int MNT_FORCE = 1;

    private static final int KINDS = MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE;

    private final Vfs vfs;
    private final Propagation propagation = new Propagation(this);
    private int lastId = 20;

    Mounts(Vfs vfs) {
        this.vfs = vfs;
    }

    Propagation propagation() {
        return propagation;
    }

    /// A mount that stands nowhere, for files without a path.
    public Mount hidden(SuperBlock sb) {
        return internal(sb);
    }

    Mount internal(SuperBlock sb) {
        return new Mount(++lastId, sb, sb.root(), sb.source(), Mount.RELATIME);
    }

    Mount cloneOf(Mount mount, Dentry root) {
        return new Mount(++lastId, mount.superBlock(), root, mount.source(), mount.flags());
    }

    /// Mounts an instance at a place, for the kernel's own set-up.
    public Mount attach(SuperBlock sb, Path at, int flags) {
        Mount mount = new Mount(++lastId, sb, sb.root(), sb.source(), flags | Mount.RELATIME);
        namespaceOf(at).add(mount, at);
        return mount;
    }

    /// Mounts one file at another, for the kernel's own set-up.
    public void attach(Path file, Path at, int flags) {
        SuperBlock sb = file.mount().superBlock();
        int all = flags | Mount.RELATIME;
        namespaceOf(at).add(new Mount(++lastId, sb, file.dentry(), sb.source(), all), at);
    }

    private static MountNamespace namespaceOf(Path at) {
        MountNamespace ns = at.mount().namespace();
        if (ns == null) {
            throw Errno.EINVAL.exception();
        }
        return ns;
    }

    private static boolean mayMount(FsSubject who) {
        MountNamespace ns = who.fs().root().mount().namespace();
        return ns != null && who.creds().capableIn(ns.owner(), Capability.SYS_ADMIN);
    }

    private Path find(FsSubject who, String path, int flags) {
        int error = vfs.walk().lookup(who, AtFlags.AT_FDCWD, path, flags);
        if (error != 0) {
            throw Vfs.exception(error);
        }
        return vfs.walk().result();
    }

    /// mount(2).
    public int mount(
            FsSubject who,
            String source,
            String target,
            String type,
            long flags,
            @Nullable String data) {
        Path at = find(who, target, PathWalk.FOLLOW);
        if (!mayMount(who)) {
            return -Errno.EPERM.number;
        }
        int ms = (int) flags;
        int own = ms & PER_MOUNT;
        if ((ms & (Mount.NOATIME | Mount.STRICTATIME)) == 0) {
            own |= Mount.RELATIME;
        }
        if ((ms & MS_REMOUNT) != 0) {
            return remount(at, ms, own);
        }
        if ((ms & MS_BIND) != 0) {
            return bind(who, source, at, (ms & MS_REC) != 0 ? Depth.TREE : Depth.ONE);
        }
        if ((ms & KINDS) != 0) {
            return changeKind(at, ms);
        }
        if ((ms & MS_MOVE) != 0) {
            return move(find(who, source, PathWalk.FOLLOW), at);
        }
        FileSystemType fs = vfs.fileSystemTypes().get(type);
        if (fs == null) {
            return -Errno.ENODEV.number;
        }
        if (!fs.isForUserNamespaces() && !who.creds().capable(Capability.SYS_ADMIN)) {
            return -Errno.EPERM.number;
        }
        if (!at.inode().isDirectory()) {
            return -Errno.ENOTDIR.number;
        }
        SuperBlock sb = fs.mount(vfs, who, source, data);
        put(new Mount(++lastId, sb, sb.rootFor(who), source, own), at);
        return 0;
    }

    /// Attaches a mount or a whole tree where the caller sees it, and wherever that spreads to.
    private void put(Mount tree, Path at) {
        namespaceOf(at).add(tree, at);
        propagation.attached(tree, at.mount(), at.dentry());
    }

    /// MS_SHARED, MS_PRIVATE, MS_SLAVE or MS_UNBINDABLE, perhaps with MS_REC.
    private int changeKind(Path at, int ms) {
        int kind = ms & KINDS;
        if ((ms & ~(KINDS | MS_REC | MS_SILENT)) != 0
                || Integer.bitCount(kind) != 1
                || at.dentry() != at.mount().root()) {
            return -Errno.EINVAL.number;
        }
        changeKind(at.mount(), kind, (ms & MS_REC) != 0);
        return 0;
    }

    private void changeKind(Mount mount, int kind, boolean tree) {
        switch (kind) {
            case MS_SHARED -> propagation.makeShared(mount);
            case MS_SLAVE -> propagation.makeSlave(mount);
            case MS_UNBINDABLE -> propagation.makeUnbindable(mount);
            default -> propagation.makePrivate(mount);
        }
        for (Mount child : tree ? List.copyOf(mount.children) : List.<Mount>of()) {
            changeKind(child, kind, true);
        }
    }

    private static int remount(Path at, int ms, int own) {
        if (at.dentry() != at.mount().root()) {
            return -Errno.EINVAL.number;
        }
        if ((ms & MS_BIND) == 0) {
            at.mount().superBlock().readOnly = (ms & Mount.RDONLY) != 0;
        }
        at.mount().setFlags(own);
        return 0;
    }

    private enum Depth {
        ONE,
        TREE
    }

    private int bind(FsSubject who, String source, Path at, Depth depth) {
        Path from = find(who, source, PathWalk.FOLLOW);
        if (from.inode().isDirectory() != at.inode().isDirectory()) {
            return -Errno.ENOTDIR.number;
        }
        if (from.mount().unbindable) {
            return -Errno.EINVAL.number;
        }
        MountNamespace ns = namespaceOf(at);
        List<Mount> below = List.copyOf(from.mount().children);
        Mount top = cloneOf(from.mount(), from.dentry());
        propagation.copyKind(from.mount(), top);
        ns.add(top, at);
        if (depth == Depth.TREE) {
            copyTree(below, from.dentry(), top, ns);
        }
        propagation.attached(top, at.mount(), at.dentry());
        return 0;
    }

    private void copyTree(List<Mount> children, Dentry under, Mount parent, MountNamespace ns) {
        for (Mount child : children) {
            Dentry at = child.mountpoint();
            if (at != null && child != parent && at.isUnder(under) && !child.unbindable) {
                List<Mount> below = List.copyOf(child.children);
                Mount twin = cloneOf(child, child.root());
                propagation.copyKind(child, twin);
                ns.add(twin, new Path(parent, at));
                copyTree(below, child.root(), twin, ns);
            }
        }
    }

    private int move(Path from, Path at) {
        Mount mount = from.mount();
        Mount above = mount.parent();
        if (from.dentry() != mount.root() || above == null) {
            return -Errno.EINVAL.number;
        }
        if (above.peers != null || from.inode().isDirectory() != at.inode().isDirectory()) {
            return -Errno.EINVAL.number;
        }
        if (at.mount().peers != null) {
            Propagation.requireBindable(mount);
        }
        for (Mount m = at.mount(); m != null; m = m.parent()) {
            if (m == mount) {
                return -Errno.ELOOP.number;
            }
        }
        MountNamespace ns = namespaceOf(at);
        mount.detach();
        mount.attach(at.mount(), at.dentry(), ns);
        propagation.attached(mount, at.mount(), at.dentry());
        return 0;
    }

    /// umount2(2).
    public int umount(FsSubject who, String target, int flags) {
        if ((flags & ~(MNT_FORCE | MNT_DETACH | MNT_EXPIRE | UMOUNT_NOFOLLOW)) != 0) {
            return -Errno.EINVAL.number;
        }
        Path at = find(who, target, (flags & UMOUNT_NOFOLLOW) == 0 ? PathWalk.FOLLOW : 0);
        Mount mount = at.mount();
        MountNamespace ns = mount.namespace();
        if (at.dentry() != mount.root() || ns == null) {
            return -Errno.EINVAL.number;
        }
        if (!mayMount(who)) {
            return -Errno.EPERM.number;
        }
        Mount above = mount.parent();
        if (above == null) {
            return -Errno.EINVAL.number;
        }
        boolean lazy = (flags & MNT_DETACH) != 0;
        if (!lazy && isBusy(mount)) {
            return -Errno.EBUSY.number;
        }
        Dentry place = mount.mountpoint();
        List<Mount> elsewhere = place == null ? List.of() : propagation.copiesOf(above, place);
        for (Mount copy : elsewhere) {
            if (!lazy && copy.users() > 0) {
                return -Errno.EBUSY.number;
            }
        }
        detachTree(ns, mount);
        for (Mount copy : elsewhere) {
            MountNamespace there = copy.namespace();
            if (there != null && (lazy || copy.children.isEmpty())) {
                detachTree(there, copy);
            }
        }
        return 0;
    }

    private static boolean isBusy(Mount mount) {
        return !mount.children.isEmpty() || mount.users() > 0;
    }

    private static void detachTree(MountNamespace ns, Mount mount) {
        for (Mount child : new ArrayList<>(mount.children)) {
            detachTree(ns, child);
        }
        ns.remove(mount);
    }

    /// pivot_root(2): `newRoot` becomes the root of the namespace, the old one moves to `putOld`.
    /// Processes whose root or working directory is the old root go along.
    public int pivotRoot(FsSubject who, String newRoot, String putOld) {
        if (!mayMount(who)) {
            return -Errno.EPERM.number;
        }
        Path fresh = find(who, newRoot, PathWalk.FOLLOW | PathWalk.DIRECTORY);
        Path old = find(who, putOld, PathWalk.FOLLOW | PathWalk.DIRECTORY);
        Path root = who.fs().root();
        Mount oldMount = root.mount();
        Mount newMount = fresh.mount();
        MountNamespace ns = namespaceOf(fresh);
        if (newMount == oldMount || old.mount() == oldMount) {
            return -Errno.EBUSY.number;
        }
        boolean spreads =
                isShared(old.mount()) || isShared(newMount.parent()) || isShared(oldMount.parent());
        boolean wrong =
                spreads
                        || root.dentry() != oldMount.root()
                        || fresh.dentry() != newMount.root()
                        || newMount.parent() == null
                        || !isReachable(old, fresh);
        if (wrong) {
            return -Errno.EINVAL.number;
        }
        Mount above = oldMount.parent();
        Dentry at = oldMount.mountpoint();
        newMount.detach();
        oldMount.detach();
        newMount.attach(above, at, ns);
        oldMount.attach(old.mount(), old.dentry(), ns);
        if (above == null) {
            ns.setRoot(newMount);
        }
        vfs.contexts().replaceRoot(root, fresh);
        return 0;
    }

    private static boolean isShared(@Nullable Mount mount) {
        return mount != null && mount.peers != null;
    }

    private static boolean isReachable(Path path, Path root) {
        Mount mount = path.mount();
        Dentry dentry = path.dentry();
        while (mount != root.mount()) {
            Mount above = mount.parent();
            Dentry at = mount.mountpoint();
            if (above == null || at == null) {
                return false;
            }
            dentry = at;
            mount = above;
        }
        return dentry.isUnder(root.dentry());
    }
}
