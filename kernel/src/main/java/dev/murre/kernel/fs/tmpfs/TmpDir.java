package dev.murre.kernel.fs.tmpfs;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.DirectoryFile;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Rename;
import org.jspecify.annotations.Nullable;

/// A directory in memory.
public class TmpDir extends TmpInode {
    protected final DirEntries entries = new DirEntries();

    protected TmpDir(TmpFs fs, long ino, int mode) {
        super(fs, ino, mode);
        nlink = 2;
    }

    @Override
    public long size() {
        return fs.directorySize(entries.count());
    }

    @Override
    public long blocks() {
        return fs.directoryBlocks(size());
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        return new DirectoryFile(this);
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        return entries.get(name);
    }

    /// Enters a child and counts it.
    protected void add(String name, TmpInode child) {
        entries.put(name, child);
        if (child.isDirectory()) {
            nlink++;
        }
        contentChanged();
    }

    /// Takes a child out and uncounts it.
    protected void remove(String name, Inode child) {
        entries.remove(name);
        if (child.isDirectory()) {
            nlink--;
        }
        contentChanged();
    }

    @Override
    public Inode create(FsSubject who, String name, int createMode) {
        return enter(who, name, new TmpFile(fs, createMode));
    }

    private Inode enter(FsSubject who, String name, TmpInode made) {
        made.ownedBy(who, this);
        add(name, made);
        return made;
    }

    @Override
    public Inode mkdir(FsSubject who, String name, int createMode) {
        return enter(who, name, new TmpDir(fs, fs.newIno(), createMode));
    }

    @Override
    public Inode mknod(FsSubject who, String name, int createMode, long device) {
        return enter(who, name, TmpInode.special(fs, createMode, device));
    }

    @Override
    public Inode symlink(FsSubject who, String name, String target) {
        return enter(who, name, new TmpSymlink(fs, target));
    }

    @Override
    public void link(FsSubject who, Inode target, String name) {
        TmpInode inode = own(target);
        inode.setNlink(inode.nlink() + 1);
        inode.touchCtime();
        add(name, inode);
    }

    private static TmpInode own(Inode inode) {
        if (inode instanceof TmpInode mine) {
            return mine;
        }
        throw Errno.EXDEV.exception();
    }

    @Override
    public void unlink(FsSubject who, String name, Inode child) {
        remove(name, child);
        TmpInode inode = own(child);
        inode.setNlink(inode.nlink() - 1);
        inode.touchCtime();
    }

    @Override
    public void rmdir(FsSubject who, String name, Inode child) {
        remove(name, child);
        own(child).setNlink(0);
    }

    @Override
    public void rename(
            FsSubject who,
            String name,
            Inode child,
            Inode newDir,
            String newName,
            @Nullable Inode replaced,
            Rename how) {
        TmpDir target = (TmpDir) newDir;
        remove(name, child);
        if (replaced != null) {
            target.remove(newName, replaced);
            TmpInode old = own(replaced);
            if (how == Rename.EXCHANGE) {
                add(name, old);
            } else {
                old.setNlink(old.isDirectory() ? 0 : old.nlink() - 1);
            }
            old.touchCtime();
        }
        target.add(newName, own(child));
        own(child).touchCtime();
    }

    @Override
    public Inode tmpfile(FsSubject who, int createMode) {
        TmpFile made = new TmpFile(fs, createMode);
        made.ownedBy(who, this);
        made.setNlink(0);
        return made;
    }

    @Override
    public boolean isEmptyDirectory(FsSubject who) {
        return entries.count() == 0;
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        entries.iterate(cookie, sink);
    }

    /// Files other than directories in here and below.
    public int countFiles() {
        int[] count = {0};
        entries.forEach(child -> count[0] += child instanceof TmpDir dir ? dir.countFiles() : 1);
        return count[0];
    }

    // For the kernel's own set-up of /dev and the like.

    /// Makes a node without asking anybody.
    public Inode addNode(String name, int nodeMode, long device) {
        TmpInode made;
        if ((nodeMode & StatMode.S_IFMT) == StatMode.S_IFDIR) {
            made = new TmpDir(fs, fs.newIno(), nodeMode);
        } else if ((nodeMode & StatMode.S_IFMT) == StatMode.S_IFREG) {
            made = new TmpFile(fs, nodeMode);
        } else {
            made = TmpInode.special(fs, nodeMode, device);
        }
        made.stampNow();
        add(name, made);
        return made;
    }

    /// Makes a symbolic link without asking anybody.
    public void addLink(String name, String target) {
        TmpSymlink made = new TmpSymlink(fs, target);
        made.stampNow();
        add(name, made);
    }
}
