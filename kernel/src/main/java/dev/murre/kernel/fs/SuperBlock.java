package dev.murre.kernel.fs;

import org.jspecify.annotations.Nullable;

/// One mounted file system instance, shared by all its mounts.
public abstract class SuperBlock {
    private final Vfs vfs;
    private final long dev;
    private @Nullable Dentry root;
    private long lastIno = 1;

    /// Refuses all changes whatever the mount says (`SB_RDONLY`).
    public boolean readOnly;

    protected SuperBlock(Vfs vfs) {
        this.vfs = vfs;
        this.dev = vfs.newAnonymousDev();
    }

    public final Vfs vfs() {
        return vfs;
    }

    /// The `st_dev` of this file system.
    public final long dev() {
        return dev;
    }

    public final Dentry root() {
        Dentry r = root;
        if (r == null) {
            throw new IllegalStateException("no root yet");
        }
        return r;
    }

    /// Sets the root directory, once, when the instance is built.
    protected final void setRoot(Inode inode) {
        root = Dentry.root(this, inode);
    }

    /// What somebody who mounts this gets to see as its root.
    protected Dentry rootFor(FsSubject who) {
        return root();
    }

    /// The entry of a file whose name is known to be there.
    protected final Dentry entry(Dentry directory, String name, Inode inode) {
        Dentry known = directory.child(name);
        return known != null && !known.isNegative() ? known : directory.addChild(name, inode);
    }

    /// Where a mount's root lies as a reader of `mountinfo` sees it; null for its path.
    public @Nullable String shownRoot(Dentry root, FsSubject who) {
        return null;
    }

    /// Whether its files know FALLOC_FL_ZERO_RANGE, fallocate(2).
    public boolean zeroesRanges() {
        return true;
    }

    /// The type's name as `/proc/mounts` has it.
    public abstract String typeName();

    /// What stands as the mount's device in `/proc/mounts`.
    public String source() {
        return typeName();
    }

    /// Options of this instance as `/proc/mounts` shows them, each with a leading comma.
    public String options() {
        return "";
    }

    /// `f_type` of `statfs(2)`.
    public abstract long magic();

    /// Whether names may change without [Vfs] having a hand in it, so that cached names need asking
    /// ([Inode#stillValid]) and misses are not remembered.
    public boolean volatileNames() {
        return false;
    }

    /// Whether a name that is not there cannot be made either: looking for it is ENOENT, even to
    /// create.
    public boolean missesAreFinal() {
        return false;
    }

    public int blockSize() {
        return 4096;
    }

    public int maxNameLength() {
        return 255;
    }

    public void statfs(StatFs out) {
        out.type = magic();
        out.blockSize = blockSize();
        out.nameLength = maxNameLength();
        out.fsid = dev;
    }

    /// Writes back whatever is not stored yet; nothing to do for file systems in memory.
    public void sync() {}

    /// The last mount is gone.
    protected void kill() {}

    /// Wall-clock nanoseconds for time stamps.
    public final long nowNanos() {
        return vfs.nowNanos();
    }

    /// Has [#nextIno] give numbers above this one.
    protected final void startInosAt(long number) {
        lastIno = number;
    }

    protected final long nextIno() {
        return ++lastIno;
    }
}
