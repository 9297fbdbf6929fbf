package dev.murre.kernel.init;

import dev.murre.kernel.exec.Exec;
import dev.murre.kernel.fs.FileSystemType;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.devfs.DevFs;
import dev.murre.kernel.fs.devfs.MemoryDevices;
import dev.murre.kernel.fs.tmpfs.TmpFs;
import dev.murre.kernel.proc.BinfmtFs;
import dev.murre.kernel.proc.CgroupFs;
import dev.murre.kernel.proc.ProcFs;
import dev.murre.kernel.proc.SysFs;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.tty.DevPtsFs;
import org.jspecify.annotations.Nullable;

/// The file systems every machine has besides its root: their types, and `/dev`, `/proc`, `/sys`.
public final class FileTree {
    private FileTree() {}

    /// Mounts a file system at a path, which is made where it is missing.
    @FunctionalInterface
    public interface Mounter {
        void mount(SuperBlock fs, String at, int flags);
    }

    /// Registers all types and the memory devices, and mounts what belongs to a root.
    public static void mountStandard(Kernel kernel, Exec exec, DevPtsFs ptys, Mounter mounter) {
        Vfs vfs = kernel.vfs();
        MemoryDevices.register(vfs, kernel.messages());
        vfs.register(TmpFs.type("tmpfs"));
        vfs.register(TmpFs.type("ramfs"));
        vfs.register(DevFs.type());
        vfs.register(existing("devpts", ptys));
        SysFs sys = new SysFs(kernel);
        vfs.register(ProcFs.type(kernel));
        vfs.register(existing("sysfs", sys));
        int plain = Mount.NOSUID | Mount.NODEV | Mount.NOEXEC;
        mounter.mount(new ProcFs(kernel, kernel.pids()), "/proc", plain);
        BinfmtFs formats = new BinfmtFs(vfs, exec);
        vfs.register(existing("binfmt_misc", formats));
        mounter.mount(formats, "/proc/sys/fs/binfmt_misc", plain | Mount.RELATIME);
        mounter.mount(sys, "/sys", plain);
        CgroupFs cgroups = new CgroupFs(kernel);
        vfs.register(existing("cgroup2", cgroups));
        mounter.mount(cgroups, "/sys/fs/cgroup", plain);
        mounter.mount(DevFs.create(vfs), "/dev", Mount.NOSUID);
        mounter.mount(ptys, "/dev/pts", Mount.NOSUID | Mount.NOEXEC);
        int shared = Mount.NOSUID | Mount.NODEV;
        mounter.mount(TmpFs.create(vfs, "tmpfs", 01777), "/dev/shm", shared);
    }

    /// A type of which there is one instance only.
    private static FileSystemType existing(String name, SuperBlock instance) {
        return new FileSystemType() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public SuperBlock mount(Vfs vfs, FsSubject who, String source, @Nullable String data) {
                return instance;
            }
        };
    }
}
