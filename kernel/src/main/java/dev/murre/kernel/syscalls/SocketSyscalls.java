package dev.murre.kernel.syscalls;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.net.NetNamespace;
import dev.murre.kernel.net.OptionValue;
import dev.murre.kernel.net.Sock;
import dev.murre.kernel.net.SocketFile;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallHandler;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// socket(2), bind(2), connect(2), listen(2), accept(2) and the rest that carries no data;
/// [MessageSyscalls] has send and receive.
public final class SocketSyscalls {
    private static final int ALLOWED_FLAGS = SOCK_CLOEXEC | SOCK_NONBLOCK;
    private static final int WRITE_KEYS =
            PollEvents.POLLOUT | PollEvents.POLLERR | PollEvents.POLLHUP;

    private SocketSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        table.on(
                Sysno.SOCKET,
                (t, family, type, protocol, d, e, f) ->
                        socket(t, (int) family, (int) type, (int) protocol));
        table.on(
                Sysno.SOCKETPAIR,
                (t, family, type, protocol, fds, e, f) ->
                        pair(t, (int) family, (int) type, (int) protocol, fds));
        table.on(Sysno.BIND, (t, fd, at, n, d, e, f) -> bind(t, fd, at, (int) n));
        table.on(Sysno.CONNECT, (t, fd, at, n, d, e, f) -> connect(t, fd, at, (int) n));
        table.on(Sysno.LISTEN, (t, fd, backlog, c, d, e, f) -> listen(t, fd, (int) backlog));
        table.on(Sysno.ACCEPT, (t, fd, at, n, d, e, f) -> accept(t, fd, at, n, 0));
        table.on(Sysno.ACCEPT4, (t, fd, at, n, fl, e, f) -> accept(t, fd, at, n, (int) fl));
        table.on(Sysno.GETSOCKNAME, SocketSyscalls::localName);
        table.on(Sysno.GETPEERNAME, SocketSyscalls::peerName);
        table.on(Sysno.SHUTDOWN, (t, fd, how, c, d, e, f) -> shutdown(t, fd, (int) how));
        table.on(Sysno.SETSOCKOPT, SocketSyscalls::setOption);
        table.on(Sysno.GETSOCKOPT, SocketSyscalls::getOption);
        table.on(Sysno.SOCKETCALL, (t, call, at, c, d, e, f) -> multiplexed(t, (int) call, at));
        MessageSyscalls.register(table);
    }

    /// The calls of i386's socketcall(2), by number from 1 on, and how many arguments each has.
    private enum Call {
        SOCKET(Sysno.SOCKET, 3),
        BIND(Sysno.BIND, 3),
        CONNECT(Sysno.CONNECT, 3),
        LISTEN(Sysno.LISTEN, 2),
        ACCEPT(Sysno.ACCEPT, 3),
        GETSOCKNAME(Sysno.GETSOCKNAME, 3),
        GETPEERNAME(Sysno.GETPEERNAME, 3),
        SOCKETPAIR(Sysno.SOCKETPAIR, 4),
        SEND(Sysno.SEND, 4),
        RECV(Sysno.RECV, 4),
        SENDTO(Sysno.SENDTO, 6),
        RECVFROM(Sysno.RECVFROM, 6),
        SHUTDOWN(Sysno.SHUTDOWN, 2),
        SETSOCKOPT(Sysno.SETSOCKOPT, 5),
        GETSOCKOPT(Sysno.GETSOCKOPT, 5),
        SENDMSG(Sysno.SENDMSG, 3),
        RECVMSG(Sysno.RECVMSG, 3),
        ACCEPT4(Sysno.ACCEPT4, 4),
        RECVMMSG(Sysno.RECVMMSG, 5),
        SENDMMSG(Sysno.SENDMMSG, 4);

        static final Call[] ALL = values();

        final Sysno sysno;
        final int arguments;

        Call(Sysno sysno, int arguments) {
            this.sysno = sysno;
            this.arguments = arguments;
        }
    }

    private static long multiplexed(Task t, int number, long at) {
        if (number < 1 || number > Call.ALL.length) {
            return -Errno.EINVAL.number;
        }
        Call call = Call.ALL[number - 1];
        SyscallHandler handler = t.kernel().syscalls().handler(call.sysno);
        if (handler == null) {
            return -Errno.ENOSYS.number;
        }
        long[] a = new long[6];
        Abi abi = t.abi();
        for (int i = 0; i < call.arguments; i++) {
            a[i] = t.memory().getWord(at + (long) i * abi.wordSize, abi);
        }
        return handler.call(t, a[0], a[1], a[2], a[3], a[4], a[5]);
    }

    /// The socket behind a descriptor.
    ///
    /// @throws ErrnoException EBADF, ENOTSOCK
    static SocketFile file(Task t, long fd) {
        OpenFile file = t.files().require((int) fd);
        if (file instanceof SocketFile socket) {
            return socket;
        }
        throw Errno.ENOTSOCK.exception();
    }

    private static int status(int flags) {
        return (flags & SOCK_NONBLOCK) != 0 ? OpenFlags.O_NONBLOCK : 0;
    }

    private static SocketFile open(Task t, Sock sock, int flags) {
        Inode inode = t.kernel().vfs().anonymousInode(t, StatMode.S_IFSOCK | 0777);
        return SocketFile.open(t, inode, sock, status(flags));
    }

    private static long socket(Task t, int family, int typeAndFlags, int protocol) {
        int flags = typeAndFlags & ~SOCK_TYPE_MASK;
        if ((flags & ~ALLOWED_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        NetNamespace net = t.namespaces().net();
        Sock sock = net.create(t, family, typeAndFlags & SOCK_TYPE_MASK, protocol);
        return Descriptors.install(t, open(t, sock, flags), flags);
    }

    private static long pair(Task t, int family, int typeAndFlags, int protocol, long fds) {
        int flags = typeAndFlags & ~SOCK_TYPE_MASK;
        if ((flags & ~ALLOWED_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        NetNamespace net = t.namespaces().net();
        int type = typeAndFlags & SOCK_TYPE_MASK;
        Sock a = net.create(t, family, type, protocol);
        Sock b = net.create(t, family, type, protocol);
        net.pair(t, a, b);
        int first = Descriptors.install(t, open(t, a, flags), flags);
        if (first < 0) {
            return first;
        }
        int second = Descriptors.install(t, open(t, b, flags), flags);
        if (second < 0) {
            t.files().close(t, first);
            return second;
        }
        try {
            t.memory().putInt(fds, first);
            t.memory().putInt(fds + 4, second);
        } catch (ErrnoException fault) {
            t.files().close(t, first);
            t.files().close(t, second);
            throw fault;
        }
        return 0;
    }

    private static long bind(Task t, long fd, long at, int length) {
        Sock sock = file(t, fd).sock();
        sock.bind(t, SocketNames.read(t.memory(), at, length));
        return 0;
    }

    private static long listen(Task t, long fd, int backlog) {
        file(t, fd).sock().listen(t, backlog);
        return 0;
    }

    private static long connect(Task t, long fd, long at, int length) {
        SocketFile file = file(t, fd);
        Sock sock = file.sock();
        SyscallState state = t.restart();
        boolean began = state.progress != 0;
        if (state.firstEntry()) {
            state.deadlineNanos = sock.sendDeadline(t.kernel().timers().now());
        }
        int result =
                began
                        ? sock.finishConnect()
                        : sock.connect(t, SocketNames.read(t.memory(), at, length));
        if (result == -Errno.EINPROGRESS.number) {
            if (file.isNonBlocking()) {
                return result;
            }
            state.progress = 1;
            result = sock.finishConnect();
        }
        if (result != -Errno.EAGAIN.number || file.isNonBlocking()) {
            return result;
        }
        long waited = t.waitOn(sock.waitQueue(), WRITE_KEYS, state.deadlineNanos);
        boolean timedOut = waited == -Errno.ETIMEDOUT.number;
        return timedOut
                ? state.progress != 0 ? -Errno.EINPROGRESS.number : -Errno.EAGAIN.number
                : waited(waited, state.deadlineNanos);
    }

    /// What a wait with a time limit ends with: a call that has one is not restarted. Linux:
    /// sock_intr_errno.
    static long waited(long result, long deadlineNanos) {
        if (result == -Errno.ETIMEDOUT.number) {
            return -Errno.EAGAIN.number;
        }
        boolean limited = deadlineNanos != Timers.NEVER;
        return limited && result == Errno.ERESTARTSYS.result() ? -Errno.EINTR.number : result;
    }

    private static long accept(Task t, long fd, long at, long lengthAt, int flags) {
        if ((flags & ~ALLOWED_FLAGS) != 0) {
            return -Errno.EINVAL.number;
        }
        SocketFile file = file(t, fd);
        Sock listener = file.sock();
        Sock accepted = listener.accept(t);
        if (accepted == null) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN.number;
            }
            SyscallState state = t.restart();
            if (state.firstEntry()) {
                state.deadlineNanos = listener.receiveDeadline(t.kernel().timers().now());
            }
            long waited =
                    t.waitOnExclusive(listener.waitQueue(), PollEvents.POLLIN, state.deadlineNanos);
            return waited(waited, state.deadlineNanos);
        }
        SocketFile opened = open(t, accepted, flags);
        if (at != 0) {
            try {
                SocketNames.write(t.memory(), accepted.peerNameOrNone(), at, lengthAt);
            } catch (ErrnoException fault) {
                opened.put();
                throw fault;
            }
        }
        return Descriptors.install(t, opened, flags);
    }

    private static long localName(Task t, long fd, long at, long n, long d, long e, long f) {
        SocketNames.write(t.memory(), file(t, fd).sock().localName(), at, n);
        return 0;
    }

    private static long peerName(Task t, long fd, long at, long n, long d, long e, long f) {
        SocketNames.write(t.memory(), file(t, fd).sock().peerName(), at, n);
        return 0;
    }

    private static long shutdown(Task t, long fd, int how) {
        Sock sock = file(t, fd).sock();
        if (how < SHUT_RD || how > SHUT_RDWR) {
            return -Errno.EINVAL.number;
        }
        sock.shutdown(t, how);
        return 0;
    }

    private static long setOption(
            Task t, long fd, long level, long name, long at, long length, long f) {
        if ((int) length < 0) {
            return -Errno.EINVAL.number;
        }
        SocketFile file = file(t, fd);
        var value = new OptionValue(t.memory(), t.abi(), at, (int) length);
        return (int) level == SOL_SOCKET
                ? file.level().set(t, (int) name, value)
                : file.sock().setProtocolOption(t, (int) level, (int) name, value);
    }

    private static long getOption(
            Task t, long fd, long level, long name, long at, long lengthAt, long f) {
        SocketFile file = file(t, fd);
        UserMemory memory = t.memory();
        int room = memory.getInt(lengthAt);
        if (room < 0) {
            return -Errno.EINVAL.number;
        }
        var value = new OptionValue(memory, t.abi(), at, room);
        int result =
                (int) level == SOL_SOCKET
                        ? file.level().get(t, (int) name, value)
                        : file.sock().getProtocolOption(t, (int) level, (int) name, value);
        if (result == 0) {
            memory.putInt(lengthAt, value.length());
        }
        return result;
    }
}
