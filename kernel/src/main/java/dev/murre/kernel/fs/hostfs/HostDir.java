package dev.murre.kernel.fs.hostfs;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.DirectoryFile;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Rename;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A directory of a bind.
final class HostDir extends HostInode {
    private static final long FIRST_COOKIE = 3;

    /// Names as last listed from the start, so that a listing goes on in the same order.
    private List<HostFiles.Entry> listed = List.of();

    HostDir(HostFs fs, HostAttributes a) {
        super(fs, a);
    }

    private String below(String name) {
        String at = path();
        return at.isEmpty() ? name : at + "/" + name;
    }

    @Override
    public OpenFile open(FsSubject who, int flags) {
        return new DirectoryFile(this);
    }

    @Override
    public @Nullable Inode lookup(FsSubject who, String name) {
        HostAttributes found = fs.files().stat(below(name));
        return found == null ? null : fs.inode(this, name, found);
    }

    private Inode made(FsSubject who, String name) {
        try {
            fs.files().setOwner(below(name), who.creds().fsuid(), ownerGroup(who));
        } catch (ErrnoException e) {
            // Without the right to give files away, what is made here belongs to whoever runs us.
            if (e.errno != Errno.EPERM) {
                throw e;
            }
        }
        return take(name);
    }

    private int ownerGroup(FsSubject who) {
        return (mode() & StatMode.S_ISGID) != 0 ? gid() : who.creds().fsgid();
    }

    private Inode take(String name) {
        HostAttributes found = fs.files().stat(below(name));
        if (found == null) {
            throw Errno.EIO.exception();
        }
        stale();
        return fs.inode(this, name, found);
    }

    @Override
    public Inode create(FsSubject who, String name, int createMode) {
        fs.files().create(below(name), createMode & 07777);
        return made(who, name);
    }

    @Override
    public Inode mkdir(FsSubject who, String name, int createMode) {
        int inherited = mode() & StatMode.S_ISGID;
        fs.files().mkdir(below(name), createMode & 07777 | inherited);
        return made(who, name);
    }

    @Override
    public Inode symlink(FsSubject who, String name, String target) {
        fs.files().symlink(below(name), target);
        return made(who, name);
    }

    @Override
    public void link(FsSubject who, Inode target, String name) {
        fs.files().link(own(target).path(), below(name));
        own(target).stale();
        stale();
    }

    private static HostInode own(Inode inode) {
        if (inode instanceof HostInode mine) {
            return mine;
        }
        throw Errno.EXDEV.exception();
    }

    @Override
    public void unlink(FsSubject who, String name, Inode child) {
        fs.files().unlink(below(name));
        own(child).unlinked();
        stale();
    }

    @Override
    public void rmdir(FsSubject who, String name, Inode child) {
        fs.files().rmdir(below(name));
        own(child).unlinked();
        stale();
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
        HostDir target = (HostDir) newDir;
        if (how == Rename.EXCHANGE && replaced != null) {
            fs.files().exchange(below(name), target.below(newName));
            own(replaced).found(this, name, own(replaced).attributes());
            own(replaced).stale();
        } else {
            fs.files().rename(below(name), target.below(newName));
            if (replaced != null) {
                own(replaced).unlinked();
            }
        }
        own(child).found(target, newName, own(child).attributes());
        own(child).stale();
        stale();
        target.stale();
    }

    @Override
    public boolean isEmptyDirectory(FsSubject who) {
        return fs.files().list(path()).isEmpty();
    }

    @Override
    public void iterate(FsSubject who, long cookie, DirSink sink) {
        int from = (int) Math.max(0, cookie - FIRST_COOKIE);
        if (cookie == 0) {
            listed = fs.files().list(path());
        }
        for (int i = from; i < listed.size(); i++) {
            HostFiles.Entry entry = listed.get(i);
            String name = entry.name();
            long ino = entry.ino();
            int type = entry.type();
            if (type == 0) {
                HostAttributes a = fs.files().stat(below(name));
                if (a == null) {
                    continue;
                }
                ino = a.ino();
                type = a.mode() & StatMode.S_IFMT;
            }
            if (!sink.entry(name, ino, type, FIRST_COOKIE + i + 1)) {
                return;
            }
        }
    }
}
