package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.task.Task;

/// process_vm_readv(2) and process_vm_writev(2).
final class ProcessMemory {
    private static final int MAX_RUNS = 1024;
    /// Copied page by page: what lies before one that cannot be had is copied.
    private static final int PAGE = 4096;

    private final UserMemory memory;
    private final Abi abi;
    private final long vector;
    private final long count;
    private int run = -1;
    private long address;
    private long left;

    private ProcessMemory(UserMemory memory, Abi abi, long vector, long count) {
        this.memory = memory;
        this.abi = abi;
        this.vector = vector;
        this.count = count;
    }

    /// Moves on to a run with something left; whether there is one.
    private boolean more() {
        while (left == 0) {
            if (++run >= count) {
                return false;
            }
            long entry = vector + 2L * run * abi.wordSize;
            address = memory.getWord(entry, abi);
            left = memory.getWord(entry + abi.wordSize, abi);
        }
        return true;
    }

    private void advance(int n) {
        address += n;
        left -= n;
    }

    private static boolean isEmpty(Task t, long vector, long count) {
        return !new ProcessMemory(t.memory(), t.abi(), vector, count).more();
    }

    static long copy(
            Task t,
            int pid,
            long local,
            long localCount,
            long remote,
            long remoteCount,
            long flags,
            boolean write) {
        boolean tooMany = localCount < 0 || localCount > MAX_RUNS;
        if (flags != 0 || tooMany || remoteCount < 0 || remoteCount > MAX_RUNS) {
            return Errno.EINVAL.result();
        }
        if (isEmpty(t, local, localCount) || isEmpty(t, remote, remoteCount)) {
            return 0;
        }
        Task target = t.pidNamespace().task(pid);
        if (target == null || target.mmOrNull() == null) {
            return Errno.ESRCH.result();
        }
        if (!PtraceSyscalls.mayTrace(t, target)) {
            return Errno.EPERM.result();
        }
        UserMemory own = t.memory();
        ProcessMemory mine = new ProcessMemory(own, t.abi(), local, localCount);
        ProcessMemory theirs = new ProcessMemory(own, t.abi(), remote, remoteCount);
        byte[] chunk = new byte[PAGE];
        long done = 0;
        try {
            while (mine.more() && theirs.more()) {
                long page = PAGE - (theirs.address & PAGE - 1);
                int n = (int) Math.min(Math.min(mine.left, theirs.left), page);
                if (write) {
                    own.copyFromUser(mine.address, chunk, 0, n);
                    target.memory().copyToUser(theirs.address, chunk, 0, n);
                } else {
                    target.memory().copyFromUser(theirs.address, chunk, 0, n);
                    own.copyToUser(mine.address, chunk, 0, n);
                }
                mine.advance(n);
                theirs.advance(n);
                done += n;
            }
        } catch (ErrnoException e) {
            return done > 0 ? done : e.errno.result();
        }
        return done;
    }
}
