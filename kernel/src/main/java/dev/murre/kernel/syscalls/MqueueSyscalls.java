package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.StatMode;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.ProcessId;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.ipc.PosixQueue;
import dev.murre.kernel.ipc.PosixQueueFile;
import dev.murre.kernel.ipc.PosixQueues;
import dev.murre.kernel.net.SocketFile;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// POSIX message queues, mq_overview(7).
public final class MqueueSyscalls {
    private static final int DEFAULT_MESSAGES = 10;
    private static final int DEFAULT_SIZE = 8192;
    private static final int HARD_MESSAGES = 65536;
    private static final int HARD_SIZE = 16 << 20;
    private static final int SIGEV_SIGNAL = 0;
    private static final int SIGEV_NONE = 1;
    private static final int SIGEV_THREAD = 2;
    private static final int COOKIE = 32;

    private MqueueSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        table.on(
                Sysno.MQ_OPEN,
                (t, name, flags, mode, attr, e, f) ->
                        open(t, name, FileArgs.openFlags(t, flags), (int) mode, attr));
        table.on(Sysno.MQ_UNLINK, (t, name, b, c, d, e, f) -> unlink(t, name));
        TimeArgs.Layout own = TimeArgs.Layout.TIMESPEC;
        TimeArgs.Layout wide = TimeArgs.Layout.TIMESPEC64;
        table.on(
                Sysno.MQ_TIMEDSEND,
                (t, fd, at, n, priority, time, f) -> send(t, fd, at, n, priority, time, own));
        table.on(
                Sysno.MQ_TIMEDSEND_TIME64,
                (t, fd, at, n, priority, time, f) -> send(t, fd, at, n, priority, time, wide));
        table.on(
                Sysno.MQ_TIMEDRECEIVE,
                (t, fd, at, n, priority, time, f) -> receive(t, fd, at, n, priority, time, own));
        table.on(
                Sysno.MQ_TIMEDRECEIVE_TIME64,
                (t, fd, at, n, priority, time, f) -> receive(t, fd, at, n, priority, time, wide));
        table.on(Sysno.MQ_NOTIFY, (t, fd, event, c, d, e, f) -> notify(t, fd, event));
        table.on(Sysno.MQ_GETSETATTR, (t, fd, in, out, d, e, f) -> attributes(t, fd, in, out));
    }

    private static String name(Task t, long address) {
        String name = t.memory().readString(address, 4095);
        if (name.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        if (name.indexOf('/') >= 0) {
            throw Errno.EACCES.exception();
        }
        if (name.length() > 255) {
            throw Errno.ENAMETOOLONG.exception();
        }
        return name;
    }

    private static long open(Task t, long nameAddress, int flags, int mode, long attr) {
        String name = name(t, nameAddress);
        PosixQueues queues = t.namespaces().ipc().posixQueues();
        PosixQueue queue = queues.find(name);
        if (queue == null) {
            if ((flags & OpenFlags.O_CREAT) == 0) {
                return -Errno.ENOENT.number;
            }
            if (queues.isFull()) {
                return -Errno.ENOSPC.number;
            }
            queue = create(t, mode & ~t.fs().umask(), attr);
            queues.add(name, queue);
        } else {
            if ((flags & (OpenFlags.O_CREAT | OpenFlags.O_EXCL))
                    == (OpenFlags.O_CREAT | OpenFlags.O_EXCL)) {
                return -Errno.EEXIST.number;
            }
            checkAccess(t.creds(), queue, flags & OpenFlags.O_ACCMODE);
        }
        var inode = t.kernel().vfs().anonymousInode(t, StatMode.S_IFREG | queue.mode());
        var file = new PosixQueueFile(inode, queue);
        file.initAnonymous(
                "/" + name, flags & (OpenFlags.O_ACCMODE | OpenFlags.O_NONBLOCK), t.creds());
        return Descriptors.install(t, file, OpenFlags.O_CLOEXEC);
    }

    private static PosixQueue create(Task t, int mode, long attr) {
        long messages = DEFAULT_MESSAGES;
        long size = DEFAULT_SIZE;
        if (attr != 0) {
            int word = t.abi().wordSize;
            messages = IpcSyscalls.signed(t, t.memory().getWord(attr + word, t.abi()));
            size = IpcSyscalls.signed(t, t.memory().getWord(attr + 2L * word, t.abi()));
            boolean privileged = t.creds().capable(Capability.SYS_RESOURCE);
            long mostMessages = privileged ? HARD_MESSAGES : DEFAULT_MESSAGES;
            long mostSize = privileged ? HARD_SIZE : DEFAULT_SIZE;
            if (messages <= 0 || size <= 0 || messages > mostMessages || size > mostSize) {
                throw Errno.EINVAL.exception();
            }
        }
        return new PosixQueue((int) messages, (int) size, t.creds(), mode);
    }

    private static void checkAccess(Credentials who, PosixQueue queue, int accessMode) {
        int wanted =
                switch (accessMode) {
                    case OpenFlags.O_RDONLY -> 4;
                    case OpenFlags.O_WRONLY -> 2;
                    default -> 6;
                };
        int granted = queue.mode();
        if (who.fsuid() == queue.uid()) {
            granted >>= 6;
        } else if (who.inGroup(queue.gid())) {
            granted >>= 3;
        }
        if ((wanted & ~granted) != 0 && !who.capable(Capability.DAC_OVERRIDE)) {
            throw Errno.EACCES.exception();
        }
    }

    private static long unlink(Task t, long nameAddress) {
        String name = name(t, nameAddress);
        PosixQueues queues = t.namespaces().ipc().posixQueues();
        PosixQueue queue = queues.find(name);
        if (queue == null) {
            return -Errno.ENOENT.number;
        }
        Credentials who = t.creds();
        if (who.fsuid() != queue.uid() && !who.capable(Capability.FOWNER)) {
            return -Errno.EACCES.number;
        }
        queues.remove(name);
        return 0;
    }

    private static PosixQueueFile file(Task t, long fd) {
        OpenFile file = t.files().require((int) fd);
        if (file instanceof PosixQueueFile queue) {
            return queue;
        }
        throw Errno.EBADF.exception();
    }

    /// Timeouts of message queues are times of the realtime clock.
    private static void readDeadline(Task t, long time, TimeArgs.Layout layout) {
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            state.deadlineNanos = TimeArgs.deadline(t, -1);
            if (time != 0) {
                long offset = t.kernel().clocks().realtimeOffsetNanos();
                state.deadlineNanos = Math.max(TimeArgs.nanos(t, time, layout) - offset, 1);
            }
        }
    }

    private static long send(
            Task t, long fd, long at, long n, long priority, long time, TimeArgs.Layout layout) {
        if (Integer.compareUnsigned((int) priority, PosixQueue.MAX_PRIORITY) >= 0) {
            return -Errno.EINVAL.number;
        }
        readDeadline(t, time, layout);
        PosixQueueFile file = file(t, fd);
        PosixQueue queue = file.queue();
        if (!file.canWrite()) {
            return -Errno.EBADF.number;
        }
        if (Long.compareUnsigned(n, queue.messageSize()) > 0) {
            return -Errno.EMSGSIZE.number;
        }
        byte[] text = new byte[(int) n];
        t.memory().copyFromUser(at, text, 0, text.length);
        var message = new PosixQueue.Message((int) priority, text);
        int result = queue.send(message, t);
        if (result != -Errno.EAGAIN.number || file.isNonBlocking()) {
            return result;
        }
        return t.waitOn(queue.waitQueue(), PollEvents.POLLOUT, t.restart().deadlineNanos);
    }

    private static long receive(
            Task t, long fd, long at, long n, long priorityAt, long time, TimeArgs.Layout layout) {
        readDeadline(t, time, layout);
        SyscallState state = t.restart();
        PosixQueueFile file = file(t, fd);
        PosixQueue queue = file.queue();
        if (state.a != 0) {
            state.a = 0;
            queue.readersWaiting(-1);
        }
        if (!file.canRead()) {
            return -Errno.EBADF.number;
        }
        if (Long.compareUnsigned(n, queue.messageSize()) < 0) {
            return -Errno.EMSGSIZE.number;
        }
        PosixQueue.Message message = queue.receive();
        if (message == null) {
            if (file.isNonBlocking()) {
                return -Errno.EAGAIN.number;
            }
            long waited = t.waitOn(queue.waitQueue(), PollEvents.POLLIN, state.deadlineNanos);
            if (waited == SyscallResult.BLOCKED) {
                state.a = 1;
                queue.readersWaiting(1);
            }
            return waited;
        }
        byte[] text = message.text();
        t.memory().copyToUser(at, text, 0, text.length);
        if (priorityAt != 0) {
            t.memory().putInt(priorityAt, message.priority());
        }
        return text.length;
    }

    private static long attributes(Task t, long fd, long in, long out) {
        PosixQueueFile file = file(t, fd);
        UserMemory m = t.memory();
        int word = t.abi().wordSize;
        long wanted = in == 0 ? 0 : m.getWord(in, t.abi());
        if ((wanted & ~OpenFlags.O_NONBLOCK) != 0) {
            return -Errno.EINVAL.number;
        }
        if (out != 0) {
            PosixQueue queue = file.queue();
            long[] values = {
                file.flags() & OpenFlags.O_NONBLOCK,
                queue.maximumMessages(),
                queue.messageSize(),
                queue.count(),
                0,
                0,
                0,
                0
            };
            for (int i = 0; i < values.length; i++) {
                m.putWord(out + (long) i * word, values[i], t.abi());
            }
        }
        if (in != 0) {
            file.setFlags(file.flags() & ~OpenFlags.O_NONBLOCK | (int) wanted);
        }
        return 0;
    }

    // Notification.

    private static long notify(Task t, long fd, long event) {
        if (event == 0) {
            file(t, fd).queue().unregister(t.processId());
            return 0;
        }
        UserMemory m = t.memory();
        int word = t.abi().wordSize;
        long value = m.getWord(event, t.abi());
        int signal = m.getInt(event + word);
        int how = m.getInt(event + word + 4);
        Signal chosen = Signal.of(signal);
        if (how < SIGEV_SIGNAL
                || how > SIGEV_THREAD
                || how == SIGEV_SIGNAL && chosen == null && signal != 0) {
            return -Errno.EINVAL.number;
        }
        PosixQueue queue = file(t, fd).queue();
        return switch (how) {
            case SIGEV_NONE -> queue.register(new NoNotice(t.processId()));
            case SIGEV_SIGNAL ->
                    queue.register(new SignalNotice(t, t.creds().user(), chosen, value));
            default -> byNetlink(t, queue, signal, value);
        };
    }

    /// The C library's way for threads: 32 bytes it chose come back through a netlink socket it
    /// gave.
    private static long byNetlink(Task t, PosixQueue queue, int fd, long cookieAddress) {
        byte[] cookie = new byte[COOKIE];
        t.memory().copyFromUser(cookieAddress, cookie, 0, COOKIE);
        OpenFile file = t.files().require(fd);
        if (!(file instanceof SocketFile socket) || !socket.acceptsNotices()) {
            return -Errno.ENOTSOCK.number;
        }
        return queue.register(new NetlinkNotice(t.processId(), socket, cookie));
    }

    private record NoNotice(ProcessId owner) implements PosixQueue.Notification {
        @Override
        public void messageArrived(Subject sender) {}

        @Override
        public void removed() {}
    }

    /// The signal is null for number 0, which is as good as any and sends nothing. The sender is
    /// told as the one who registered sees it.
    private record SignalNotice(Task task, UserNamespace users, @Nullable Signal signal, long value)
            implements PosixQueue.Notification {
        @Override
        public void messageArrived(Subject sender) {
            int code = SigCodes.SI_MESGQ;
            if (signal != null) {
                int pid = sender.processId().seenBy(task);
                task.sendSignal(SigInfo.queued(signal, code, pid, seenUser(sender), value));
            }
        }

        /// The sender's user id is translated twice, for the one who registered and on the way of
        /// the signal from one user namespace to another. Linux: __do_notify, send_signal_locked.
        private int seenUser(Subject sender) {
            int uid = users.users().shown(sender.creds().uid());
            UserNamespace theirs = sender.creds().user();
            UserNamespace mine = task.creds().user();
            return theirs == mine ? uid : mine.users().shown(theirs.users().toKernel(uid));
        }

        @Override
        public void removed() {}

        @Override
        public ProcessId owner() {
            return task.processId();
        }
    }

    private record NetlinkNotice(ProcessId owner, SocketFile socket, byte[] cookie)
            implements PosixQueue.Notification {
        private static final byte WOKEN_UP = 1;
        private static final byte REMOVED = 2;

        @Override
        public void messageArrived(Subject sender) {
            tell(WOKEN_UP);
        }

        @Override
        public void removed() {
            tell(REMOVED);
        }

        private void tell(byte what) {
            cookie[COOKIE - 1] = what;
            socket.notice(cookie);
        }
    }
}
