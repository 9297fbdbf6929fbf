package dev.murre.kernel.task;

import dev.murre.kernel.net.NetNamespace;

/// The namespaces of a task besides its pid namespace, namespaces(7).
///
/// @param uts host and domain name
/// @param net interfaces, ports and socket names
public record Namespaces(Uts uts, NetNamespace net) {
    /// Those of the machine's first task.
    static Namespaces initial(Kernel kernel) {
        return new Namespaces(
                new Uts("murre", "(none)"), new NetNamespace(kernel, kernel.vfs()));
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
