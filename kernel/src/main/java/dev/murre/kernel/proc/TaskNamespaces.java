package dev.murre.kernel.proc;

import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.MountNamespace;
import dev.murre.kernel.task.Task;

/// `/proc/PID/ns`: which namespaces a task is in, as links that compare equal for the same one.
final class TaskNamespaces extends StateDirectory {
    /// Numbers of the first namespaces: include/linux/proc_ns.h.
    private static final long UTS = 0xeffffffeL;

    private static final long IPC = 0xefffffffL;
    private static final long USER = 0xeffffffdL;
    private static final long PID = 0xeffffffcL;
    private static final long CGROUP = 0xeffffffbL;
    private static final long NET = 0xf0000098L;

    TaskNamespaces(TaskDirectory dir, long ino) {
        super(dir.fs, ino, StatMode.S_IFDIR | 0511, dir.task);
        Task t = dir.task;
        link(dir, "cgroup", CGROUP);
        link(dir, "ipc", IPC);
        link(dir, "mnt", mount(t));
        link(dir, "net", NET);
        boolean firstPids = t.pidNamespace() == t.kernel().pids();
        link(dir, "pid", firstPids ? PID : dir.fs.namespaceNumber(t.pidNamespace()));
        link(dir, "user", USER);
        boolean first = t.namespaces().uts() == t.kernel().idleTask().namespaces().uts();
        link(dir, "uts", first ? UTS : dir.fs.namespaceNumber(t.namespaces().uts()));
    }

    private static long mount(Task t) {
        FsContext fs = t.fsOrNull();
        MountNamespace ns = fs == null ? null : fs.root().mount().namespace();
        return ns == null ? 0 : ns.ino();
    }

    private void link(TaskDirectory dir, String name, long number) {
        String text = name + ":[" + number + "]";
        add(name, LinkInode.toText(dir.fs, dir.fs.newIno(), dir.task, who -> text));
    }
}
