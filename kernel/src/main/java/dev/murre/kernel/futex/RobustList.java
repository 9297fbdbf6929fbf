package dev.murre.kernel.futex;

import static dev.murre.abi.FutexOps.*;

import dev.murre.abi.Abi;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;

/// The locks that a thread holds and that are to be freed at its end, set_robust_list(2).
public final class RobustList {
    private static final int MAX_LOCKS = 2048;

    private long head;

    /// Address of the list's head in the program, 0 if there is none.
    public long head() {
        return head;
    }

    public void setHead(long address) {
        head = address;
    }

    /// The thread ends or execs: marks its locks and wakes who waits for them. Bad addresses end
    /// the walk.
    public void exit(Task t) {
        long at = head;
        head = 0;
        if (at == 0) {
            return;
        }
        try {
            walk(t, at);
        } catch (ErrnoException ignored) {
            // The list is the program's own business.
        }
    }

    private static void walk(Task t, long head) {
        UserMemory memory = t.memory();
        Abi abi = t.arch().abi();
        int word = abi.wordSize;
        long offset = abi.is64() ? memory.getLong(head + word) : memory.getInt(head + word);
        long pending = memory.getWord(head + 2L * word, abi);
        long entry = memory.getWord(head, abi);
        for (int i = 0; (entry & ~1L) != head && i < MAX_LOCKS; i++) {
            long next = memory.getWord(entry & ~1L, abi);
            if (entry != pending) {
                release(t, (entry & ~1L) + offset, (entry & 1) != 0);
            }
            entry = next;
        }
        if ((pending & ~1L) != 0) {
            release(t, (pending & ~1L) + offset, (pending & 1) != 0);
        }
    }

    private static void release(Task t, long address, boolean pi) {
        UserMemory memory = t.memory();
        while (true) {
            int value = memory.getInt(address);
            if ((value & FUTEX_TID_MASK) != t.pid()) {
                return;
            }
            if (pi) {
                t.kernel().futexes().pi().ownerDied(t, address);
                return;
            }
            int fresh = value & FUTEX_WAITERS | FUTEX_OWNER_DIED;
            if (memory.compareAndSwapInt(address, value, fresh) == value) {
                if ((value & FUTEX_WAITERS) != 0) {
                    t.kernel().futexes().wake(t, address, 1, Futexes.ANY, Futexes.Scope.SHARED);
                }
                return;
            }
        }
    }
}
