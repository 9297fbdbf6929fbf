package dev.murre.kernel.task;

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
public record Namespaces(Uts uts, NetNamespace net, IpcNamespace ipc) {
    /// Those of the machine's first task.
    static Namespaces initial(Kernel kernel) {
        return new Namespaces(
                new Uts("murre", "(none)", UserNamespace.INITIAL),
                new NetNamespace(kernel, kernel.vfs(), UserNamespace.INITIAL),
                new IpcNamespace(kernel, UserNamespace.INITIAL));
    }

    /// Those of a child, or after unshare(2): new ones for the `CLONE_NEW…` bits of `flags`.
    ///
    /// @param owner the user namespace that new ones belong to
    public Namespaces copy(Kernel kernel, long flags, UserNamespace owner) {
        if ((flags & (CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWIPC)) == 0) {
            return this;
        }
        return new Namespaces(
                (flags & CLONE_NEWUTS) != 0 ? uts.copy(owner) : uts,
                (flags & CLONE_NEWNET) != 0 ? new NetNamespace(kernel, kernel.vfs(), owner) : net,
                (flags & CLONE_NEWIPC) != 0 ? new IpcNamespace(kernel, owner) : ipc);
    }

    /// These with another one in the place of one: setns(2).
    Namespaces with(Object namespace) {
        return switch (namespace) {
            case Uts other -> new Namespaces(other, net, ipc);
            case NetNamespace other -> new Namespaces(uts, other, ipc);
            case IpcNamespace other -> new Namespaces(uts, net, other);
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
