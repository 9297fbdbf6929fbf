package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What all files in memory have in common; by itself a device node, FIFO or socket.
public class TmpInode extends Inode {
    private static final int XATTR_SIZE_MAX = 65536;

    private @Nullable TreeMap<String, byte[]> xattrs;
    protected final TmpFs fs;

    protected TmpInode(TmpFs fs, long ino, int mode) {
        super(fs, ino, mode);
        this.fs = fs;
    }

    /// Takes over ownership, links and device number of a file in another tree.
    protected final void adopt(int newUid, int newGid, int links, long device) {
        uid = newUid;
        gid = newGid;
        nlink = links;
        rdev = device;
    }

    /// Takes over times, in nanoseconds since the epoch.
    protected final void adoptTimes(long atime, long mtime, long ctime) {
        atimeNanos = atime;
        mtimeNanos = mtime;
        ctimeNanos = ctime;
        btimeNanos = mtime;
    }

    static TmpInode special(TmpFs fs, int mode, long device) {
        TmpInode made = new TmpInode(fs, fs.newIno(), mode);
        made.rdev = device;
        return made;
    }

    final void stampNow() {
        long now = fs.nowNanos();
        atimeNanos = now;
        mtimeNanos = now;
        ctimeNanos = now;
        btimeNanos = now;
    }

    final void ownedBy(FsSubject who, Inode directory) {
        initOwner(who, directory);
    }

    final void setMode(int bits) {
        mode = (mode & StatMode.S_IFMT) | (bits & 07777);
    }

    final void setOwner(int newUid, int newGid) {
        uid = newUid;
        gid = newGid;
    }

    final void setRdev(long device) {
        rdev = device;
    }

    protected final void setNlink(int count) {
        nlink = count;
    }

    final void touchCtime() {
        ctimeNanos = fs.nowNanos();
    }

    @Override
    protected void evict() {
        fs.inodeGone();
    }

    @Override
    public byte @Nullable [] getXattr(String name) {
        return xattrs == null ? null : xattrs.get(name);
    }

    @Override
    public void setXattr(String name, byte[] value) {
        if (value.length > XATTR_SIZE_MAX) {
            throw Errno.E2BIG.exception();
        }
        TreeMap<String, byte[]> map = xattrs;
        if (map == null) {
            map = new TreeMap<>();
            xattrs = map;
        }
        map.put(name, value);
        touchCtime();
    }

    @Override
    public boolean removeXattr(String name) {
        if (xattrs == null || xattrs.remove(name) == null) {
            return false;
        }
        touchCtime();
        return true;
    }

    @Override
    public List<String> listXattrs() {
        return xattrs == null ? List.of() : List.copyOf(xattrs.keySet());
    }
}
