package dev.murre.kernel.task;

import static dev.murre.abi.CloneFlags.CLONE_NEWIPC;
import static dev.murre.abi.CloneFlags.CLONE_NEWNET;
import static dev.murre.abi.CloneFlags.CLONE_NEWUTS;

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
                new Uts("murre", "(none)"),
                new NetNamespace(kernel, kernel.vfs()),
                new IpcNamespace(kernel));
    }

    /// Those of a child, or after unshare(2): new ones for the `CLONE_NEW…` bits of `flags`.
    public Namespaces copy(Kernel kernel, long flags) {
        if ((flags & (CLONE_NEWUTS | CLONE_NEWNET | CLONE_NEWIPC)) == 0) {
            return this;
        }
        return new Namespaces(
                (flags & CLONE_NEWUTS) != 0 ? uts.copy() : uts,
                (flags & CLONE_NEWNET) != 0 ? new NetNamespace(kernel, kernel.vfs()) : net,
                (flags & CLONE_NEWIPC) != 0 ? new IpcNamespace(kernel) : ipc);
    }

    /// Host and domain name, uts_namespaces(7).
    public static final class Uts {
        private String host;
        private String domain;

        Uts(String host, String domain) {
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

        Uts copy() {
            return new Uts(host, domain);
        }
    }
}
