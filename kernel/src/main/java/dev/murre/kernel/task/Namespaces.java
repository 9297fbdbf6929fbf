package dev.murre.kernel.task;

/// The namespaces of a task besides its pid namespace, namespaces(7).
///
/// @param uts host and domain name
public record Namespaces(Uts uts) {
    /// Those of the machine's first task.
    static Namespaces initial() {
        return new Namespaces(new Uts("murre", "(none)"));
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
