package dev.murre.kernel.tty;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.DirectoryFile;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import org.jspecify.annotations.Nullable;

/// The file system of pseudo-terminal slaves, mounted on `/dev/pts`.
public final class DevPtsFs extends SuperBlock {
    private static final long DEVPTS_SUPER_MAGIC = 0x1cd1L;
    private static final int FIRST_SLAVE_INO = 3;
    private static final int PTMX_INO = 2;
    private static final int TTY_GROUP = 5;
    private static final int FIRST_COOKIE = 3;

    private final PtyRegistry registry;

    public DevPtsFs(Vfs vfs, PtyRegistry registry) {
        super(vfs);
        this.registry = registry;
        setRoot(new Directory(this));
    }

    @Override
    public String typeName() {
        return "devpts";
    }

    @Override
    public String options() {
        return ",gid=5,mode=620,ptmxmode=666";
    }

    @Override
    public long magic() {
        return DEVPTS_SUPER_MAGIC;
    }

    @Override
    public boolean volatileNames() {
        return true;
    }

    /// The node of a slave, owned by whoever opened the master.
    Inode slaveNode(FsSubject owner, PtyPair pair) {
        return new Node(this, owner, pair);
    }

    private final class Directory extends Inode {
        private final Inode ptmx;

        Directory(DevPtsFs fs) {
            super(fs, 1, StatMode.S_IFDIR | 0755);
            nlink = 2;
            ptmx = new Node(fs);
        }

        @Override
        public OpenFile open(FsSubject who, int flags) {
            return new DirectoryFile(this);
        }

        @Override
        public @Nullable Inode lookup(FsSubject who, String name) {
            if (name.equals("ptmx")) {
                return ptmx;
            }
            if (name.isEmpty()
                    || name.length() > 4
                    || !name.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return null;
            }
            PtyPair pair = registry.find(Integer.parseInt(name));
            return pair == null || name.length() > 1 && name.startsWith("0") ? null : pair.node();
        }

        @Override
        public void iterate(FsSubject who, long cookie, DirSink sink) {
            if (cookie < FIRST_COOKIE
                    && !sink.entry("ptmx", PTMX_INO, StatMode.S_IFCHR, FIRST_COOKIE)) {
                return;
            }
            for (int index : registry.indices()) {
                long own = FIRST_COOKIE + 1L + index;
                if (own > cookie
                        && !sink.entry(
                                Integer.toString(index),
                                FIRST_SLAVE_INO + index,
                                StatMode.S_IFCHR,
                                own)) {
                    return;
                }
            }
        }
    }

    private final class Node extends Inode {
        private final @Nullable PtyPair pair;

        Node(DevPtsFs fs) {
            super(fs, PTMX_INO, StatMode.S_IFCHR | 0666);
            pair = null;
            rdev = Devices.makedev(5, 2);
            stamp();
        }

        Node(DevPtsFs fs, FsSubject owner, PtyPair pair) {
            super(fs, FIRST_SLAVE_INO + pair.index(), StatMode.S_IFCHR | 0620);
            this.pair = pair;
            uid = owner.creds().fsuid();
            gid = TTY_GROUP;
            rdev = Devices.makedev(PtyRegistry.SLAVE_MAJOR, pair.index());
            stamp();
        }

        private void stamp() {
            long now = sb.nowNanos();
            atimeNanos = now;
            mtimeNanos = now;
            ctimeNanos = now;
        }

        @Override
        public boolean stillValid() {
            return pair == null || registry.find(pair.index()) == pair;
        }
    }
}
