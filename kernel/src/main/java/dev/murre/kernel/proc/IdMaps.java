package dev.murre.kernel.proc;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.IdMap;
import dev.murre.kernel.base.IdMap.Extent;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.List;

/// `/proc/PID/uid_map`, `gid_map` and `setgroups`, user_namespaces(7), "User and group ID
/// mappings".
final class IdMaps {
    private static final int MAX_EXTENTS = 340;
    private static final long LIMIT = 1L << 32;

    private IdMaps() {}

    static String users(Task t, FsSubject reader) {
        UserNamespace ns = t.creds().user();
        return text(ns.users(), seenFrom(ns, reader.creds().user()).users());
    }

    static String groups(Task t, FsSubject reader) {
        UserNamespace ns = t.creds().user();
        return text(ns.groups(), seenFrom(ns, reader.creds().user()).groups());
    }

    /// Ids outside are shown as the reader counts, or its parent where it reads its own map.
    private static UserNamespace seenFrom(UserNamespace shown, UserNamespace reader) {
        UserNamespace parent = reader.parent();
        return shown == reader && parent != null ? parent : reader;
    }

    private static String text(IdMap map, IdMap outer) {
        var out = new StringBuilder();
        for (Extent e : map.extents()) {
            long outside = outer.fromKernel((int) e.outside()) & 0xffffffffL;
            out.append("%10d %10d %10d\n".formatted(e.inside(), outside, e.count()));
        }
        return out.toString();
    }

    static void setUsers(Task t, FsSubject writer, String text) {
        Credentials creds = writer.creds();
        UserNamespace ns = t.creds().user();
        UserNamespace parent = checkWriter(ns, creds, ns.users());
        List<Extent> extents = parse(text);
        boolean own =
                isOne(extents)
                        && ns.owner() == creds.euid()
                        && parent.users().toKernel((int) extents.getFirst().outside())
                                == creds.euid();
        if (!own && !creds.capableIn(parent, Capability.SETUID)) {
            throw Errno.EPERM.exception();
        }
        ns.setUsers(outward(extents, parent.users()));
    }

    static void setGroups(Task t, FsSubject writer, String text) {
        Credentials creds = writer.creds();
        UserNamespace ns = t.creds().user();
        UserNamespace parent = checkWriter(ns, creds, ns.groups());
        List<Extent> extents = parse(text);
        boolean own =
                isOne(extents)
                        && !ns.setgroupsAllowed()
                        && ns.owner() == creds.euid()
                        && parent.groups().toKernel((int) extents.getFirst().outside())
                                == creds.egid();
        if (!own && !creds.capableIn(parent, Capability.SETGID)) {
            throw Errno.EPERM.exception();
        }
        ns.setGroups(outward(extents, parent.groups()));
    }

    /// A map is written once, by somebody with rights in the namespace who stands in it or above.
    private static UserNamespace checkWriter(UserNamespace ns, Credentials creds, IdMap now) {
        UserNamespace parent = ns.parent();
        boolean placed = creds.user() == ns || creds.user() == parent;
        if (parent == null
                || !placed
                || !now.extents().isEmpty()
                || !creds.capableIn(ns, Capability.SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        return parent;
    }

    private static boolean isOne(List<Extent> extents) {
        return extents.size() == 1 && extents.getFirst().count() == 1;
    }

    private static List<Extent> parse(String text) {
        List<Extent> extents = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.trim().split("[ \t]+");
            if (words.length != 3 || extents.size() == MAX_EXTENTS) {
                throw Errno.EINVAL.exception();
            }
            Extent e = new Extent(number(words[0]), number(words[1]), number(words[2]));
            boolean bad =
                    e.count() == 0
                            || e.inside() + e.count() > LIMIT - 1 && e.count() != LIMIT - 1
                            || e.outside() + e.count() > LIMIT - 1 && e.count() != LIMIT - 1;
            if (bad || extents.stream().anyMatch(other -> overlap(e, other))) {
                throw Errno.EINVAL.exception();
            }
            extents.add(e);
        }
        return extents;
    }

    private static boolean overlap(Extent a, Extent b) {
        return a.inside() < b.inside() + b.count() && b.inside() < a.inside() + a.count()
                || a.outside() < b.outside() + b.count() && b.outside() < a.outside() + a.count();
    }

    private static long number(String text) {
        try {
            long value = Long.parseLong(text);
            if (value >= 0 && value < LIMIT) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        throw Errno.EINVAL.exception();
    }

    /// The same with the machine's ids outside; EPERM where the parent has none.
    private static IdMap outward(List<Extent> extents, IdMap parent) {
        List<Extent> mapped = new ArrayList<>();
        for (Extent e : extents) {
            int first = parent.toKernel((int) e.outside());
            int last = parent.toKernel((int) (e.outside() + e.count() - 1));
            if (first == -1 || last == -1 || last - first != (int) (e.count() - 1)) {
                throw Errno.EPERM.exception();
            }
            mapped.add(new Extent(e.inside(), first & 0xffffffffL, e.count()));
        }
        return new IdMap(List.copyOf(mapped));
    }

    static String setgroups(Task t) {
        return t.creds().user().setgroupsAllowed() ? "allow\n" : "deny\n";
    }

    static void setSetgroups(Task t, FsSubject writer, String text) {
        UserNamespace ns = t.creds().user();
        if (!writer.creds().capableIn(ns, Capability.SYS_ADMIN)) {
            throw Errno.EACCES.exception();
        }
        switch (text.trim()) {
            case "allow" -> {
                if (!ns.setgroupsAllowed()) {
                    throw Errno.EPERM.exception();
                }
            }
            case "deny" -> {
                if (!ns.groups().extents().isEmpty()) {
                    throw Errno.EPERM.exception();
                }
                ns.denySetgroups();
            }
            default -> throw Errno.EINVAL.exception();
        }
    }
}
