package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.ipc.IpcObject;
import dev.murre.kernel.ipc.IpcTable;
import dev.murre.kernel.ipc.MessageQueue;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// msgget(2), msgsnd(2), msgrcv(2), msgctl(2).
final class MsgSyscalls {
    private static final int IPC_NOWAIT = 04000;
    private static final int MSG_NOERROR = 010000;
    private static final int MSG_STAT = 11;
    private static final int MSG_INFO = 12;
    private static final int MSG_STAT_ANY = 13;

    private MsgSyscalls() {}

    static void register(SyscallTable table) {
        table.on(Sysno.MSGGET, (t, key, flags, c, d, e, f) -> get(t, (int) key, (int) flags));
        table.on(
                Sysno.MSGSND,
                (t, id, at, n, flags, e, f) ->
                        send(t, (int) id, at, IpcSyscalls.signed(t, n), (int) flags));
        table.on(
                Sysno.MSGRCV,
                (t, id, at, n, type, flags, f) ->
                        receive(
                                t,
                                (int) id,
                                at,
                                IpcSyscalls.signed(t, n),
                                IpcSyscalls.signed(t, type),
                                (int) flags));
        table.on(
                Sysno.MSGCTL,
                (t, id, cmd, at, d, e, f) ->
                        control(t, (int) id, (int) cmd & ~IpcSyscalls.IPC_64, at));
    }

    private static IpcTable<MessageQueue> table(Task t) {
        return t.namespaces().ipc().queues();
    }

    private static long get(Task t, int key, int flags) {
        var ipc = t.namespaces().ipc();
        return table(t).get(
                        t.creds(), key, flags, () -> new MessageQueue(ipc, key, t.creds(), flags))
                .id();
    }

    private static boolean wasRemoved(SyscallState state) {
        return state.object instanceof MessageQueue queue && queue.isRemoved();
    }

    static long send(Task t, int id, long at, long length, int flags) {
        SyscallState state = t.restart();
        if (wasRemoved(state)) {
            return -Errno.EIDRM.number;
        }
        if (length < 0 || length > MessageQueue.MAX_MESSAGE || id < 0) {
            return -Errno.EINVAL.number;
        }
        int word = t.abi().wordSize;
        long type = IpcSyscalls.signed(t, t.memory().getWord(at, t.abi()));
        if (type < 1) {
            return -Errno.EINVAL.number;
        }
        byte[] text = new byte[(int) length];
        t.memory().copyFromUser(at + word, text, 0, text.length);
        MessageQueue queue = table(t).require(id);
        queue.checkAccess(t.creds(), IpcObject.WRITE);
        int result = queue.send(new MessageQueue.Message(type, text), t.tgid());
        if (result != -Errno.EAGAIN.number || (flags & IPC_NOWAIT) != 0) {
            return result;
        }
        state.object = queue;
        return restartable(t.waitOn(queue.writers()));
    }

    private static long restartable(long waited) {
        return waited == Errno.ERESTARTSYS.result() ? Errno.ERESTARTNOHAND.result() : waited;
    }

    static long receive(Task t, int id, long at, long length, long type, int flags) {
        SyscallState state = t.restart();
        if (wasRemoved(state)) {
            return -Errno.EIDRM.number;
        }
        if (length < 0 || id < 0) {
            return -Errno.EINVAL.number;
        }
        boolean copy = (flags & MessageQueue.MSG_COPY) != 0;
        if (copy && ((flags & MessageQueue.MSG_EXCEPT) != 0 || (flags & IPC_NOWAIT) == 0)) {
            return -Errno.EINVAL.number;
        }
        MessageQueue queue = table(t).require(id);
        queue.checkAccess(t.creds(), IpcObject.READ);
        MessageQueue.Message message = queue.find(type, flags);
        if (message == null) {
            if ((flags & IPC_NOWAIT) != 0) {
                return -Errno.ENOMSG.number;
            }
            state.object = queue;
            return restartable(t.waitOn(queue.readers()));
        }
        byte[] text = message.text();
        if (text.length > length && (flags & MSG_NOERROR) == 0) {
            return -Errno.E2BIG.number;
        }
        if (!copy) {
            queue.take(message, t.tgid());
        }
        int count = (int) Math.min(text.length, length);
        t.memory().putWord(at, message.type(), t.abi());
        t.memory().copyToUser(at + t.abi().wordSize, text, 0, count);
        return count;
    }

    private static long control(Task t, int id, int command, long at) {
        IpcTable<MessageQueue> queues = table(t);
        switch (command) {
            case IpcSyscalls.IPC_INFO, MSG_INFO -> {
                return limits(t, queues, command, at);
            }
            case MSG_STAT, MSG_STAT_ANY -> {
                MessageQueue queue = queues.at(id);
                if (queue == null) {
                    return -Errno.EINVAL.number;
                }
                if (command == MSG_STAT) {
                    queue.checkAccess(t.creds(), IpcObject.READ);
                }
                new IpcLayout(t, at).put(queue);
                return queue.id();
            }
            default -> {
                return control(t, queues, queues.require(id), command, at);
            }
        }
    }

    private static long control(
            Task t, IpcTable<MessageQueue> queues, MessageQueue queue, int command, long at) {
        switch (command) {
            case IpcSyscalls.IPC_STAT -> {
                queue.checkAccess(t.creds(), IpcObject.READ);
                new IpcLayout(t, at).put(queue);
            }
            case IpcSyscalls.IPC_SET -> {
                IpcLayout.Change change = IpcLayout.Change.read(t, at);
                long bytes = IpcLayout.maximumBytes(t, at);
                queue.checkOwner(t.creds());
                if (bytes > MessageQueue.DEFAULT_BYTES
                        && !t.creds().capable(Capability.SYS_RESOURCE)) {
                    return -Errno.EPERM.number;
                }
                change.apply(queue);
                queue.setMaximumBytes(bytes);
            }
            case IpcSyscalls.IPC_RMID -> {
                queue.checkOwner(t.creds());
                queues.remove(queue);
            }
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        return 0;
    }

    /// `struct msginfo`.
    private static long limits(Task t, IpcTable<MessageQueue> queues, int command, long at) {
        int used = 0;
        int messages = 0;
        long bytes = 0;
        for (MessageQueue queue : queues.all()) {
            used++;
            messages += queue.messageCount();
            bytes += queue.bytes();
        }
        boolean usage = command == MSG_INFO;
        int[] values = {
            usage ? used : 512_000,
            usage ? messages : MessageQueue.DEFAULT_BYTES,
            MessageQueue.MAX_MESSAGE,
            MessageQueue.DEFAULT_BYTES,
            32000,
            16,
            usage ? (int) bytes : MessageQueue.DEFAULT_BYTES
        };
        for (int i = 0; i < values.length; i++) {
            t.memory().putInt(at + 4L * i, values[i]);
        }
        t.memory().putShort(at + 28, (short) 0xffff);
        return queues.highestIndex();
    }
}
