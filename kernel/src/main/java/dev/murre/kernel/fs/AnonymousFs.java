package dev.murre.kernel.fs;

/// Where nameless files live: pipes, sockets, eventfds. It has no directory anybody could reach.
final class AnonymousFs extends SuperBlock {
    private static final long ANON_INODE_FS_MAGIC = 0x09041934L;

    AnonymousFs(Vfs vfs) {
        super(vfs);
        setRoot(new Nameless(this, 1, 0040000));
    }

    @Override
    public String typeName() {
        return "anon_inodefs";
    }

    @Override
    public long magic() {
        return ANON_INODE_FS_MAGIC;
    }

    Inode inode(FsSubject who, int mode) {
        Nameless inode = new Nameless(this, nextIno(), mode);
        inode.ownedBy(who);
        return inode;
    }

    private static final class Nameless extends Inode {
        Nameless(SuperBlock sb, long ino, int mode) {
            super(sb, ino, mode);
        }

        private void ownedBy(FsSubject who) {
            uid = who.creds().fsuid();
            gid = who.creds().fsgid();
            long now = sb.nowNanos();
            atimeNanos = now;
            mtimeNanos = now;
            ctimeNanos = now;
        }
    }
}
