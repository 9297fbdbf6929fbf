package dev.murre.kernel.syscalls;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Sysno;
import dev.murre.kernel.net.Message;
import dev.murre.kernel.net.Sock;
import dev.murre.kernel.net.SocketFile;
import dev.murre.kernel.net.SocketName;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// send(2), recv(2) and their relatives.
final class MessageSyscalls {
    static final int READ_KEYS =
            PollEvents.POLLIN
                    | PollEvents.POLLPRI
                    | PollEvents.POLLERR
                    | PollEvents.POLLHUP
                    | PollEvents.POLLRDHUP;
    private static final int WRITE_KEYS =
            PollEvents.POLLOUT | PollEvents.POLLERR | PollEvents.POLLHUP;
    private static final int MAX_MESSAGES = 1024;

    private MessageSyscalls() {}

    static void register(SyscallTable table) {
        table.on(Sysno.SEND, (t, fd, at, n, fl, e, f) -> sendTo(t, fd, at, n, (int) fl, 0, 0));
        table.on(Sysno.RECV, (t, fd, at, n, fl, e, f) -> receiveFrom(t, fd, at, n, (int) fl, 0, 0));
        table.on(
                Sysno.SENDTO,
                (t, fd, at, n, fl, to, len) -> sendTo(t, fd, at, n, (int) fl, to, (int) len));
        table.on(
                Sysno.RECVFROM,
                (t, fd, at, n, fl, from, len) -> receiveFrom(t, fd, at, n, (int) fl, from, len));
        table.on(
                Sysno.SENDMSG,
                (t, fd, at, fl, d, e, f) ->
                        sendMessage(t, SocketSyscalls.file(t, fd), at, (int) fl));
        table.on(
                Sysno.RECVMSG,
                (t, fd, at, fl, d, e, f) ->
                        receiveMessage(t, SocketSyscalls.file(t, fd), at, (int) fl));
        table.on(
                Sysno.SENDMMSG, (t, fd, at, n, fl, e, f) -> sendMany(t, fd, at, (int) n, (int) fl));
        TimeArgs.Layout own = TimeArgs.Layout.TIMESPEC;
        TimeArgs.Layout wide = TimeArgs.Layout.TIMESPEC64;
        table.on(
                Sysno.RECVMMSG,
                (t, fd, at, n, fl, time, f) ->
                        receiveMany(t, fd, at, (int) n, (int) fl, time, own));
        table.on(
                Sysno.RECVMMSG_TIME64,
                (t, fd, at, n, fl, time, f) ->
                        receiveMany(t, fd, at, (int) n, (int) fl, time, wide));
    }

    private static Message message(Task t, SocketFile file, int flags) {
        return t.namespaces().net().message().reset(t.ioBuf(), file.messageFlags(flags));
    }

    // Sending.

    private static long sendTo(Task t, long fd, long at, long n, int flags, long to, int toLength) {
        SocketFile file = SocketSyscalls.file(t, fd);
        long done = t.restart().progress;
        t.ioBuf().reset(at + done, n - done);
        Message message = message(t, file, flags);
        if (to != 0) {
            message.name = SocketNames.read(t.memory(), to, toLength);
        }
        return send(t, file.sock(), message);
    }

    private static long sendMessage(Task t, SocketFile file, long at, int flags) {
        var header = MessageHeader.read(t, at);
        Message message = message(t, file, flags);
        header.openData(t, t.restart().progress);
        message.name = header.name(t);
        if (header.controlLength() > 0 && t.restart().progress == 0) {
            ControlMessages.read(t, file.sock(), header, message);
        }
        return send(t, file.sock(), message);
    }

    /// Sends all of the message; a stream that is full is waited for, and what was sent is
    /// remembered.
    private static long send(Task t, Sock sock, Message message) {
        SyscallState state = t.restart();
        while (true) {
            long n = sock.send(t, message);
            if (n >= 0) {
                state.progress += n;
                if (message.data.remaining() == 0 || n == 0) {
                    return state.progress;
                }
                continue;
            }
            if (n != -Errno.EAGAIN.number || (message.flags & MSG_DONTWAIT) != 0) {
                return state.progress > 0 ? state.progress : n;
            }
            if (state.firstEntry()) {
                state.deadlineNanos = sock.sendDeadline(t.kernel().timers().now());
            }
            long waited = t.waitOn(sock.waitQueue(), WRITE_KEYS, state.deadlineNanos);
            if (waited != SyscallResult.BLOCKED && state.progress > 0) {
                return state.progress;
            }
            return SocketSyscalls.waited(waited, state.deadlineNanos);
        }
    }

    private static long sendMany(Task t, long fd, long at, int wanted, int flags) {
        SocketFile file = SocketSyscalls.file(t, fd);
        int count = Math.min(wanted, MAX_MESSAGES);
        SyscallState state = t.restart();
        int entry = MessageHeader.size(t.abi()) + (t.abi().is64() ? 8 : 4);
        while (state.a < count) {
            long header = at + state.a * entry;
            long n = sendMessage(t, file, header, flags);
            if (n < 0) {
                return state.a > 0 && n != SyscallResult.BLOCKED ? state.a : n;
            }
            t.memory().putInt(header + MessageHeader.size(t.abi()), (int) n);
            state.a++;
            state.progress = 0;
        }
        return state.a;
    }

    // Receiving.

    private static long receiveFrom(
            Task t, long fd, long at, long n, int flags, long from, long fromLength) {
        SocketFile file = SocketSyscalls.file(t, fd);
        long done = t.restart().progress;
        t.ioBuf().reset(at + done, n - done);
        Message message = message(t, file, flags);
        long result = receive(t, file.sock(), message);
        if (result >= 0) {
            ControlMessages.drop(message);
            if (from != 0) {
                putName(t, message.name, from, fromLength);
            }
        }
        return result;
    }

    private static void putName(
            Task t, @org.jspecify.annotations.Nullable SocketName name, long at, long lengthAt) {
        if (name == null || name instanceof SocketName.Unix unix && unix.unnamed()) {
            t.memory().putInt(lengthAt, 0);
        } else {
            SocketNames.write(t.memory(), name, at, lengthAt);
        }
    }

    private static long receiveMessage(Task t, SocketFile file, long at, int flags) {
        var header = MessageHeader.read(t, at);
        Message message = message(t, file, flags);
        header.openData(t, t.restart().progress);
        long result = receive(t, file.sock(), message);
        if (result < 0) {
            return result;
        }
        header.finish(t, file.sock(), message);
        return result;
    }

    /// Receives what there is; with MSG_WAITALL a stream is waited for until the buffer is full.
    private static long receive(Task t, Sock sock, Message message) {
        SyscallState state = t.restart();
        boolean all =
                (message.flags & (MSG_WAITALL | MSG_PEEK)) == MSG_WAITALL
                        && sock.type() == SOCK_STREAM;
        while (true) {
            long n = sock.receive(t, message);
            if (n >= 0) {
                state.progress += n;
                boolean more =
                        all && n > 0 && message.data.remaining() > 0 && message.files == null;
                if (!more) {
                    return state.progress;
                }
                continue;
            }
            if (n != -Errno.EAGAIN.number || (message.flags & MSG_DONTWAIT) != 0) {
                return state.progress > 0 ? state.progress : n;
            }
            if (state.firstEntry()) {
                state.deadlineNanos = sock.receiveDeadline(t.kernel().timers().now());
            }
            long waited = t.waitOn(sock.waitQueue(), READ_KEYS, state.deadlineNanos);
            if (waited != SyscallResult.BLOCKED && state.progress > 0) {
                return state.progress;
            }
            return SocketSyscalls.waited(waited, state.deadlineNanos);
        }
    }

    private static long receiveMany(
            Task t, long fd, long at, int wanted, int flags, long time, TimeArgs.Layout layout) {
        SocketFile file = SocketSyscalls.file(t, fd);
        int count = Math.min(wanted, MAX_MESSAGES);
        SyscallState state = t.restart();
        if (time != 0 && state.b == 0) {
            state.b = TimeArgs.deadline(t, TimeArgs.nanos(t, time, layout));
        }
        int entry = MessageHeader.size(t.abi()) + (t.abi().is64() ? 8 : 4);
        while (state.a < count) {
            long header = at + state.a * entry;
            int own = flags & ~MSG_WAITFORONE;
            if ((flags & MSG_WAITFORONE) != 0 && state.a > 0) {
                own |= MSG_DONTWAIT;
            }
            long n = receiveMessage(t, file, header, own);
            if (n < 0) {
                return state.a > 0 && n != SyscallResult.BLOCKED ? state.a : n;
            }
            t.memory().putInt(header + MessageHeader.size(t.abi()), (int) n);
            state.a++;
            state.progress = 0;
            if (time != 0 && t.kernel().timers().now() >= state.b) {
                break;
            }
        }
        if (time != 0) {
            PollSyscalls.putRemaining(t, time, layout, state.b);
        }
        return state.a;
    }
}
