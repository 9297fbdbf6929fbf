package dev.murre.kernel.proc;

import dev.murre.abi.StatMode;
import dev.murre.kernel.task.NamespaceKind;
import dev.murre.kernel.task.Task;

/// `/proc/PID/ns`: which namespaces a task is in, as links that compare equal for the same one and
/// can be opened for setns(2).
final class TaskNamespaces extends StateDirectory {
    TaskNamespaces(TaskDirectory dir, long ino) {
        super(dir.fs, ino, StatMode.S_IFDIR | 0511, dir.task);
        Task t = dir.task;
        for (NamespaceKind kind : NamespaceKind.values()) {
            long own = dir.fs.newIno();
            add(
                    kind.entry(),
                    LinkInode.toPlace(
                            dir.fs, own, 0777, t, () -> t.kernel().namespaceFiles().path(t, kind)));
        }
    }
}
