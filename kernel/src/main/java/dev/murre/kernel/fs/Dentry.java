package dev.murre.kernel.fs;

import org.jspecify.annotations.Nullable;

/// A name in a directory, or the remembered absence of one (a negative dentry).
///
/// Children hang in a hash table of their parent, so that a component is found without making a
/// string for it. A directory has one dentry only; its identity is what mounts, `..` and cwd hold
/// on to.
public final class Dentry {
    private static final Dentry[] NO_CHILDREN = new Dentry[0];

    private final SuperBlock sb;
    private @Nullable Dentry parent;
    private String name;
    private int hash;
    private @Nullable Inode inode;
    private @Nullable Dentry next;
    private Dentry[] table = NO_CHILDREN;
    private int children;
    private boolean unhashed;

    /// How many mounts, in any namespace, stand on this dentry.
    int mountedHere;

    private Dentry(SuperBlock sb, @Nullable Dentry parent, String name, @Nullable Inode inode) {
        this.sb = sb;
        this.parent = parent;
        this.name = name;
        this.hash = hash(name, 0, name.length());
        this.inode = inode;
    }

    static Dentry root(SuperBlock sb, Inode inode) {
        return new Dentry(sb, null, "/", inode);
    }

    /// A dentry outside every directory, for pipes, sockets and anonymous files; `name` is what
    /// `/proc/PID/fd` shows for it.
    public static Dentry detached(Inode inode, String name) {
        Dentry d = new Dentry(inode.superBlock(), null, name, inode);
        d.unhashed = true;
        return d;
    }

    /// A dentry with a place to be shown at but no name in the directory (O_TMPFILE).
    static Dentry unlinked(Dentry directory, String name, Inode inode) {
        Dentry d = new Dentry(inode.superBlock(), directory, name, inode);
        d.unhashed = true;
        return d;
    }

    static int hash(String path, int from, int to) {
        int h = 0;
        for (int i = from; i < to; i++) {
            h = h * 31 + path.charAt(i);
        }
        return h ^ (h >>> 15);
    }

    public SuperBlock superBlock() {
        return sb;
    }

    public String name() {
        return name;
    }

    /// The directory this name stands in; the dentry itself at a root.
    public Dentry parent() {
        Dentry p = parent;
        return p == null ? this : p;
    }

    public boolean isRoot() {
        return parent == null && !unhashed;
    }

    public boolean isNegative() {
        return inode == null;
    }

    /// The inode; an error of ours to ask a negative dentry.
    public Inode inode() {
        Inode i = inode;
        if (i == null) {
            throw new IllegalStateException("negative dentry " + name);
        }
        return i;
    }

    public @Nullable Inode inodeOrNull() {
        return inode;
    }

    /// Whether the name has been unlinked while this dentry is still in use.
    public boolean isUnlinked() {
        return unhashed;
    }

    @Nullable Dentry child(String path, int from, int to, int h) {
        Dentry[] t = table;
        if (t.length == 0) {
            return null;
        }
        int length = to - from;
        for (Dentry d = t[h & (t.length - 1)]; d != null; d = d.next) {
            if (d.hash == h
                    && d.name.length() == length
                    && path.regionMatches(from, d.name, 0, length)) {
                return d;
            }
        }
        return null;
    }

    @Nullable Dentry child(String childName) {
        return child(childName, 0, childName.length(), hash(childName, 0, childName.length()));
    }

    /// Enters a child, positive or negative, into the cache.
    Dentry addChild(String childName, @Nullable Inode childInode) {
        Dentry d = new Dentry(sb, this, childName, childInode);
        link(d);
        return d;
    }

    private void link(Dentry d) {
        if (children >= table.length) {
            grow();
        }
        int slot = d.hash & (table.length - 1);
        d.next = table[slot];
        table[slot] = d;
        d.parent = this;
        d.unhashed = false;
        children++;
    }

    private void grow() {
        Dentry[] old = table;
        Dentry[] fresh = new Dentry[Math.max(4, old.length * 2)];
        for (Dentry head : old) {
            Dentry d = head;
            while (d != null) {
                Dentry following = d.next;
                int slot = d.hash & (fresh.length - 1);
                d.next = fresh[slot];
                fresh[slot] = d;
                d = following;
            }
        }
        table = fresh;
    }

    private void unlinkFromTable(Dentry d) {
        int slot = d.hash & (table.length - 1);
        Dentry before = null;
        for (Dentry e = table[slot]; e != null; e = e.next) {
            if (e == d) {
                if (before == null) {
                    table[slot] = d.next;
                } else {
                    before.next = d.next;
                }
                d.next = null;
                children--;
                return;
            }
            before = e;
        }
    }

    /// Gives a negative dentry its inode.
    void instantiate(Inode made) {
        inode = made;
    }

    /// Takes this dentry out of its directory; it keeps its parent and name for whoever still uses
    /// it.
    void drop() {
        Dentry p = parent;
        if (p != null && !unhashed) {
            p.unlinkFromTable(this);
            unhashed = true;
        }
    }

    /// Moves this dentry to another name, in place of whatever was cached there.
    void moveTo(Dentry newParent, String newName) {
        drop();
        Dentry there = newParent.child(newName);
        if (there != null) {
            there.drop();
        }
        name = newName;
        hash = hash(newName, 0, newName.length());
        newParent.link(this);
    }

    /// Puts this dentry, whose place another has taken, under another name.
    void reattach(Dentry newParent, String newName) {
        name = newName;
        hash = hash(newName, 0, newName.length());
        newParent.link(this);
    }

    /// Whether `ancestor` is this dentry or above it in the same file system.
    boolean isUnder(Dentry ancestor) {
        for (Dentry d = this; d != null; d = d.parent) {
            if (d == ancestor) {
                return true;
            }
        }
        return false;
    }

    int childCount() {
        return children;
    }

    /// Forgets the remembered misses among the children.
    void dropNegativeChildren() {
        for (int i = 0; i < table.length; i++) {
            Dentry d = table[i];
            while (d != null) {
                Dentry following = d.next;
                if (d.inode == null) {
                    d.drop();
                }
                d = following;
            }
        }
    }

    /// Forgets children that hold no more, but for `kept`.
    void dropStaleChildren(Dentry kept) {
        for (Dentry head : table) {
            Dentry d = head;
            while (d != null) {
                Dentry following = d.next;
                Inode i = d.inode;
                if (d != kept && d.mountedHere == 0 && (i == null || !i.stillValid())) {
                    d.drop();
                }
                d = following;
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
