package dev.murre.kernel.fs;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file system (or a subtree of it) attached at one place, as Linux's `struct mount`.
public final class Mount {
    public static final int RDONLY = 1;
    public static final int NOSUID = 2;
    public static final int NODEV = 4;
    public static final int NOEXEC = 8;
    public static final int NOATIME = 1024;
    public static final int NODIRATIME = 2048;
    public static final int RELATIME = 1 << 21;
    public static final int STRICTATIME = 1 << 24;

    private final int id;
    private final SuperBlock sb;
    private final Dentry root;
    private final String source;

    /// `MS_*` flags that hold for this mount alone.
    private int flags;

    private @Nullable Mount parent;
    private @Nullable Dentry mountpoint;
    private @Nullable MountNamespace namespace;
    final List<Mount> children = new ArrayList<>();

    /// Whom it shares its mounts with, and whom it listens to.
    @Nullable PeerGroup peers;

    @Nullable PeerGroup master;
    boolean unbindable;

    /// Open files, working directories and roots in this mount: what makes it busy.
    private int users;

    Mount(int id, SuperBlock sb, Dentry root, String source, int flags) {
        this.id = id;
        this.sb = sb;
        this.root = root;
        this.source = source;
        this.flags = flags;
    }

    void addUser() {
        users++;
    }

    void dropUser() {
        users--;
    }

    int users() {
        return users;
    }

    public int id() {
        return id;
    }

    public SuperBlock superBlock() {
        return sb;
    }

    public Dentry root() {
        return root;
    }

    public String source() {
        return source;
    }

    public int flags() {
        return flags;
    }

    void setFlags(int newFlags) {
        flags = newFlags;
    }

    public boolean has(int flag) {
        return (flags & flag) != 0;
    }

    public boolean isReadOnly() {
        return (flags & RDONLY) != 0 || sb.readOnly;
    }

    /// The mount this one stands on; null at the root of a namespace and for detached mounts.
    public @Nullable Mount parent() {
        return parent;
    }

    public @Nullable Dentry mountpoint() {
        return mountpoint;
    }

    /// The namespace the mount belongs to; null once unmounted.
    public @Nullable MountNamespace namespace() {
        return namespace;
    }

    /// The number of its peer group, 0 for none: `shared:` in `/proc/PID/mountinfo`.
    public int peerGroup() {
        return peers == null ? 0 : peers.id;
    }

    /// The number of the group it is a slave of, 0 for none: `master:`.
    public int masterGroup() {
        return master == null ? 0 : master.id;
    }

    public boolean isUnbindable() {
        return unbindable;
    }

    void attach(@Nullable Mount newParent, @Nullable Dentry at, MountNamespace ns) {
        parent = newParent;
        mountpoint = at;
        namespace = ns;
        if (newParent != null && at != null) {
            newParent.children.add(this);
            at.mountedHere++;
        }
    }

    void detach() {
        Mount p = parent;
        Dentry at = mountpoint;
        if (p != null && at != null) {
            p.children.remove(this);
            at.mountedHere--;
        }
        parent = null;
        mountpoint = null;
        namespace = null;
    }

    /// The mount standing on `dentry` of this mount, the newest if there are several.
    @Nullable Mount childAt(Dentry dentry) {
        for (int i = children.size() - 1; i >= 0; i--) {
            Mount m = children.get(i);
            if (m.mountpoint == dentry) {
                return m;
            }
        }
        return null;
    }
}
