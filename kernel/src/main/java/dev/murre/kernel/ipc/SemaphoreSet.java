package dev.murre.kernel.ipc;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.WaitQueue;
import java.util.ArrayList;
import java.util.List;

/// A set of semaphores, semget(2) and semop(2).
public final class SemaphoreSet extends IpcObject {
    public static final int MAX_VALUE = 32767;
    public static final int IPC_NOWAIT = 04000;
    public static final int SEM_UNDO = 0x1000;

    /// One step of semop(2).
    public record Operation(int number, int change, int flags) {
        boolean undoes() {
            return (flags & SEM_UNDO) != 0;
        }
    }

    /// Who waits for which semaphore and whether for zero.
    private record Waiter(Object who, int number, boolean forZero) {}

    private final short[] values;
    private final int[] pids;
    private final WaitQueue waitQueue = new WaitQueue("semop");
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<SemaphoreUndo> undoers = new ArrayList<>();
    private final IpcNamespace namespace;
    private long operationSeconds;
    private long changeSeconds;

    public SemaphoreSet(IpcNamespace namespace, int key, Credentials creator, int mode, int count) {
        super(key, creator, mode);
        this.namespace = namespace;
        values = new short[count];
        pids = new int[count];
        changeSeconds = namespace.nowSeconds();
    }

    public int count() {
        return values.length;
    }

    public WaitQueue waitQueue() {
        return waitQueue;
    }

    public int value(int number) {
        return values[number];
    }

    public int lastPid(int number) {
        return pids[number];
    }

    public long operationSeconds() {
        return operationSeconds;
    }

    public long changeSeconds() {
        return changeSeconds;
    }

    public void changed() {
        changeSeconds = namespace.nowSeconds();
    }

    /// Sets one value, `SETVAL`, and forgets what would be undone of it.
    public void setValue(int number, int value, int pid) {
        values[number] = (short) value;
        pids[number] = pid;
        for (SemaphoreUndo undo : undoers) {
            undo.forget(this, number);
        }
        changed();
        waitQueue.wakeAll();
    }

    /// Does all operations or none.
    ///
    /// @return 0; `-EAGAIN` when one of them has to wait; `-ERANGE`
    public int operate(Operation[] operations, SemaphoreUndo undo, int pid) {
        int done = 0;
        int result = 0;
        for (; done < operations.length; done++) {
            Operation op = operations[done];
            int now = values[op.number];
            int next = now + op.change;
            if (op.change == 0 && now != 0 || next < 0) {
                result = -Errno.EAGAIN.number;
            } else if (next > MAX_VALUE || op.undoes() && !undo.fits(this, op)) {
                result = -Errno.ERANGE.number;
            }
            if (result != 0) {
                break;
            }
            values[op.number] = (short) next;
        }
        if (result != 0) {
            blocking = done;
            while (--done >= 0) {
                values[operations[done].number] -= (short) operations[done].change;
            }
            return result;
        }
        finish(operations, undo, pid);
        return 0;
    }

    /// The index of the operation that the last failed [#operate] stopped at.
    private int blocking;

    public int blocking() {
        return blocking;
    }

    private void finish(Operation[] operations, SemaphoreUndo undo, int pid) {
        boolean altered = false;
        for (Operation op : operations) {
            pids[op.number] = pid;
            altered |= op.change != 0;
            if (op.undoes()) {
                undo.note(this, op);
            }
        }
        operationSeconds = namespace.nowSeconds();
        if (altered) {
            waitQueue.wakeAll();
        }
    }

    /// A process that noted changes to undo ends: undoes them, within the range of values.
    void undo(short[] changes, int pid) {
        for (int i = 0; i < values.length; i++) {
            if (changes[i] != 0) {
                values[i] = (short) Math.clamp(values[i] + changes[i], 0, MAX_VALUE);
                pids[i] = pid;
            }
        }
        operationSeconds = namespace.nowSeconds();
        waitQueue.wakeAll();
    }

    void addUndoer(SemaphoreUndo undo) {
        undoers.add(undo);
    }

    void removeUndoer(SemaphoreUndo undo) {
        undoers.remove(undo);
    }

    @Override
    void remove() {
        super.remove();
        for (SemaphoreUndo undo : List.copyOf(undoers)) {
            undo.drop(this);
        }
        waitQueue.wakeAll();
    }

    // Who waits: GETNCNT and GETZCNT.

    public void startWaiting(Object who, Operation op) {
        waiters.add(new Waiter(who, op.number, op.change == 0));
    }

    public void stopWaiting(Object who) {
        waiters.removeIf(waiter -> waiter.who == who);
    }

    /// How many wait for a semaphore to become zero, or to increase.
    public int waiting(int number, boolean forZero) {
        int count = 0;
        for (Waiter waiter : waiters) {
            if (waiter.number == number && waiter.forZero == forZero) {
                count++;
            }
        }
        return count;
    }
}
