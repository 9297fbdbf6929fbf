package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Rlimit;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// poll(2) and ppoll(2); select(2) is in [SelectSyscalls].
public final class PollSyscalls {
    private static final int POLLFD_SIZE = 8;
    private static final int ALWAYS = PollEvents.POLLERR | PollEvents.POLLHUP;

    private PollSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        table.on(Sysno.POLL, PollSyscalls::poll);
        TimeArgs.Layout own = TimeArgs.Layout.TIMESPEC;
        TimeArgs.Layout wide = TimeArgs.Layout.TIMESPEC64;
        table.on(Sysno.PPOLL, (t, at, n, time, mask, s, f) -> ppoll(t, at, n, time, mask, s, own));
        table.on(
                Sysno.PPOLL_TIME64,
                (t, at, n, time, mask, s, f) -> ppoll(t, at, n, time, mask, s, wide));
        SelectSyscalls.register(table);
    }

    private static long poll(Task t, long at, long n, long ms, long d, long e, long f) {
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            state.deadlineNanos = TimeArgs.deadline(t, (int) ms < 0 ? -1 : (int) ms * 1_000_000L);
        }
        long result = pollOnce(t, at, n, state.deadlineNanos);
        return result == Errno.ERESTARTSYS.result() ? t.restartLater() : result;
    }

    private static long ppoll(
            Task t, long at, long n, long time, long mask, long size, TimeArgs.Layout layout) {
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            long nanos = time == 0 ? -1 : TimeArgs.nanos(t, time, layout);
            state.deadlineNanos = TimeArgs.deadline(t, nanos);
            long error = SignalMasks.setTemporary(t, mask, size);
            if (error != 0) {
                return error;
            }
        }
        long result = pollOnce(t, at, n, state.deadlineNanos);
        if (result != SyscallResult.BLOCKED && time != 0) {
            putRemaining(t, time, layout, state.deadlineNanos);
        }
        return result == Errno.ERESTARTSYS.result() ? Errno.ERESTARTNOHAND.result() : result;
    }

    /// Tells how much of the time was left, as Linux does for the calls that say so.
    static void putRemaining(Task t, long at, TimeArgs.Layout layout, long deadlineNanos) {
        long left = Math.max(deadlineNanos - t.kernel().timers().now(), 0);
        try {
            TimeArgs.put(t, at, layout, left);
        } catch (dev.murre.abi.ErrnoException readOnly) {
            // Linux ignores it too: the timeout may be in memory that cannot be written
        }
    }

    private static long pollOnce(Task t, long at, long n, long deadlineNanos) {
        int count = (int) n;
        if (Integer.compareUnsigned(count, 0) < 0
                || Long.compareUnsigned(n & 0xffffffffL, t.limits().soft(Rlimit.NOFILE)) > 0) {
            return -Errno.EINVAL.number;
        }
        int ready = check(t, at, count);
        if (ready > 0) {
            return ready;
        }
        prepare(t, at, count);
        long result = t.block(deadlineNanos);
        return result == -Errno.ETIMEDOUT.number ? 0 : result;
    }

    /// Asks every file and stores what is ready.
    private static int check(Task t, long at, int count) {
        UserMemory memory = t.memory();
        int ready = 0;
        for (int i = 0; i < count; i++) {
            long entry = at + (long) i * POLLFD_SIZE;
            int fd = memory.getInt(entry);
            int found = 0;
            if (fd >= 0) {
                OpenFile file = t.files().get(fd);
                int wanted = memory.getShort(entry + 4) & 0xffff | ALWAYS;
                found = file == null ? PollEvents.POLLNVAL : file.poll() & wanted;
            }
            memory.putShort(entry + 6, (short) found);
            if (found != 0) {
                ready++;
            }
        }
        return ready;
    }

    private static void prepare(Task t, long at, int count) {
        UserMemory memory = t.memory();
        for (int i = 0; i < count; i++) {
            long entry = at + (long) i * POLLFD_SIZE;
            int fd = memory.getInt(entry);
            OpenFile file = fd < 0 ? null : t.files().get(fd);
            WaitQueue queue = file == null ? null : file.waitQueue();
            if (queue != null) {
                t.prepareWait(queue, memory.getShort(entry + 4) & 0xffff | ALWAYS);
            }
        }
    }
}
