package dev.murre.kernel.net;

/// Where a socket is or a message goes: a `struct sockaddr` of any family.
public sealed interface SocketName {
    /// No name: `AF_UNSPEC`, which dissolves an association in connect(2).
    record Unspecified() implements SocketName {}

    /// A UNIX name, one char a byte: empty when unnamed, beginning with NUL when abstract, else a
    /// path.
    record Unix(String path) implements SocketName {
        public static final Unix UNNAMED = new Unix("");

        public boolean unnamed() {
            return path.isEmpty();
        }

        public boolean isAbstract() {
            return !path.isEmpty() && path.charAt(0) == 0;
        }
    }

    /// An Internet address and port; `family` is `AF_INET` or `AF_INET6`.
    record Inet(int family, IpAddress address, int port, int flow, int scope)
            implements SocketName {}

    record Netlink(int port, int groups) implements SocketName {}

    /// Another family's; only its number is of use, for EAFNOSUPPORT.
    record Other(int family) implements SocketName {}
}
