package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.PollEvents;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// select(2) and pselect(2) in all their forms.
final class SelectSyscalls {
    private static final int MAX_FDS = 1 << 20;
    private static final int READ =
            PollEvents.POLLIN
                    | PollEvents.POLLRDNORM
                    | PollEvents.POLLRDBAND
                    | PollEvents.POLLHUP
                    | PollEvents.POLLERR;
    private static final int WRITE =
            PollEvents.POLLOUT | PollEvents.POLLWRNORM | PollEvents.POLLWRBAND | PollEvents.POLLERR;
    private static final int EXCEPT = PollEvents.POLLPRI;
    private static final int[] KEYS = {READ, WRITE, EXCEPT};

    private SelectSyscalls() {}

    static void register(SyscallTable table) {
        table.on(Sysno.SELECT, SelectSyscalls::select);
        table.on(Sysno.NEWSELECT, SelectSyscalls::fiveArguments);
        TimeArgs.Layout own = TimeArgs.Layout.TIMESPEC;
        TimeArgs.Layout wide = TimeArgs.Layout.TIMESPEC64;
        table.on(Sysno.PSELECT6, (t, n, r, w, x, time, m) -> pselect(t, n, r, w, x, time, m, own));
        table.on(
                Sysno.PSELECT6_TIME64,
                (t, n, r, w, x, time, m) -> pselect(t, n, r, w, x, time, m, wide));
    }

    /// i386's first select takes one pointer to its arguments.
    private static long select(Task t, long n, long r, long w, long x, long time, long f) {
        if (t.abi() == Abi.X86_64) {
            return fiveArguments(t, n, r, w, x, time, f);
        }
        UserMemory m = t.memory();
        Abi abi = t.abi();
        return fiveArguments(
                t,
                m.getWord(n, abi),
                m.getWord(n + 4, abi),
                m.getWord(n + 8, abi),
                m.getWord(n + 12, abi),
                m.getWord(n + 16, abi),
                f);
    }

    private static long fiveArguments(Task t, long n, long r, long w, long x, long time, long f) {
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            long nanos = time == 0 ? -1 : TimeArgs.nanos(t, time, TimeArgs.Layout.TIMEVAL);
            state.deadlineNanos = TimeArgs.deadline(t, nanos);
        }
        return finish(t, run(t, (int) n, r, w, x), time, TimeArgs.Layout.TIMEVAL);
    }

    private static long pselect(
            Task t, long n, long r, long w, long x, long time, long masks, TimeArgs.Layout layout) {
        SyscallState state = t.restart();
        if (state.firstEntry()) {
            long nanos = time == 0 ? -1 : TimeArgs.nanos(t, time, layout);
            state.deadlineNanos = TimeArgs.deadline(t, nanos);
            if (masks != 0) {
                Abi abi = t.abi();
                long mask = t.memory().getWord(masks, abi);
                long size = t.memory().getWord(masks + abi.wordSize, abi);
                long error = SignalMasks.setTemporary(t, mask, size);
                if (error != 0) {
                    return error;
                }
            }
        }
        return finish(t, run(t, (int) n, r, w, x), time, layout);
    }

    private static long finish(Task t, long result, long time, TimeArgs.Layout layout) {
        if (result != SyscallResult.BLOCKED && time != 0) {
            PollSyscalls.putRemaining(t, time, layout, t.restart().deadlineNanos);
        }
        return result == Errno.ERESTARTSYS.result() ? Errno.ERESTARTNOHAND.result() : result;
    }

    private static long run(Task t, int n, long r, long w, long x) {
        if (n < 0) {
            return -Errno.EINVAL.number;
        }
        int count = Math.min(n, Math.min(t.files().capacity(), MAX_FDS));
        int bytes = (count + 63) / 64 * 8;
        if (!t.abi().is64()) {
            bytes = (count + 31) / 32 * 4;
        }
        long[] sets = {r, w, x};
        byte[][] wanted = new byte[3][];
        for (int i = 0; i < 3; i++) {
            wanted[i] = new byte[bytes];
            if (sets[i] != 0) {
                t.memory().copyFromUser(sets[i], wanted[i], 0, bytes);
            }
        }
        byte[][] found = new byte[3][bytes];
        long ready = check(t, count, wanted, found);
        if (ready == 0) {
            prepare(t, count, wanted);
            long result = t.block(t.restart().deadlineNanos);
            if (result != -Errno.ETIMEDOUT.number) {
                return result;
            }
        }
        if (ready >= 0) {
            for (int i = 0; i < 3; i++) {
                if (sets[i] != 0) {
                    t.memory().copyToUser(sets[i], found[i], 0, bytes);
                }
            }
        }
        return ready;
    }

    private static boolean has(byte[] set, int fd) {
        return (set[fd >> 3] & 1 << (fd & 7)) != 0;
    }

    /// How many bits are ready, or `-EBADF`.
    private static long check(Task t, int count, byte[][] wanted, byte[][] found) {
        long ready = 0;
        for (int fd = 0; fd < count; fd++) {
            if (!has(wanted[0], fd) && !has(wanted[1], fd) && !has(wanted[2], fd)) {
                continue;
            }
            OpenFile file = t.files().get(fd);
            if (file == null) {
                return -Errno.EBADF.number;
            }
            int events = file.poll();
            for (int i = 0; i < 3; i++) {
                if (has(wanted[i], fd) && (events & KEYS[i]) != 0) {
                    found[i][fd >> 3] |= (byte) (1 << (fd & 7));
                    ready++;
                }
            }
        }
        return ready;
    }

    private static void prepare(Task t, int count, byte[][] wanted) {
        for (int fd = 0; fd < count; fd++) {
            int keys = 0;
            for (int i = 0; i < 3; i++) {
                keys |= has(wanted[i], fd) ? KEYS[i] : 0;
            }
            OpenFile file = keys == 0 ? null : t.files().get(fd);
            WaitQueue queue = file == null ? null : file.waitQueue();
            if (queue != null) {
                t.prepareWait(queue, keys);
            }
        }
    }
}
