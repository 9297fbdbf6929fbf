package dev.murre.kernel.fs.devfs;

import static dev.murre.abi.StatMode.S_IFCHR;
import static dev.murre.abi.StatMode.S_IFDIR;

import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.FileSystemType;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.tmpfs.TmpDir;
import dev.murre.kernel.fs.tmpfs.TmpFs;
import org.jspecify.annotations.Nullable;

/// Fills `/dev`: null(4), random(4), tty(4), pts(4), and the links udev would make.
public final class DevFs {
    private static final int MEMORY = 1;
    private static final int TTY_AUX = 5;

    private DevFs() {}

    /// A new `/dev` with all nodes.
    public static TmpFs create(Vfs vfs) {
        TmpFs fs = TmpFs.create(vfs, "devtmpfs", 0755);
        TmpDir dev = (TmpDir) fs.root().inode();
        node(dev, "null", 0666, MEMORY, MemoryDevices.NULL);
        node(dev, "zero", 0666, MEMORY, MemoryDevices.ZERO);
        node(dev, "full", 0666, MEMORY, MemoryDevices.FULL);
        node(dev, "random", 0666, MEMORY, MemoryDevices.RANDOM);
        node(dev, "urandom", 0666, MEMORY, MemoryDevices.URANDOM);
        node(dev, "kmsg", 0644, MEMORY, MemoryDevices.MESSAGES);
        node(dev, "tty", 0666, TTY_AUX, 0);
        node(dev, "console", 0600, TTY_AUX, 1);
        node(dev, "ptmx", 0666, TTY_AUX, 2);
        dev.addNode("pts", S_IFDIR | 0755, 0);
        dev.addNode("shm", S_IFDIR | 01777, 0);
        dev.addNode("mqueue", S_IFDIR | 01777, 0);
        dev.addLink("fd", "/proc/self/fd");
        dev.addLink("stdin", "/proc/self/fd/0");
        dev.addLink("stdout", "/proc/self/fd/1");
        dev.addLink("stderr", "/proc/self/fd/2");
        return fs;
    }

    private static void node(TmpDir dev, String name, int mode, int major, int minor) {
        dev.addNode(name, S_IFCHR | mode, Devices.makedev(major, minor));
    }

    /// The type for mount(2): every instance has the same nodes.
    public static FileSystemType type() {
        return new FileSystemType() {
            @Override
            public String name() {
                return "devtmpfs";
            }

            @Override
            public SuperBlock mount(Vfs vfs, FsSubject who, String source, @Nullable String data) {
                return create(vfs);
            }
        };
    }
}
