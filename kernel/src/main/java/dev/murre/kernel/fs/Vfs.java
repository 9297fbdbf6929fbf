package dev.murre.kernel.fs;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.StatMode;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.machine.memory.HostMemory;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The machine's file systems: types, mounts, devices, the path walker. Operations on names are in
/// [Names], opening in [Opener], mounting in [Mounts].
public final class Vfs {
    private static final long RELATIME_NANOS = 24L * 3600 * 1_000_000_000L;
    private static final int MAX_NEGATIVE_PER_DIRECTORY = 4096;

    private final KernelServices kernel;
    private final HostMemory memory;
    private final Devices devices = new Devices();
    private final Map<String, FileSystemType> types = new LinkedHashMap<>();
    private final AnonymousFs anonymous;
    private final Mount anonMount;
    private final LockWaits lockWaits = new LockWaits();
    private final FsContexts contexts = new FsContexts();
    private final Attributes attributes;
    private final Names names;
    private final Renamer renamer;
    private final Opener opener;
    private final Mounts mounts;
    private @Nullable MountNamespace initialNamespace;
    private @Nullable PathWalk walk;
    private @Nullable FsNotify notify;
    private Devices.@Nullable Driver fifoDriver;
    private int lastMinor = 0x14;
    private long lastNamespaceIno = 0xf0000000L;
    private int lastMoveCookie;

    /// @param memory where the content of shared mappings lives
    public Vfs(KernelServices kernel, HostMemory memory) {
        this.kernel = kernel;
        this.memory = memory;
        names = new Names(this);
        attributes = new Attributes(this);
        renamer = new Renamer(this);
        opener = new Opener(this);
        mounts = new Mounts(this);
        anonymous = new AnonymousFs(this);
        anonMount = mounts.internal(anonymous);
    }

    /// The kernel this belongs to: clocks, entropy, log.
    public KernelServices kernel() {
        return kernel;
    }

    HostMemory memory() {
        return memory;
    }

    public Devices devices() {
        return devices;
    }

    public LockWaits lockWaits() {
        return lockWaits;
    }

    FsContexts contexts() {
        return contexts;
    }

    public Attributes attributes() {
        return attributes;
    }

    public Names names() {
        return names;
    }

    public Renamer renamer() {
        return renamer;
    }

    public Opener opener() {
        return opener;
    }

    public Mounts mounts() {
        return mounts;
    }

    /// The walker, for one walk at a time.
    public PathWalk walk() {
        PathWalk w = walk;
        if (w == null) {
            throw new IllegalStateException("no root file system yet");
        }
        return w;
    }

    /// Mounts the root file system and returns its place, where init starts.
    public Path mountRoot(SuperBlock sb) {
        MountNamespace ns = new MountNamespace(this, mounts.internal(sb), UserNamespace.INITIAL);
        initialNamespace = ns;
        Path top = new Path(ns.root(), ns.root().root());
        walk = new PathWalk(top);
        return top;
    }

    boolean isInitial(MountNamespace namespace) {
        return namespace == initialNamespace;
    }

    /// The hidden mount in which pipes, sockets and other nameless files live.
    public Mount anonMount() {
        return anonMount;
    }

    /// The file system of nameless files.
    public SuperBlock anonymousFs() {
        return anonymous;
    }

    /// An inode for a nameless file; `mode` has its type (S_IFIFO, S_IFSOCK, or 0 as for eventfd)
    /// and
    /// permissions.
    public Inode anonymousInode(FsSubject who, int mode) {
        return anonymous.inode(who, mode);
    }

    /// Makes a file system type known to mount(2) and `/proc/filesystems`.
    public void register(FileSystemType type) {
        types.put(type.name(), type);
    }

    public Map<String, FileSystemType> fileSystemTypes() {
        return types;
    }

    /// Who opens FIFOs: the pipe layer.
    public void setFifoDriver(Devices.Driver driver) {
        fifoDriver = driver;
    }

    public void setNotify(FsNotify listener) {
        notify = listener;
    }

    /// The exception that stands for `-errno`.
    public static ErrnoException exception(int result) {
        Errno errno = Errno.of(-result);
        if (errno == null) {
            throw new IllegalArgumentException("no error: " + result);
        }
        return errno.exception();
    }

    /// Wall-clock nanoseconds.
    public long nowNanos() {
        return kernel.clocks().realtimeNanos();
    }

    /// Content of `inode` was read through `mount`: sets its access time as the mount's policy
    /// says.
    void touchAtime(Mount mount, Inode inode) {
        int flags = mount.flags();
        if ((flags & (Mount.NOATIME | Mount.RDONLY)) != 0
                || ((flags & Mount.NODIRATIME) != 0 && inode.isDirectory())
                || inode.superBlock().readOnly) {
            return;
        }
        long now = nowNanos();
        long old = inode.atimeNanos();
        boolean lazy = (flags & Mount.RELATIME) != 0;
        if (!lazy
                || old <= inode.mtimeNanos()
                || old <= inode.ctimeNanos()
                || now - old >= RELATIME_NANOS) {
            inode.touchAtime(now);
        }
    }

    long newAnonymousDev() {
        return Devices.makedev(0, lastMinor++);
    }

    /// A number for a namespace that no other has.
    public long newNamespaceIno() {
        return lastNamespaceIno++;
    }

    int newMoveCookie() {
        return ++lastMoveCookie;
    }

    Mount cloneMount(Mount mount, Dentry root) {
        return mounts.cloneOf(mount, root);
    }

    /// Keeps directories from filling up with remembered misses.
    void countNegative(Dentry directory) {
        if (directory.childCount() > MAX_NEGATIVE_PER_DIRECTORY) {
            directory.dropNegativeChildren();
        }
    }

    /// Opens a device node or FIFO through its driver: open(2), ENXIO.
    OpenFile openSpecial(FsSubject who, Inode inode, int flags) {
        Devices.Driver driver =
                switch (inode.type()) {
                    case StatMode.S_IFCHR -> devices.character(inode.rdev());
                    case StatMode.S_IFIFO -> fifoDriver;
                    default -> null;
                };
        if (driver == null) {
            throw Errno.ENXIO.exception();
        }
        return driver.open(who, inode, flags);
    }

    // Events.

    /// An inode is gone for good.
    void deleted(Inode inode) {
        FsNotify n = notify;
        if (n != null && inode.marks != null) {
            n.event(inode, FsNotify.DELETE_SELF, null, 0);
        }
    }

    void event(Inode inode, int mask, @Nullable String name, int cookie) {
        FsNotify n = notify;
        if (n != null) {
            boolean self = name == null && inode.isDirectory();
            n.event(inode, self ? mask | FsNotify.IS_DIR : mask, name, cookie);
        }
    }

    /// Announces an event on a file to watchers of it and of its directory.
    public void notifyFile(OpenFile file, int mask) {
        if (notify != null) {
            notifyDentry(file.dentry(), file.inode(), mask);
        }
    }

    void notifyDentry(Dentry dentry, Inode inode, int mask) {
        FsNotify n = notify;
        if (n == null) {
            return;
        }
        int full = mask | (inode.isDirectory() ? FsNotify.IS_DIR : 0);
        if (inode.marks != null) {
            n.event(inode, full, null, 0);
        }
        Inode dir = dentry.parent().inodeOrNull();
        if (dir != null && dir != inode && dir.marks != null) {
            n.event(dir, full, dentry.name(), 0);
        }
    }

    void notifyClose(OpenFile file) {
        if (notify != null && !file.isPathOnly()) {
            notifyFile(file, file.canWrite() ? FsNotify.CLOSE_WRITE : FsNotify.CLOSE_NOWRITE);
        }
    }
}
