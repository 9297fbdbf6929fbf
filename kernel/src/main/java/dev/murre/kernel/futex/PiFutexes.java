package dev.murre.kernel.futex;

import static dev.murre.abi.FutexOps.FUTEX_OWNER_DIED;
import static dev.murre.abi.FutexOps.FUTEX_TID_MASK;
import static dev.murre.abi.FutexOps.FUTEX_WAITERS;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.Task;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Locks whose word holds the owner's thread id, futex(2), "Priority-inheritance futexes". The
/// waiter of highest priority gets the lock next, and until then the owner runs at that priority,
/// as does whoever the owner itself waits for.
public final class PiFutexes {
    /// How long a chain of owners that wait is followed.
    private static final int MAX_CHAIN = 1024;

    private final Futexes futexes;
    private final Map<Futexes.Key, PiLock> locks = new HashMap<>();
    private final Map<Task, List<PiLock>> held = new IdentityHashMap<>();
    private final Map<Task, PiLock.Waiter> blocked = new IdentityHashMap<>();

    PiFutexes(Futexes futexes) {
        this.futexes = futexes;
    }

    /// FUTEX_LOCK_PI.
    ///
    /// @param deadlineNanos monotonic
    public long lock(Task t, long address, long deadlineNanos, Futexes.Scope scope) {
        if (t.restart().object instanceof PiLock.Waiter waiter) {
            return sleep(t, waiter, deadlineNanos);
        }
        Futexes.Key key = futexes.key(t, address, scope);
        long taken = tryTake(t, t.memory(), address);
        if (taken != Errno.EAGAIN.result()) {
            return taken;
        }
        PiLock.Waiter waiter = enqueue(t, key, address, new WaitQueue("rt_mutex_slowlock"));
        t.restart().object = waiter;
        return sleep(t, waiter, deadlineNanos);
    }

    /// Makes a task wait for a lock that somebody has.
    ///
    /// @throws ErrnoException EDEADLK if the owner, directly or not, waits for the task; ESRCH
    private PiLock.Waiter enqueue(Task t, Futexes.Key key, long address, WaitQueue wakeUp) {
        PiLock lock = locks.get(key);
        if (lock == null) {
            int tid = t.memory().getInt(address) & FUTEX_TID_MASK;
            Task owner = t.pidNamespace().task(tid);
            if (owner == null) {
                throw Errno.ESRCH.exception();
            }
            lock = new PiLock(key, owner);
        }
        if (waitsFor(lock.owner, t)) {
            throw Errno.EDEADLK.exception();
        }
        markWaiters(t.memory(), address);
        if (locks.putIfAbsent(key, lock) == null && lock.owner != null) {
            held.computeIfAbsent(lock.owner, o -> new ArrayList<>()).add(lock);
        }
        var waiter = new PiLock.Waiter(t, wakeUp, lock, address);
        lock.add(waiter);
        blocked.put(t, waiter);
        lend(lock.owner);
        return waiter;
    }

    /// Whether a task waits for a lock that another has, or for one whose owner does so.
    private boolean waitsFor(@Nullable Task task, Task other) {
        Task at = task;
        for (int i = 0; at != null && i < MAX_CHAIN; i++) {
            if (at == other) {
                return true;
            }
            PiLock.Waiter waiter = blocked.get(at);
            at = waiter == null ? null : waiter.lock.owner;
        }
        return false;
    }

    /// Gives a task the priority of the first waiter for any of its locks, and so on along the
    /// chain.
    private void lend(@Nullable Task owner) {
        Task at = owner;
        for (int i = 0; at != null && i < MAX_CHAIN; i++) {
            int priority = 0;
            for (PiLock lock : held.getOrDefault(at, List.of())) {
                PiLock.Waiter first = lock.first();
                priority = first == null ? priority : Math.max(priority, first.priority());
            }
            at.kernel().scheduler().lendPriority(at, priority);
            PiLock.Waiter waiter = blocked.get(at);
            if (waiter == null) {
                return;
            }
            waiter.lock.waiters.remove(waiter);
            waiter.lock.add(waiter);
            at = waiter.lock.owner;
        }
    }

    /// A task's own priority has changed.
    public void priorityChanged(Task t) {
        PiLock.Waiter waiter = blocked.get(t);
        if (waiter != null) {
            waiter.lock.waiters.remove(waiter);
            waiter.lock.add(waiter);
            lend(waiter.lock.owner);
        }
    }

    /// Sleeps until the lock is the task's own.
    long sleep(Task t, PiLock.Waiter waiter, long deadlineNanos) {
        if (waiter.owns) {
            return 0;
        }
        long result = t.waitOn(waiter.wakeUp, deadlineNanos);
        if (result == SyscallResult.BLOCKED) {
            return result;
        }
        if (waiter.owns) {
            return 0;
        }
        forget(waiter);
        t.restart().object = null;
        boolean interrupted = result == Errno.ERESTARTSYS.result();
        return interrupted ? Errno.ERESTARTNOINTR.result() : result;
    }

    private void forget(PiLock.Waiter waiter) {
        PiLock lock = waiter.lock;
        if (lock.waiters.remove(waiter)) {
            blocked.remove(waiter.task);
            dropIfUnused(lock);
            lend(lock.owner);
        }
    }

    private void dropIfUnused(PiLock lock) {
        if (lock.waiters.isEmpty()) {
            locks.remove(lock.key, lock);
            release(lock);
        }
    }

    private void release(PiLock lock) {
        Task owner = lock.owner;
        List<PiLock> own = owner == null ? null : held.get(owner);
        if (own != null) {
            own.remove(lock);
            if (own.isEmpty()) {
                held.remove(owner);
            }
        }
    }

    /// FUTEX_TRYLOCK_PI.
    public long tryLock(Task t, long address, Futexes.Scope scope) {
        futexes.key(t, address, scope);
        return tryTake(t, t.memory(), address);
    }

    /// Takes a free lock for a task: 0, -EAGAIN when somebody has it, -EDEADLK, -ESRCH when its
    /// owner
    /// is gone.
    private static long tryTake(Task t, UserMemory memory, long address) {
        while (true) {
            int value = memory.getInt(address);
            int owner = value & FUTEX_TID_MASK;
            if (owner == t.pid()) {
                return Errno.EDEADLK.result();
            }
            if (owner != 0) {
                Task other = t.pidNamespace().task(owner);
                if (other != null && other.isKernelThread()) {
                    return Errno.EPERM.result();
                }
                return (other != null ? Errno.EAGAIN : Errno.ESRCH).result();
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
        if ((t.memory().getInt(address) & FUTEX_TID_MASK) != t.pid()) {
            return Errno.EPERM.result();
        }
        Futexes.Key key = futexes.key(t, address, scope);
        PiLock lock = locks.get(key);
        if (lock == null) {
            t.memory().putInt(address, 0);
        } else {
            handOn(t.memory(), address, lock, 0);
        }
        return 0;
    }

    /// A lock's owner ends: the next one gets it, and is told.
    void ownerDied(Task t, long address) {
        PiLock lock = locks.get(futexes.key(t, address, Futexes.Scope.SHARED));
        if (lock == null) {
            t.memory().putInt(address, FUTEX_OWNER_DIED);
        } else {
            handOn(t.memory(), address, lock, FUTEX_OWNER_DIED);
        }
    }

    /// A task ends with locks that others wait for, whether it told of them or not.
    public void taskEnds(Task t) {
        for (PiLock lock : List.copyOf(held.getOrDefault(t, List.of()))) {
            PiLock.Waiter next = lock.first();
            if (next != null) {
                try {
                    handOn(next.task.memory(), next.address, lock, FUTEX_OWNER_DIED);
                } catch (ErrnoException e) {
                    release(lock);
                }
            }
        }
        held.remove(t);
        PiLock.Waiter waiter = blocked.get(t);
        if (waiter != null) {
            forget(waiter);
        }
    }

    private void handOn(UserMemory memory, long address, PiLock lock, int flags) {
        Task before = lock.owner;
        PiLock.Waiter next = lock.first();
        release(lock);
        if (next == null) {
            locks.remove(lock.key, lock);
            memory.putInt(address, flags);
        } else {
            lock.waiters.remove(next);
            blocked.remove(next.task);
            int waiters = lock.waiters.isEmpty() ? 0 : FUTEX_WAITERS;
            memory.putInt(address, next.task.pid() | waiters | flags);
            lock.owner = next.task;
            if (lock.waiters.isEmpty()) {
                locks.remove(lock.key, lock);
            } else {
                held.computeIfAbsent(next.task, o -> new ArrayList<>()).add(lock);
            }
            next.owns = true;
            lend(next.task);
            next.wakeUp.wakeAll();
        }
        if (before != null) {
            lend(before);
        }
    }

    /// FUTEX_CMP_REQUEUE_PI for one thread that sleeps on another futex: takes the lock for it, or
    /// has it wait for the lock.
    ///
    /// @return whether it has the lock
    boolean requeue(FutexWaiter sleeper, long address) {
        Task task = sleeper.task;
        PiLock lock = locks.get(sleeper.requeueKey);
        if (lock == null && tryTake(task, task.memory(), address) == 0) {
            var waiter =
                    new PiLock.Waiter(
                            task, sleeper.wakeUp, new PiLock(sleeper.requeueKey(), task), address);
            waiter.owns = true;
            sleeper.moved = waiter;
            sleeper.wakeUp.wakeAll();
            return true;
        }
        sleeper.moved = enqueue(task, sleeper.requeueKey(), address, sleeper.wakeUp);
        return false;
    }
}
