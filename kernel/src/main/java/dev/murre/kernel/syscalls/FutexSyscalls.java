package dev.murre.kernel.syscalls;

import static dev.murre.abi.FutexOps.*;

import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.futex.Futexes;
import dev.murre.kernel.futex.Futexes.Scope;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// futex, set_robust_list and get_robust_list.
public final class FutexSyscalls {
    private static final int COMMAND = ~(FUTEX_PRIVATE_FLAG | FUTEX_CLOCK_REALTIME);

    private FutexSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(
                Sysno.FUTEX, (t, a, b, c, d, e, f) -> futex(t, a, (int) b, (int) c, d, e, (int) f));
        table.on(
                Sysno.FUTEX_TIME64,
                (t, a, b, c, d, e, f) -> futex(t, a, (int) b, (int) c, d, e, (int) f));
        table.on(Sysno.SET_ROBUST_LIST, (t, a, b, c, d, e, f) -> setRobustList(t, a, b));
        table.on(Sysno.GET_ROBUST_LIST, (t, a, b, c, d, e, f) -> getRobustList(t, (int) a, b, c));
    }

    private static long futex(
            Task t, long address, int op, int value, long fourth, long second, int third) {
        Futexes futexes = t.kernel().futexes();
        Scope scope = (op & FUTEX_PRIVATE_FLAG) != 0 ? Scope.PRIVATE : Scope.SHARED;
        int command = op & COMMAND;
        boolean realtime = (op & FUTEX_CLOCK_REALTIME) != 0;
        boolean timed =
                command == FUTEX_WAIT_BITSET
                        || command == FUTEX_WAIT
                        || command == FUTEX_WAIT_REQUEUE_PI;
        if (realtime && !timed) {
            return Errno.ENOSYS.result();
        }
        return switch (command) {
            case FUTEX_WAIT -> wait(t, address, value, fourth, Futexes.ANY, scope, true, realtime);
            case FUTEX_WAIT_BITSET ->
                    wait(t, address, value, fourth, third, scope, false, realtime);
            case FUTEX_WAKE -> futexes.wake(t, address, value, Futexes.ANY, scope);
            case FUTEX_WAKE_BITSET -> futexes.wake(t, address, value, third, scope);
            case FUTEX_REQUEUE ->
                    futexes.requeue(t, address, second, value, (int) fourth, null, scope);
            case FUTEX_CMP_REQUEUE ->
                    futexes.requeue(t, address, second, value, (int) fourth, third, scope);
            case FUTEX_WAKE_OP ->
                    futexes.wakeOp(t, address, second, value, (int) fourth, third, scope);
            case FUTEX_LOCK_PI -> lockPi(t, address, fourth, scope);
            case FUTEX_TRYLOCK_PI -> futexes.pi().tryLock(t, address, scope);
            case FUTEX_UNLOCK_PI -> futexes.pi().unlock(t, address, scope);
            case FUTEX_WAIT_REQUEUE_PI ->
                    waitRequeuePi(t, address, value, fourth, second, scope, realtime);
            case FUTEX_CMP_REQUEUE_PI ->
                    futexes.requeuePi(t, address, second, value, (int) fourth, third, scope);
            default -> Errno.ENOSYS.result();
        };
    }

    private static long waitRequeuePi(
            Task t,
            long address,
            int value,
            long timeout,
            long lock,
            Scope scope,
            boolean realtime) {
        if (t.restart().firstEntry()) {
            t.restart().deadlineNanos =
                    timeout == 0 ? Timers.NEVER : deadline(t, timeout, false, realtime);
        }
        long deadline = t.restart().deadlineNanos;
        return t.kernel().futexes().waitRequeuePi(t, address, value, deadline, lock, scope);
    }

    /// The time limit is absolute and of the real-time clock.
    private static long lockPi(Task t, long address, long timeout, Scope scope) {
        if (t.restart().firstEntry()) {
            t.restart().deadlineNanos =
                    timeout == 0 ? Timers.NEVER : deadline(t, timeout, false, true);
        }
        long deadline = t.restart().deadlineNanos;
        return t.kernel().futexes().pi().lock(t, address, deadline, scope);
    }

    private static long wait(
            Task t,
            long address,
            int value,
            long timeout,
            int bits,
            Scope scope,
            boolean relative,
            boolean realtime) {
        boolean first = t.restart().firstEntry();
        if (first) {
            t.restart().deadlineNanos =
                    timeout == 0 ? Timers.NEVER : deadline(t, timeout, relative, realtime);
        }
        long deadline = t.restart().deadlineNanos;
        long result = t.kernel().futexes().wait(t, address, value, deadline, bits, scope);
        boolean interrupted = result == Errno.ERESTARTSYS.result();
        return interrupted && deadline != Timers.NEVER ? t.restartLater() : result;
    }

    private static long deadline(Task t, long timeout, boolean relative, boolean realtime) {
        long nanos =
                t.syscallIs(Sysno.FUTEX_TIME64)
                        ? Args.timespec64(t, timeout)
                        : Args.timespec(t, timeout);
        if (relative) {
            long now = t.kernel().timers().now();
            return nanos >= Timers.NEVER - now ? Timers.NEVER : now + nanos;
        }
        if (realtime && nanos != Long.MAX_VALUE) {
            return nanos - t.kernel().clocks().realtimeOffsetNanos();
        }
        return nanos;
    }

    private static long setRobustList(Task t, long head, long size) {
        if (size != 3L * t.abi().wordSize) {
            return Errno.EINVAL.result();
        }
        t.robustList().setHead(head);
        return 0;
    }

    private static long getRobustList(Task t, int id, long head, long size) {
        Task target = id == 0 ? t : t.pidNamespace().task(id);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        if (!PtraceSyscalls.mayTrace(t, target)) {
            return Errno.EPERM.result();
        }
        t.memory().putWord(size, 3L * t.abi().wordSize, t.abi());
        t.memory().putWord(head, target.robustList().head(), t.abi());
        return 0;
    }
}
