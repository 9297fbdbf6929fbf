package dev.murre.kernel.fs.hostfs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.Attr;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Stat;
import org.jspecify.annotations.Nullable;

/// A file of a bind. By itself a symbolic link or one of the special files, which are never opened.
class HostInode extends Inode {
    protected final HostFs fs;
    private @Nullable HostDir parent;
    private String name = "";
    private HostAttributes attributes;
    private long askedNanos;

    HostInode(HostFs fs, HostAttributes a) {
        super(fs, a.ino(), a.mode());
        this.fs = fs;
        this.attributes = a;
    }

    /// Found by this name just now.
    final void found(@Nullable HostDir in, String as, HostAttributes a) {
        parent = in;
        name = as;
        take(a);
    }

    private void take(HostAttributes a) {
        HostAttributes old = attributes;
        attributes = a;
        askedNanos = fs.monotonicNanos();
        mode = a.mode();
        uid = a.uid();
        gid = a.gid();
        nlink = a.nlink();
        rdev = a.rdev();
        atimeNanos = a.atimeNanos();
        mtimeNanos = a.mtimeNanos();
        ctimeNanos = a.ctimeNanos();
        btimeNanos = a.mtimeNanos();
        if (old.mtimeNanos() != a.mtimeNanos() || old.size() != a.size()) {
            changedOutside(a.size());
        }
    }

    /// The host's file has other content than when it was last looked at.
    void changedOutside(long newSize) {}

    final String path() {
        HostDir in = parent;
        if (in == null) {
            return "";
        }
        String above = in.path();
        return above.isEmpty() ? name : above + "/" + name;
    }

    final HostAttributes attributes() {
        return attributes;
    }

    /// Asks the host next time, whatever the age of what is known.
    final void stale() {
        askedNanos = Long.MIN_VALUE / 2;
    }

    /// Asks the host again if the answer is old; false when another file or none has the name now.
    final boolean refresh() {
        if (fs.monotonicNanos() - askedNanos < HostFs.FRESH_NANOS || nlink == 0) {
            return true;
        }
        HostAttributes now = fs.files().stat(path());
        if (now == null || now.ino() != attributes.ino() || now.dev() != attributes.dev()) {
            return false;
        }
        take(now);
        return true;
    }

    @Override
    public boolean stillValid() {
        return refresh();
    }

    @Override
    public void getattr(Stat out) {
        refresh();
        super.getattr(out);
    }

    @Override
    public long size() {
        return attributes.size();
    }

    /// The host's own count is not to be had; as if each block of 4 KiB were stored.
    @Override
    public long blocks() {
        return isSymlink() ? 0 : (size() + 4095 & -4096) >>> 9;
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        throw Errno.ENXIO.exception();
    }

    @Override
    public String readlink(FsSubject who) {
        if (type() != StatMode.S_IFLNK) {
            throw Errno.EINVAL.exception();
        }
        return fs.files().readlink(path());
    }

    @Override
    public void setattr(Attr attr) {
        HostFiles files = fs.files();
        if ((attr.valid & (Attr.UID | Attr.GID)) != 0) {
            int newUid = (attr.valid & Attr.UID) != 0 ? attr.uid : -1;
            files.setOwner(path(), newUid, (attr.valid & Attr.GID) != 0 ? attr.gid : -1);
        }
        if ((attr.valid & Attr.MODE) != 0) {
            files.setMode(path(), attr.mode & 07777);
        }
        if ((attr.valid & (Attr.ATIME | Attr.MTIME)) != 0) {
            long atime = (attr.valid & Attr.ATIME) != 0 ? attr.atimeNanos : atimeNanos;
            long mtime = (attr.valid & Attr.MTIME) != 0 ? attr.mtimeNanos : mtimeNanos;
            files.setTimes(path(), atime, mtime);
        }
        stale();
        refresh();
    }

    @Override
    public void touchAtime(long nowNanos) {}

    @Override
    public void contentChanged() {
        stale();
    }

    final void unlinked() {
        nlink--;
        if (nlink <= 0 || isDirectory()) {
            nlink = 0;
            fs.forget(this);
        } else {
            stale();
        }
    }
}
