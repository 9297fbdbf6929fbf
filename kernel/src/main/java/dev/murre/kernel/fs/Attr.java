package dev.murre.kernel.fs;

/// A change of attributes, as Linux's `struct iattr`: `valid` says which fields count.
public final class Attr {
    public static final int MODE = 1;
    public static final int UID = 2;
    public static final int GID = 4;
    public static final int ATIME = 16;
    public static final int MTIME = 32;

    public int valid;
    public int mode;
    public int uid;
    public int gid;
    public long atimeNanos;
    public long mtimeNanos;

    public Attr mode(int newMode) {
        valid |= MODE;
        mode = newMode;
        return this;
    }

    public Attr uid(int newUid) {
        valid |= UID;
        uid = newUid;
        return this;
    }

    public Attr gid(int newGid) {
        valid |= GID;
        gid = newGid;
        return this;
    }

    public Attr atime(long nanos) {
        valid |= ATIME;
        atimeNanos = nanos;
        return this;
    }

    public Attr mtime(long nanos) {
        valid |= MTIME;
        mtimeNanos = nanos;
        return this;
    }
}
