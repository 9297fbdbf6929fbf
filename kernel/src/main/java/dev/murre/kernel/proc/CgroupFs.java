package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.Dentry;
import dev.murre.kernel.fs.DirSink;
import dev.murre.kernel.fs.DirectoryFile;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Cgroup;
import dev.murre.kernel.task.CgroupDirectory;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The cgroup-v2 file system: a directory for each group.
public final class CgroupFs extends SuperBlock {
    private static final long CGROUP2_SUPER_MAGIC = 0x63677270;

    private final Map<Cgroup, Directory> directories = new IdentityHashMap<>();

    public CgroupFs(Kernel kernel) {
        super(kernel.vfs());
        setRoot(directory(kernel.rootCgroup()));
    }

    @Override
    public String typeName() {
        return "cgroup2";
    }

    @Override
    public long magic() {
        return CGROUP2_SUPER_MAGIC;
    }

    @Override
    public boolean volatileNames() {
        return true;
    }

    /// The root of the namespace that the caller is in, cgroup_namespaces(7).
    @Override
    protected Dentry rootFor(FsSubject who) {
        return who instanceof Task t ? dentry(t.namespaces().cgroup().root()) : root();
    }

    private Dentry dentry(Cgroup group) {
        Cgroup parent = group.parent();
        if (parent == null) {
            return root();
        }
        return entry(dentry(parent), group.name(), directory(group));
    }

    @Override
    public @Nullable String shownRoot(Dentry root, FsSubject who) {
        return who instanceof Task t && root.inode() instanceof Directory directory
                ? t.namespaces().cgroup().pathOf(directory.group)
                : null;
    }

    private Directory directory(Cgroup group) {
        return directories.computeIfAbsent(group, key -> new Directory(this, key));
    }

    private static final class Directory extends StateInode implements CgroupDirectory {
        private final CgroupFs fs;
        private final Cgroup group;
        private final Map<String, Inode> files = new LinkedHashMap<>();

        Directory(CgroupFs fs, Cgroup group) {
            super(fs, fs.nextIno(), StatMode.S_IFDIR | 0755, null);
            this.fs = fs;
            this.group = group;
            nlink = 2;
            for (CgroupFile file : CgroupFile.values()) {
                if (file.inRoot() || group.parent() != null) {
                    files.put(file.text(), inode(file));
                }
            }
        }

        private Inode inode(CgroupFile file) {
            if (file == CgroupFile.CGROUP_EVENTS) {
                return new CgroupEvents(fs, fs.nextIno(), group);
            }
            return new TextInode(
                    fs,
                    fs.nextIno(),
                    file.mode(),
                    null,
                    who -> file.read(group, who),
                    (who, text) -> file.write(group, who, text));
        }

        @Override
        public Cgroup shown() {
            return group;
        }

        @Override
        public Inode members() {
            return Objects.requireNonNull(files.get(CgroupFile.CGROUP_PROCS.text()));
        }

        @Override
        public boolean stillValid() {
            return !group.removed();
        }

        private boolean shows(String name) {
            for (Cgroup.Controller controller : Cgroup.Controller.values()) {
                if (name.startsWith(controller.text() + ".") && !name.equals("cpu.stat")) {
                    return group.has(controller);
                }
            }
            return true;
        }

        @Override
        public @Nullable Inode lookup(FsSubject who, String name) {
            Cgroup child = group.child(name);
            if (child != null) {
                return fs.directory(child);
            }
            return shows(name) ? files.get(name) : null;
        }

        @Override
        public Inode mkdir(FsSubject who, String name, int createMode) {
            return fs.directory(group.make(name));
        }

        @Override
        public void rmdir(FsSubject who, String name, Inode child) {
            Cgroup gone = ((Directory) child).group;
            group.remove(gone);
            fs.directories.remove(gone);
        }

        @Override
        public Inode create(FsSubject who, String name, int createMode) {
            throw Errno.EACCES.exception();
        }

        /// Its files go with it; groups and members are in the way, [Cgroup#remove].
        @Override
        public boolean isEmptyDirectory(FsSubject who) {
            return true;
        }

        @Override
        public OpenFile open(FsSubject who, int flags) {
            return new DirectoryFile(this);
        }

        @Override
        public void iterate(FsSubject who, long cookie, DirSink sink) {
            List<String> names = new ArrayList<>();
            group.children().forEach(child -> names.add(child.name()));
            files.keySet().stream().filter(this::shows).forEach(names::add);
            for (int i = (int) Math.max(0, cookie - StateDirectory.FIRST_COOKIE);
                    i < names.size();
                    i++) {
                Inode inode = lookup(who, names.get(i));
                long next = StateDirectory.FIRST_COOKIE + i + 1L;
                if (inode != null && !sink.entry(names.get(i), inode.ino(), inode.type(), next)) {
                    return;
                }
            }
        }
    }
}
