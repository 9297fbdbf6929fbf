package dev.murre.kernel.fs;

import static dev.murre.abi.StatMode.S_IFDIR;
import static dev.murre.abi.StatMode.S_IFLNK;
import static dev.murre.abi.StatMode.S_IFMT;
import static dev.murre.abi.StatMode.S_IFREG;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.StatMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One file of any type, however many names it has. Operations throw the preallocated
/// `ErrnoException` of their [Errno]; the defaults refuse as Linux does for a type that lacks the
/// operation.
///
/// Permission checks, mount checks, sticky bits and limits are the business of [Vfs]; an inode only
/// acts.
public abstract class Inode {
    protected final SuperBlock sb;
    protected final long ino;

    /// File type and permission bits, as `st_mode`.
    protected int mode;

    protected int uid;
    protected int gid;
    protected int nlink = 1;

    /// Device number of a device node, in the kernel's `makedev` form (see [Devices#makedev]).
    protected long rdev;

    /// Times in nanoseconds since the epoch.
    protected long atimeNanos;

    protected long mtimeNanos;
    protected long ctimeNanos;
    protected long btimeNanos;

    /// Above zero: how many open files may write. Below zero: how many users forbid writing
    /// (running programs).
    private int writers;

    private int opens;

    /// An O_TMPFILE that may still be given a name.
    boolean linkable;

    private @Nullable FileLocks locks;

    /// Kernel object bound to this inode: the pipe of a FIFO, the socket of a socket node.
    public @Nullable Object bound;

    /// Watches on this inode, owned by the [FsNotify] implementation.
    public @Nullable Object marks;

    protected Inode(SuperBlock sb, long ino, int mode) {
        this.sb = sb;
        this.ino = ino;
        this.mode = mode;
    }

    public final SuperBlock superBlock() {
        return sb;
    }

    public final long ino() {
        return ino;
    }

    public int mode() {
        return mode;
    }

    public int uid() {
        return uid;
    }

    public int gid() {
        return gid;
    }

    public int nlink() {
        return nlink;
    }

    public long rdev() {
        return rdev;
    }

    /// Size in bytes; what it means for other than regular files is the file system's choice.
    public long size() {
        return 0;
    }

    public final long mtimeNanos() {
        return mtimeNanos;
    }

    public final long ctimeNanos() {
        return ctimeNanos;
    }

    public final int type() {
        return mode() & S_IFMT;
    }

    public final boolean isDirectory() {
        return type() == S_IFDIR;
    }

    public final boolean isSymlink() {
        return type() == S_IFLNK;
    }

    public final boolean isRegular() {
        return type() == S_IFREG;
    }

    /// Fills `out` with what `stat(2)` reports.
    public void getattr(Stat out) {
        out.dev = sb.dev();
        out.ino = ino;
        out.mode = mode();
        out.nlink = nlink();
        out.uid = uid();
        out.gid = gid();
        out.rdev = rdev;
        out.size = size();
        out.blockSize = sb.blockSize();
        out.blocks = blocks();
        out.atimeNanos = atimeNanos;
        out.mtimeNanos = mtimeNanos;
        out.ctimeNanos = ctimeNanos;
        out.btimeNanos = btimeNanos;
    }

    /// Allocated space in units of 512 bytes.
    public long blocks() {
        return (size() + 511) >>> 9;
    }

    /// Applies the changes named by `attr.valid`; the caller has checked that they are allowed.
    public void setattr(Attr attr) {
        if ((attr.valid & Attr.MODE) != 0) {
            mode = (mode & S_IFMT) | (attr.mode & 07777);
        }
        if ((attr.valid & Attr.UID) != 0) {
            uid = attr.uid;
        }
        if ((attr.valid & Attr.GID) != 0) {
            gid = attr.gid;
        }
        if ((attr.valid & Attr.ATIME) != 0) {
            atimeNanos = attr.atimeNanos;
        }
        if ((attr.valid & Attr.MTIME) != 0) {
            mtimeNanos = attr.mtimeNanos;
        }
        ctimeNanos = sb.nowNanos();
    }

    /// Called when content was read and the mount's policy asks for a new access time.
    public void touchAtime(long nowNanos) {
        atimeNanos = nowNanos;
    }

    /// Content was changed: new modification and change times.
    public void contentChanged() {
        long now = sb.nowNanos();
        mtimeNanos = now;
        ctimeNanos = now;
    }

    /// Whether writing this range is forbidden beyond permissions (seals of memfd_create(2)): 0 or
    /// `-errno`.
    public int mayWrite(long offset, long length) {
        return 0;
    }

    final long atimeNanos() {
        return atimeNanos;
    }

    /// Gives a new inode its owner and times; the group and S_ISGID come from a set-group-id
    /// directory.
    protected final void initOwner(FsSubject who, @Nullable Inode directory) {
        uid = who.creds().fsuid();
        gid = who.creds().fsgid();
        if (directory != null && (directory.mode() & StatMode.S_ISGID) != 0) {
            gid = directory.gid();
            if (isDirectory()) {
                mode |= StatMode.S_ISGID;
            } else if ((mode & (StatMode.S_ISGID | StatMode.S_IXGRP))
                            == (StatMode.S_ISGID | StatMode.S_IXGRP)
                    && !who.creds().inGroup(gid)
                    && !who.creds().capableOver(uid(), gid(), Capability.FSETID)) {
                mode &= ~StatMode.S_ISGID;
            }
        }
        long now = sb.nowNanos();
        atimeNanos = now;
        mtimeNanos = now;
        ctimeNanos = now;
        btimeNanos = now;
    }

    // Directories.

    /// Finds `name`, or null where there is none. Called only when the dentry cache has no answer.
    public @Nullable Inode lookup(FsSubject who, String name) {
        throw Errno.ENOTDIR.exception();
    }

    /// Whether a cached answer for this inode still holds; asked only where
    /// [SuperBlock#volatileNames].
    public boolean stillValid() {
        return true;
    }

    public Inode create(FsSubject who, String name, int createMode) {
        throw Errno.EACCES.exception();
    }

    public Inode mkdir(FsSubject who, String name, int createMode) {
        throw Errno.EPERM.exception();
    }

    public Inode mknod(FsSubject who, String name, int createMode, long device) {
        throw Errno.EPERM.exception();
    }

    public Inode symlink(FsSubject who, String name, String target) {
        throw Errno.EPERM.exception();
    }

    /// Gives `target` (of the same file system) another name.
    public void link(FsSubject who, Inode target, String name) {
        throw Errno.EPERM.exception();
    }

    public void unlink(FsSubject who, String name, Inode child) {
        throw Errno.EPERM.exception();
    }

    public void rmdir(FsSubject who, String name, Inode child) {
        throw Errno.EPERM.exception();
    }

    /// Moves `child` to `newDir/newName`, over `replaced` where that is not null, or swapping both
    /// for [Rename#EXCHANGE]. Type and emptiness rules are checked by [Vfs].
    public void rename(
            FsSubject who,
            String name,
            Inode child,
            Inode newDir,
            String newName,
            @Nullable Inode replaced,
            Rename how) {
        throw Errno.EPERM.exception();
    }

    /// An unnamed regular file in this directory (O_TMPFILE).
    public Inode tmpfile(FsSubject who, int createMode) {
        throw Errno.EOPNOTSUPP.exception();
    }

    public boolean isEmptyDirectory(FsSubject who) {
        return false;
    }

    /// Lists entries from `cookie` on (0 starts), without `.` and `..`; each entry comes with the
    /// cookie
    /// that continues after it, at least 3. Cookies stay good while other entries come and go.
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        throw Errno.ENOTDIR.exception();
    }

    // Symbolic links.

    public String readlink(FsSubject who) {
        throw Errno.EINVAL.exception();
    }

    /// Where a magic link (`/proc/PID/exe`, `fd/N`) leads without text being walked; null for
    /// ordinary links.
    public @Nullable Path followMagic(FsSubject who) {
        return null;
    }

    // Content.

    /// A new open file description; [Vfs] fills in its path, flags and credentials afterwards.
    public OpenFile open(FsSubject who, int flags) {
        return sb.vfs().openSpecial(who, this, flags);
    }

    /// The content of a regular file, shared by read, write and mmap.
    public @Nullable FileData data() {
        return null;
    }

    public void truncate(FsSubject who, long newSize) {
        throw Errno.EINVAL.exception();
    }

    // Extended attributes: name includes its namespace (`user.x`).

    /// Whether it is known to have no file capabilities.
    private boolean withoutCapabilities;

    /// The attribute with its file capabilities, null where there is none.
    final byte @Nullable [] capabilities() {
        if (withoutCapabilities) {
            return null;
        }
        byte[] value = null;
        try {
            value = getXattr(FileCapabilities.ATTRIBUTE);
        } catch (ErrnoException e) {
            // The file system has no attributes.
            withoutCapabilities = true;
        }
        withoutCapabilities |= value == null;
        return value;
    }

    /// File capabilities were set: there is something to ask for.
    public final void capabilitiesSet() {
        withoutCapabilities = false;
    }

    public byte @Nullable [] getXattr(String name) {
        throw Errno.EOPNOTSUPP.exception();
    }

    public void setXattr(String name, byte[] value) {
        throw Errno.EOPNOTSUPP.exception();
    }

    /// Returns false where there was no such attribute.
    public boolean removeXattr(String name) {
        throw Errno.EOPNOTSUPP.exception();
    }

    public List<String> listXattrs() {
        return List.of();
    }

    /// Seals, F_SEAL_*: memfd_create(2), fcntl(2).
    public int seals() {
        throw Errno.EINVAL.exception();
    }

    public void setSeals(int newSeals) {
        throw Errno.EINVAL.exception();
    }

    // Use counts.

    /// Counts a writer in, unless a running program forbids writing (ETXTBSY).
    public final boolean tryAddWriter() {
        if (writers < 0) {
            return false;
        }
        writers++;
        return true;
    }

    public final void dropWriter() {
        writers--;
    }

    /// Forbids writing while a program runs from this file; false when somebody has it open for
    /// writing.
    public final boolean tryDenyWrite() {
        if (writers > 0) {
            return false;
        }
        writers--;
        return true;
    }

    public final void allowWrite() {
        writers++;
    }

    final void opened() {
        opens++;
    }

    final void closed() {
        opens--;
        if (opens == 0) {
            lastClose();
            if (nlink() == 0) {
                evict();
                sb.vfs().deleted(this);
            }
        }
    }

    public final int openCount() {
        return opens;
    }

    /// The last open file is gone; the inode may be opened again.
    protected void lastClose() {}

    /// The last name and the last open file are gone.
    protected void evict() {}

    /// Record and flock locks, made at first use.
    public final FileLocks locks() {
        FileLocks l = locks;
        if (l == null) {
            l = new FileLocks();
            locks = l;
        }
        return l;
    }

    final @Nullable FileLocks locksIfAny() {
        return locks;
    }
}
