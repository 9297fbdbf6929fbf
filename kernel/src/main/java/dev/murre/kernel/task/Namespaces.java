package dev.murre.kernel.task;

import static dev.murre.abi.CloneFlags.CLONE_NEWCGROUP;
import static dev.murre.abi.CloneFlags.CLONE_NEWIPC;
import static dev.murre.abi.CloneFlags.CLONE_NEWNET;
import static dev.murre.abi.CloneFlags.CLONE_NEWUTS;

import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.ipc.IpcNamespace;
import dev.murre.kernel.net.NetNamespace;

/// The namespaces of a task besides its pid namespace, namespaces(7).
///
/// @param uts host and domain name
/// @param net interfaces, ports and socket names
/// @param ipc System V objects and POSIX message queues
/// @param cgroup what it sees of the groups
public record Namespaces(Uts uts, NetNamespace net, IpcNamespace ipc, CgroupNamespace cgroup) {
    private static final long ALL = CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWCGROUP;

    /// Those of the machine's first task.
    static Namespaces initial(Kernel kernel) {
        NetNamespace net = new NetNamespace(kernel, kernel.vfs(), UserNamespace.INITIAL);
        net.startLoopback();
        return new Namespaces(
                new Uts("murre", "(none)", UserNamespace.INITIAL),
                net,
                new IpcNamespace(kernel, UserNamespace.INITIAL),
                new CgroupNamespace(kernel.rootCgroup(), UserNamespace.INITIAL));
    }

    /// Those of a child, or after unshare(2): new ones for the `CLONE_NEW…` bits of `flags`.
    ///
    /// @param maker who makes them
    /// @param owner the user namespace that new ones belong to
    public Namespaces copy(Task maker, long flags, UserNamespace owner) {
        Kernel kernel = maker.kernel();
        if ((flags & ALL) == 0) {
            return this;
        }
        return new Namespaces(
                (flags & CLONE_NEWUTS) != 0 ? uts.copy(owner) : uts,
                (flags & CLONE_NEWNET) != 0 ? new NetNamespace(kernel, kernel.vfs(), owner) : net,
                (flags & CLONE_NEWIPC) != 0 ? new IpcNamespace(kernel, owner) : ipc,
                (flags & CLONE_NEWCGROUP) != 0
                        ? new CgroupNamespace(maker.cgroup(), owner)
                        : cgroup);
    }

    /// These with another one in the place of one: setns(2).
    Namespaces with(Object namespace) {
        return switch (namespace) {
            case Uts other -> new Namespaces(other, net, ipc, cgroup);
            case NetNamespace other -> new Namespaces(uts, other, ipc, cgroup);
            case IpcNamespace other -> new Namespaces(uts, net, other, cgroup);
            case CgroupNamespace other -> new Namespaces(uts, net, ipc, other);
            default -> throw new IllegalArgumentException(namespace.toString());
        };
    }

    /// Host and domain name, uts_namespaces(7).
    public static final class Uts {
        private final UserNamespace owner;
        private String host;
        private String domain;

        Uts(String host, String domain, UserNamespace owner) {
            this.owner = owner;
            this.host = host;
            this.domain = domain;
        }

        public String host() {
            return host;
        }

        public String domain() {
            return domain;
        }

        public void setHost(String name) {
            host = name;
        }

        public void setDomain(String name) {
            domain = name;
        }

        /// The user namespace it belongs to.
        public UserNamespace owner() {
            return owner;
        }

        Uts copy(UserNamespace by) {
            return new Uts(host, domain, by);
        }
    }
}
