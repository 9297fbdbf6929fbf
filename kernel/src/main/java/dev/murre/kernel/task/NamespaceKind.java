package dev.murre.kernel.task;

import static dev.murre.abi.CloneFlags.*;

import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.MountNamespace;
import dev.murre.kernel.ipc.IpcNamespace;
import dev.murre.kernel.net.NetNamespace;
import org.jspecify.annotations.Nullable;

/// The kinds of namespaces and where a task has its own, namespaces(7).
public enum NamespaceKind {
    CGROUP("cgroup", CLONE_NEWCGROUP, 0xeffffffbL),
    IPC("ipc", CLONE_NEWIPC, 0xefffffffL),
    MNT("mnt", CLONE_NEWNS, 0),
    NET("net", CLONE_NEWNET, 0xf0000098L),
    PID("pid", CLONE_NEWPID, 0xeffffffcL),
    PID_FOR_CHILDREN("pid_for_children", CLONE_NEWPID, 0xeffffffcL),
    USER("user", CLONE_NEWUSER, 0xeffffffdL),
    UTS("uts", CLONE_NEWUTS, 0xeffffffeL);

    private final String entry;
    private final int flag;
    private final long first;

    /// @param first the number of the machine's first one, 0 if it has none of its own:
    /// include/linux/proc_ns.h
    NamespaceKind(String entry, int flag, long first) {
        this.entry = entry;
        this.flag = flag;
        this.first = first;
    }

    /// Its name in `/proc/PID/ns`.
    public String entry() {
        return entry;
    }

    /// What stands before its number.
    String type() {
        return this == PID_FOR_CHILDREN ? PID.entry : entry;
    }

    int flag() {
        return flag;
    }

    long first() {
        return first;
    }

    /// The namespace of this kind that a task is in, null when it has left it at its end.
    @Nullable Object of(Task t) {
        return switch (this) {
            case CGROUP -> t.namespaces().cgroup();
            case IPC -> t.namespaces().ipc();
            case MNT -> {
                FsContext fs = t.fsOrNull();
                yield fs == null ? null : fs.root().mount().namespace();
            }
            case NET -> t.namespaces().net();
            case PID -> t.pidNamespace();
            case PID_FOR_CHILDREN -> {
                PidNamespace pids = t.pidNamespaceForChildren;
                yield pids.reaper() == null && pids != t.pidNamespace() ? null : pids;
            }
            case USER -> t.creds().user();
            case UTS -> t.namespaces().uts();
        };
    }

    /// The user namespace one belongs to; for a user namespace, itself.
    UserNamespace owner(Object namespace) {
        return switch (namespace) {
            case UserNamespace user -> user;
            case PidNamespace pids -> pids.owner();
            case MountNamespace mounts -> mounts.owner();
            case NetNamespace net -> net.owner();
            case CgroupNamespace cgroup -> cgroup.owner();
            case IpcNamespace ipc -> ipc.owner();
            case Namespaces.Uts uts -> uts.owner();
            default -> throw new IllegalArgumentException(namespace.toString());
        };
    }
}
