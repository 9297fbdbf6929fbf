package dev.murre.kernel.futex;

import static dev.murre.abi.FutexOps.*;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.PageSource;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.Task;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All futexes of the machine that somebody waits on.
public final class Futexes {
    /// A bit set that matches every waiter.
    public static final int ANY = -1;

    /// Whether a futex may be used by several address spaces.
    public enum Scope {
        PRIVATE,
        SHARED
    }

    /// What names a futex: an address in an address space, or a place in a shared object.
    record Key(Object where, long offset) {}

    private final Map<Key, FutexQueue> queues = new HashMap<>();

    private final PiFutexes pi = new PiFutexes(this);

    /// Locks with an owner.
    public PiFutexes pi() {
        return pi;
    }

    /// The key of an address.
    ///
    /// @throws ErrnoException EINVAL if it is not a multiple of 4, EFAULT if it cannot be read
    Key key(Task t, long address, Scope scope) {
        if ((address & 3) != 0) {
            throw Errno.EINVAL.exception();
        }
        Mm mm = t.mm();
        if (scope == Scope.SHARED) {
            Vma vma = mm.find(address);
            PageSource source = vma != null && vma.isShared() ? vma.source() : null;
            if (vma == null) {
                throw Errno.EFAULT.exception();
            }
            if (source != null) {
                return new Key(source, address - vma.start() + vma.fileOffset());
            }
        }
        return new Key(mm, address);
    }

    private FutexQueue queueFor(Key key) {
        return queues.computeIfAbsent(key, k -> new FutexQueue());
    }

    private void dropIfEmpty(Key key, FutexQueue queue) {
        if (queue.isEmpty()) {
            queues.remove(key, queue);
        }
    }

    /// FUTEX_WAIT and FUTEX_WAIT_BITSET.
    ///
    /// @param deadlineNanos monotonic
    /// @return 0, BLOCKED, -EAGAIN, -ETIMEDOUT, -ERESTARTSYS
    public long wait(
            Task t, long address, int expected, long deadlineNanos, int bits, Scope scope) {
        if (bits == 0) {
            return Errno.EINVAL.result();
        }
        if (t.restart().object instanceof FutexWaiter waiter) {
            return waitAgain(t, waiter, deadlineNanos);
        }
        Key key = key(t, address, scope);
        if (t.memory().getInt(address) != expected) {
            return Errno.EAGAIN.result();
        }
        FutexWaiter waiter = new FutexWaiter(t, key, bits);
        queueFor(key).add(waiter);
        t.restart().object = waiter;
        return sleep(t, waiter, deadlineNanos);
    }

    /// FUTEX_WAIT_REQUEUE_PI: sleeps on one futex until it is moved to a lock, then until it has
    /// the
    /// lock.
    public long waitRequeuePi(
            Task t, long address, int expected, long deadlineNanos, long lock, Scope scope) {
        if (t.restart().object instanceof FutexWaiter waiter) {
            if (waiter.moved != null) {
                return pi.sleep(t, waiter.moved, deadlineNanos);
            }
            return waiter.woken ? Errno.EAGAIN.result() : sleep(t, waiter, deadlineNanos);
        }
        Key key = key(t, address, scope);
        Key target = key(t, lock, scope);
        if (key.equals(target)) {
            return Errno.EINVAL.result();
        }
        if (t.memory().getInt(address) != expected) {
            return Errno.EAGAIN.result();
        }
        FutexWaiter waiter = new FutexWaiter(t, key, ANY);
        waiter.requeueKey = target;
        queueFor(key).add(waiter);
        t.restart().object = waiter;
        return sleep(t, waiter, deadlineNanos);
    }

    /// FUTEX_CMP_REQUEUE_PI: gives the lock to the first sleeper, or queues it and up to `limit`
    /// others for it.
    ///
    /// @return how many were woken or moved
    public long requeuePi(
            Task t, long from, long to, int wakeCount, int limit, int expected, Scope scope) {
        if (wakeCount < 0 || limit < 0) {
            return Errno.EINVAL.result();
        }
        Key key = key(t, from, scope);
        Key target = key(t, to, scope);
        if (wakeCount != 1 || key.equals(target)) {
            return Errno.EINVAL.result();
        }
        if (t.memory().getInt(from) != expected) {
            return Errno.EAGAIN.result();
        }
        FutexQueue queue = queues.get(key);
        long count = 0;
        while (queue != null && queue.first() != null && count < (long) limit + 1) {
            FutexWaiter first = queue.first();
            if (!target.equals(first.requeueKey)) {
                return count > 0 ? count : Errno.EINVAL.result();
            }
            pi.requeue(first, to);
            queue.remove(first);
            count++;
        }
        if (queue != null) {
            dropIfEmpty(key, queue);
        }
        return count;
    }

    private long waitAgain(Task t, FutexWaiter waiter, long deadlineNanos) {
        if (waiter.woken) {
            return 0;
        }
        return sleep(t, waiter, deadlineNanos);
    }

    private long sleep(Task t, FutexWaiter waiter, long deadlineNanos) {
        long result = t.waitOn(waiter.wakeUp, deadlineNanos);
        if (result < 0 && result != dev.murre.kernel.task.SyscallResult.BLOCKED) {
            forget(waiter);
            t.restart().object = null;
        }
        return result;
    }

    private void forget(FutexWaiter waiter) {
        FutexQueue queue = queues.get(waiter.key);
        if (queue != null) {
            queue.remove(waiter);
            dropIfEmpty(waiter.key, queue);
        }
    }

    /// A task ends while it waits.
    public void taskEnds(Task t) {
        pi.taskEnds(t);
        if (t.restart().object instanceof FutexWaiter waiter && !waiter.woken) {
            forget(waiter);
        }
    }

    /// FUTEX_WAKE and FUTEX_WAKE_BITSET: wakes up to `count` waiters with a common bit.
    ///
    /// @return how many
    public long wake(Task t, long address, int count, int bits, Scope scope) {
        if (bits == 0) {
            return Errno.EINVAL.result();
        }
        Key key = key(t, address, scope);
        return wake(key, count, bits);
    }

    private long wake(Key key, int count, int bits) {
        FutexQueue queue = queues.get(key);
        if (queue == null) {
            return 0;
        }
        int woken = queue.wake(count, bits);
        dropIfEmpty(key, queue);
        return woken;
    }

    /// FUTEX_REQUEUE and FUTEX_CMP_REQUEUE: wakes some waiters and moves others to another futex.
    ///
    /// @param expected what the first futex must hold, or null
    public long requeue(
            Task t,
            long from,
            long to,
            int wakeCount,
            int moveCount,
            @Nullable Integer expected,
            Scope scope) {
        if (wakeCount < 0 || moveCount < 0) {
            return Errno.EINVAL.result();
        }
        Key source = key(t, from, scope);
        Key target = key(t, to, scope);
        if (expected != null && t.memory().getInt(from) != expected) {
            return Errno.EAGAIN.result();
        }
        long woken = wake(source, wakeCount, ANY);
        FutexQueue queue = queues.get(source);
        if (queue == null || source.equals(target)) {
            return woken;
        }
        FutexQueue into = queueFor(target);
        int moved = 0;
        for (FutexWaiter waiter = queue.first();
                waiter != null && moved < moveCount;
                waiter = queue.first()) {
            queue.remove(waiter);
            waiter.key = target;
            into.add(waiter);
            moved++;
        }
        dropIfEmpty(source, queue);
        dropIfEmpty(target, into);
        return woken + (expected != null ? moved : 0);
    }

    /// FUTEX_WAKE_OP: changes the second futex, wakes waiters of the first, and of the second if
    /// its old value compares.
    public long wakeOp(
            Task t, long first, long second, int wakeFirst, int wakeSecond, int op, Scope scope) {
        Key one = key(t, first, scope);
        Key two = key(t, second, scope);
        int old = apply(t, second, op);
        long woken = wake(one, wakeFirst, ANY);
        if (compares(op, old)) {
            woken += wake(two, wakeSecond, ANY);
        }
        return woken;
    }

    private static int apply(Task t, long address, int encoded) {
        int argument = encoded << 8 >> 20;
        int operation = encoded >>> 28 & 7;
        if (encoded < 0) {
            argument = 1 << (argument & 31);
        }
        while (true) {
            int old = t.memory().getInt(address);
            int fresh =
                    switch (operation) {
                        case FUTEX_OP_SET -> argument;
                        case FUTEX_OP_ADD -> old + argument;
                        case FUTEX_OP_OR -> old | argument;
                        case FUTEX_OP_ANDN -> old & ~argument;
                        case FUTEX_OP_XOR -> old ^ argument;
                        default -> throw Errno.ENOSYS.exception();
                    };
            if (t.memory().compareAndSwapInt(address, old, fresh) == old) {
                return old;
            }
        }
    }

    private static boolean compares(int encoded, int old) {
        int argument = encoded << 20 >> 20;
        return switch (encoded >>> 24 & 15) {
            case FUTEX_OP_CMP_EQ -> old == argument;
            case FUTEX_OP_CMP_NE -> old != argument;
            case FUTEX_OP_CMP_LT -> old < argument;
            case FUTEX_OP_CMP_GE -> old >= argument;
            case FUTEX_OP_CMP_LE -> old <= argument;
            case FUTEX_OP_CMP_GT -> old > argument;
            default -> throw Errno.ENOSYS.exception();
        };
    }
}
