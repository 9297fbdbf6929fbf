package dev.murre.kernel.proc;

import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.SuperBlock;
import dev.murre.kernel.task.Kernel;

/// A small `/sys`: processors, memory nodes and the places others are mounted on, sysfs(5).
public final class SysFs extends SuperBlock {
    private static final long SYSFS_MAGIC = 0x62656572L;

    private final Kernel kernel;

    public SysFs(Kernel kernel) {
        super(kernel.vfs());
        this.kernel = kernel;
        StateDirectory root = directory();
        setRoot(root);
        for (String name : new String[] {"block", "bus", "class", "dev", "devices", "firmware"}) {
            root.add(name, directory());
        }
        root.add("fs", child("cgroup", directory()));
        root.add("kernel", kernelDirectory());
        root.add("module", directory());
        root.add("power", directory());
        StateDirectory system = directory();
        system.add("cpu", cpus());
        system.add("node", nodes());
        StateDirectory devices = (StateDirectory) lookup(root, "devices");
        devices.add("system", system);
    }

    private static Inode lookup(StateDirectory in, String name) {
        var inode = in.entry(name);
        if (inode == null) {
            throw new IllegalStateException(name);
        }
        return inode;
    }

    private StateDirectory directory() {
        return new StateDirectory(this, nextIno(), 0755, null);
    }

    private StateDirectory child(String name, StateDirectory inner) {
        StateDirectory outer = directory();
        outer.add(name, inner);
        return outer;
    }

    private TextInode text(String value) {
        return new TextInode(this, nextIno(), 0444, null, who -> value + "\n", null);
    }

    private String all() {
        int count = kernel.scheduler().cpus();
        return CpuList.text(count >= 64 ? -1L : (1L << count) - 1);
    }

    private StateDirectory kernelDirectory() {
        StateDirectory dir = directory();
        dir.add("ostype", text("Linux"));
        StateDirectory mm = directory();
        StateDirectory huge = directory();
        huge.add("enabled", text("always madvise [never]"));
        huge.add("hpage_pmd_size", text("2097152"));
        mm.add("transparent_hugepage", huge);
        dir.add("mm", mm);
        dir.add("debug", directory());
        dir.add("security", directory());
        return dir;
    }

    private StateDirectory cpus() {
        StateDirectory dir = directory();
        for (String name : new String[] {"online", "possible", "present"}) {
            dir.add(name, text(all()));
        }
        dir.add("offline", text(""));
        dir.add("isolated", text(""));
        dir.add("kernel_max", text("63"));
        for (int cpu = 0; cpu < kernel.scheduler().cpus(); cpu++) {
            StateDirectory one = directory();
            one.add("online", text("1"));
            StateDirectory topology = directory();
            topology.add("core_id", text(Integer.toString(cpu)));
            topology.add("physical_package_id", text("0"));
            topology.add("thread_siblings", text(Long.toHexString(1L << cpu)));
            topology.add("thread_siblings_list", text(Integer.toString(cpu)));
            topology.add("core_siblings_list", text(all()));
            one.add("topology", topology);
            dir.add("cpu" + cpu, one);
        }
        return dir;
    }

    private StateDirectory nodes() {
        StateDirectory dir = directory();
        dir.add("online", text("0"));
        dir.add("possible", text("0"));
        StateDirectory node = directory();
        node.add("cpulist", text(all()));
        int count = kernel.scheduler().cpus();
        node.add("cpumap", text(Long.toHexString(count >= 64 ? -1L : (1L << count) - 1)));
        node.add("distance", text("10"));
        node.add("meminfo", new TextInode(this, nextIno(), 0444, null, who -> nodeMemory(), null));
        dir.add("node0", node);
        return dir;
    }

    private String nodeMemory() {
        long total = MachineFiles.totalPages(kernel) << 2;
        long used = kernel.memory().usedPages() << 2;
        return "Node 0 MemTotal: %14d kB\nNode 0 MemFree: %15d kB\nNode 0 MemUsed: %15d kB\n"
                .formatted(total, total - used, used);
    }

    @Override
    public String typeName() {
        return "sysfs";
    }

    @Override
    public long magic() {
        return SYSFS_MAGIC;
    }
}
