package dev.murre.kernel.net;

import dev.murre.abi.AtFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.StatMode;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathWalk;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.fs.Vfs;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The names of UNIX sockets and the descriptors on their way between them.
final class UnixNames {
    private static final int AUTOBIND_NAMES = 1 << 20;

    private record AbstractName(int type, String name) {}

    private final Vfs vfs;
    private final Map<AbstractName, UnixSock> abstractNames = new HashMap<>();

    /// How often each UNIX socket is in flight: contained in a message nobody has received.
    private final Map<UnixSock, Integer> flights = new IdentityHashMap<>();

    private int nextAutobind;
    private int maximumDatagrams = 10;
    private boolean collecting;

    UnixNames(Vfs vfs) {
        this.vfs = vfs;
    }

    /// `net.unix.max_dgram_qlen`.
    int maximumDatagrams() {
        return maximumDatagrams;
    }

    void setMaximumDatagrams(int count) {
        maximumDatagrams = count;
    }

    void bind(FsSubject who, SocketName.Unix name, UnixSock sock) {
        if (name.isAbstract()) {
            if (abstractNames.putIfAbsent(new AbstractName(sock.type, name.path()), sock) != null) {
                throw Errno.EADDRINUSE.exception();
            }
            return;
        }
        int mode = StatMode.S_IFSOCK | 0777;
        int error = vfs.names().mknod(who, AtFlags.AT_FDCWD, name.path(), mode, 0);
        if (error != 0) {
            throw error == -Errno.EEXIST.number ? Errno.EADDRINUSE.exception() : exception(error);
        }
        lookup(who, name.path(), 0).bound = sock;
    }

    boolean exists(FsSubject who, String path) {
        return vfs.walk().lookup(who, AtFlags.AT_FDCWD, path, 0) == 0;
    }

    private Inode lookup(FsSubject who, String path, int flags) {
        PathWalk walk = vfs.walk();
        int error = walk.lookup(who, AtFlags.AT_FDCWD, path, flags);
        if (error != 0) {
            throw exception(error);
        }
        return walk.inode();
    }

    private static RuntimeException exception(int error) {
        Errno errno = Errno.of(-error);
        return (errno == null ? Errno.EINVAL : errno).exception();
    }

    SocketName.Unix autobind(UnixSock sock) {
        for (int i = 0; i < AUTOBIND_NAMES; i++) {
            String name = "\0%05x".formatted(nextAutobind++ & AUTOBIND_NAMES - 1);
            if (abstractNames.putIfAbsent(new AbstractName(sock.type, name), sock) == null) {
                return new SocketName.Unix(name);
            }
        }
        throw Errno.ENOSPC.exception();
    }

    void unbind(SocketName.Unix name, UnixSock sock) {
        if (name.isAbstract()) {
            abstractNames.remove(new AbstractName(sock.type, name.path()), sock);
        }
    }

    /// Finds who listens at a name.
    ///
    /// @throws dev.murre.abi.ErrnoException ECONNREFUSED, EACCES, EPROTOTYPE, or an error of the
    /// path
    UnixSock find(FsSubject who, SocketName.Unix name, int type) {
        if (name.unnamed()) {
            throw Errno.EINVAL.exception();
        }
        UnixSock sock =
                name.isAbstract() ? abstractNames.get(new AbstractName(type, name.path())) : null;
        if (!name.isAbstract()) {
            Inode inode = lookup(who, name.path(), PathWalk.FOLLOW);
            if (Permissions.check(inode, Permissions.MAY_WRITE, who.creds()) != 0) {
                throw Errno.EACCES.exception();
            }
            sock = inode.bound instanceof UnixSock bound && bound.file != null ? bound : null;
        }
        if (sock == null) {
            throw Errno.ECONNREFUSED.exception();
        }
        if (sock.type != type) {
            throw Errno.EPROTOTYPE.exception();
        }
        return sock;
    }

    // Descriptors in flight. A socket that only messages refer to, in a circle, would never be
    // closed.

    void inFlight(OpenFile file, UnixSock sender) {
        if (file instanceof SocketFile socket && socket.sock() instanceof UnixSock sock) {
            flights.merge(sock, 1, Integer::sum);
        }
    }

    void landed(OpenFile file) {
        if (file instanceof SocketFile socket && socket.sock() instanceof UnixSock sock) {
            flights.computeIfPresent(sock, (s, count) -> count == 1 ? null : count - 1);
        }
    }

    /// Closes sockets that nobody can reach any more: those whose every use is a message waiting at
    /// another such socket.
    void collectGarbage() {
        if (flights.isEmpty() || collecting) {
            return;
        }
        Map<UnixSock, Integer> fromOutside = new IdentityHashMap<>();
        flights.forEach(
                (sock, count) -> {
                    SocketFile file = sock.file;
                    if (file != null && file.users() == count) {
                        fromOutside.put(sock, count);
                    }
                });
        for (UnixSock sock : fromOutside.keySet().toArray(UnixSock[]::new)) {
            forEachQueued(sock, child -> fromOutside.computeIfPresent(child, (s, n) -> n - 1));
        }
        ArrayDeque<UnixSock> alive = new ArrayDeque<>();
        fromOutside.forEach(
                (sock, count) -> {
                    if (count > 0) {
                        alive.add(sock);
                    }
                });
        for (UnixSock sock = alive.poll(); sock != null; sock = alive.poll()) {
            fromOutside.remove(sock);
            forEachQueued(
                    sock,
                    child -> {
                        if (fromOutside.remove(child) != null) {
                            alive.add(child);
                        }
                    });
        }
        collecting = true;
        fromOutside.keySet().forEach(UnixSock::discardQueue);
        collecting = false;
    }

    private interface Visitor {
        void visit(UnixSock sock);
    }

    private static void forEachQueued(UnixSock holder, Visitor visitor) {
        for (@Nullable UnixPacket p = holder.queue.first(); p != null; p = p.next) {
            OpenFile[] files = p.files;
            if (files == null) {
                continue;
            }
            for (OpenFile file : files) {
                if (file instanceof SocketFile socket && socket.sock() instanceof UnixSock sock) {
                    visitor.visit(sock);
                }
            }
        }
    }
}
