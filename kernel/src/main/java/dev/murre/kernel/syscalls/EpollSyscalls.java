package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.event.Epoll;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// epoll_create(2), epoll_ctl(2), epoll_wait(2).
public final class EpollSyscalls {
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int EPOLL_CTL_MOD = 3;
    private static final int MAX_EVENTS = Integer.MAX_VALUE / 16;

    private EpollSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        var array = new EventArray();
        table.on(
                Sysno.EPOLL_CREATE,
                (t, size, b, c, d, e, f) -> (int) size <= 0 ? -Errno.EINVAL.number : create(t, 0));
        table.on(Sysno.EPOLL_CREATE1, (t, flags, b, c, d, e, f) -> create(t, (int) flags));
        table.on(
                Sysno.EPOLL_CTL,
                (t, ep, op, fd, event, e, f) -> control(t, ep, (int) op, (int) fd, event));
        table.on(
                Sysno.EPOLL_WAIT,
                (t, ep, at, max, ms, e, f) -> wait(t, array.of(t, at), ep, (int) max, millis(ms)));
        table.on(
                Sysno.EPOLL_PWAIT,
                (t, ep, at, max, ms, mask, size) ->
                        maskedWait(t, array.of(t, at), ep, max, ms, mask, size));
        table.on(
                Sysno.EPOLL_PWAIT2,
                (t, ep, at, max, time, mask, size) ->
                        maskedWait2(t, array.of(t, at), ep, max, time, mask, size));
    }

    private static long millis(long given) {
        return (int) given < 0 ? -1 : (int) given * 1_000_000L;
    }

    private static long create(Task t, int flags) {
        if ((flags & ~OpenFlags.O_CLOEXEC) != 0) {
            return -Errno.EINVAL.number;
        }
        var file = new Epoll(t.kernel().vfs().anonymousInode(t, 0600));
        return Descriptors.installAnonymous(t, file, "anon_inode:[eventpoll]", flags);
    }

    private static int dataOffset(Abi abi) {
        return abi == Abi.ARM ? 8 : 4; // packed on x86-64, naturally so on i386
    }

    private static int eventSize(Abi abi) {
        return abi == Abi.ARM ? 16 : 12;
    }

    private static long control(Task t, long ep, int operation, int fd, long event) {
        int events = 0;
        long data = 0;
        if (operation != EPOLL_CTL_DEL) {
            events = t.memory().getInt(event);
            data = t.memory().getLong(event + dataOffset(t.abi()));
        }
        OpenFile epollFile = t.files().require((int) ep);
        OpenFile target = t.files().require(fd);
        if (target.waitQueue() == null) {
            return -Errno.EPERM.number;
        }
        if (epollFile == target || !(epollFile instanceof Epoll epoll)) {
            return -Errno.EINVAL.number;
        }
        switch (operation) {
            case EPOLL_CTL_ADD -> epoll.add(target, fd, events, data);
            case EPOLL_CTL_MOD -> epoll.modify(target, fd, events, data);
            case EPOLL_CTL_DEL -> epoll.delete(target, fd);
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        return 0;
    }

    private static long maskedWait(
            Task t, EventArray to, long ep, long max, long ms, long mask, long size) {
        long error = SignalMasks.setTemporary(t, mask, size);
        return error != 0 ? error : wait(t, to, ep, (int) max, millis(ms));
    }

    private static long maskedWait2(
            Task t, EventArray to, long ep, long max, long time, long mask, long size) {
        long error = SignalMasks.setTemporary(t, mask, size);
        if (error != 0) {
            return error;
        }
        boolean first = t.restart().deadlineNanos == 0;
        long nanos = time == 0 || !first ? -1 : TimeArgs.nanos(t, time, TimeArgs.Layout.TIMESPEC64);
        return wait(t, to, ep, (int) max, nanos);
    }

    /// Waits for events; `timeoutNanos` is negative for ever and counts only at the first entry.
    private static long wait(Task t, EventArray to, long ep, int max, long timeoutNanos) {
        if (max <= 0 || max > MAX_EVENTS) {
            return -Errno.EINVAL.number;
        }
        if (!(t.files().require((int) ep) instanceof Epoll epoll)) {
            return -Errno.EINVAL.number;
        }
        int count = epoll.collect(max, to);
        if (count > 0 || timeoutNanos == 0) {
            return count;
        }
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            state.deadlineNanos = TimeArgs.deadline(t, timeoutNanos);
        }
        long result = t.waitOnExclusive(epoll.waitQueue(), PollEvents.POLLIN, state.deadlineNanos);
        if (result == -Errno.ETIMEDOUT.number) {
            return 0;
        }
        return result == Errno.ERESTARTSYS.result() ? -Errno.EINTR.number : result;
    }

    /// Writes events to a program's array. One serves all calls: it is used within one only.
    private static final class EventArray implements Epoll.Sink {
        private @Nullable UserMemory memory;
        private long at;
        private int size;
        private int dataOffset;

        EventArray of(Task t, long address) {
            memory = t.memory();
            at = address;
            size = eventSize(t.abi());
            dataOffset = dataOffset(t.abi());
            return this;
        }

        @Override
        public void store(int index, int events, long data) {
            UserMemory to = Objects.requireNonNull(memory);
            long address = at + (long) index * size;
            to.putInt(address, events);
            to.putLong(address + dataOffset, data);
        }
    }
}
