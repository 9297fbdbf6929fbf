/// Sockets: UNIX, IPv4, IPv6 and netlink, inside one network namespace ([NetNamespace]).
///
/// Uses `base`, `fs` and `pipe`. There is no packet level: a TCP connection is two byte rings and
/// the states of
/// both ends, a datagram socket a queue of datagrams; what a program can see follows tcp(7),
/// udp(7), unix(7),
/// ip(7), ipv6(7) and netlink(7).
@NullMarked
package dev.murre.kernel.net;

import org.jspecify.annotations.NullMarked;
