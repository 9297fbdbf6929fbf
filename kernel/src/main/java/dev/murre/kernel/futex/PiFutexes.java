package dev.murre.kernel.futex;

import static dev.murre.abi.FutexOps.FUTEX_OWNER_DIED;
import static dev.murre.abi.FutexOps.FUTEX_TID_MASK;
import static dev.murre.abi.FutexOps.FUTEX_WAITERS;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;

/// Locks whose word holds the owner's thread id, futex(2), "Priority-inheritance futexes". The
/// kernel
/// hands a lock on to the waiter that came first; priorities are not lent.
public final class PiFutexes {
    private final Futexes futexes;
    private final Map<Futexes.Key, FutexQueue> queues = new HashMap<>();

    PiFutexes(Futexes futexes) {
        this.futexes = futexes;
    }

    /// FUTEX_LOCK_PI.
    ///
    /// @param deadlineNanos monotonic
    public long lock(Task t, long address, long deadlineNanos, Futexes.Scope scope) {
        if (t.restart().object instanceof FutexWaiter waiter) {
            return waiter.woken ? 0 : sleep(t, waiter, deadlineNanos);
        }
        Futexes.Key key = futexes.key(t, address, scope);
        long taken = tryTake(t, address);
        if (taken != Errno.EAGAIN.result()) {
            return taken;
        }
        markWaiters(t.memory(), address);
        FutexWaiter waiter = new FutexWaiter(t, key, Futexes.ANY);
        queues.computeIfAbsent(key, k -> new FutexQueue()).add(waiter);
        t.restart().object = waiter;
        return sleep(t, waiter, deadlineNanos);
    }

    private long sleep(Task t, FutexWaiter waiter, long deadlineNanos) {
        long result = t.waitOn(waiter.wakeUp, deadlineNanos);
        if (result == SyscallResult.BLOCKED) {
            return result;
        }
        FutexQueue queue = queues.get(waiter.key);
        if (queue != null) {
            queue.remove(waiter);
            if (queue.isEmpty()) {
                queues.remove(waiter.key);
            }
        }
        t.restart().object = null;
        boolean interrupted = result == Errno.ERESTARTSYS.result();
        return interrupted ? Errno.ERESTARTNOINTR.result() : result;
    }

    /// FUTEX_TRYLOCK_PI.
    public long tryLock(Task t, long address, Futexes.Scope scope) {
        futexes.key(t, address, scope);
        return tryTake(t, address);
    }

    /// Takes a free lock: 0, -EAGAIN when somebody has it, -EDEADLK, -ESRCH when its owner is gone.
    private static long tryTake(Task t, long address) {
        UserMemory memory = t.memory();
        while (true) {
            int value = memory.getInt(address);
            int owner = value & FUTEX_TID_MASK;
            if (owner == t.pid()) {
                return Errno.EDEADLK.result();
            }
            if (owner != 0) {
                boolean alive = t.pidNamespace().task(owner) != null;
                return alive ? Errno.EAGAIN.result() : Errno.ESRCH.result();
            }
            int mine = t.pid() | value & (FUTEX_OWNER_DIED | FUTEX_WAITERS);
            if (memory.compareAndSwapInt(address, value, mine) == value) {
                return 0;
            }
        }
    }

    private static void markWaiters(UserMemory memory, long address) {
        int value = memory.getInt(address);
        while ((value & FUTEX_WAITERS) == 0) {
            int seen = memory.compareAndSwapInt(address, value, value | FUTEX_WAITERS);
            if (seen == value) {
                return;
            }
            value = seen;
        }
    }

    /// FUTEX_UNLOCK_PI: hands the lock to the first waiter.
    public long unlock(Task t, long address, Futexes.Scope scope) {
        Futexes.Key key = futexes.key(t, address, scope);
        if ((t.memory().getInt(address) & FUTEX_TID_MASK) != t.pid()) {
            return Errno.EPERM.result();
        }
        handOn(t.memory(), address, key, 0);
        return 0;
    }

    /// A lock's owner ends: the next one gets it, and is told.
    void ownerDied(Task t, long address) {
        Futexes.Key key = futexes.key(t, address, Futexes.Scope.SHARED);
        handOn(t.memory(), address, key, FUTEX_OWNER_DIED);
    }

    private void handOn(UserMemory memory, long address, Futexes.Key key, int flags) {
        FutexQueue queue = queues.get(key);
        FutexWaiter next = queue == null ? null : queue.first();
        if (queue == null || next == null) {
            memory.putInt(address, flags);
            return;
        }
        queue.remove(next);
        int waiters = queue.isEmpty() ? 0 : FUTEX_WAITERS;
        if (queue.isEmpty()) {
            queues.remove(key);
        }
        memory.putInt(address, next.task.pid() | waiters | flags);
        next.wake();
    }
}
