package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.signal.SignalSender;

/// The memory through which a thread knows its processor, and the critical section it may be in
/// that is to start over when the thread is preempted or gets a signal: rseq(2).
public final class RestartableSequence {
    private static final int BYTES = 32;
    private static final int FLAG_UNREGISTER = 1;
    private static final int CPU_ID_START = 0;
    private static final int CPU_ID = 4;
    private static final int SECTION = 8;
    private static final int CPU_ID_UNINITIALIZED = -1;

    // struct rseq_cs.
    private static final int SECTION_START = 8;
    private static final int SECTION_LENGTH = 16;
    private static final int SECTION_ABORT = 24;

    private long address;
    private int signature;

    /// rseq(2).
    public long call(Task t, long where, int length, int flags, int sign) {
        if ((flags & FLAG_UNREGISTER) != 0) {
            if (flags != FLAG_UNREGISTER || address != where || address == 0 || length != BYTES) {
                return Errno.EINVAL.result();
            }
            if (signature != sign) {
                return Errno.EPERM.result();
            }
            t.memory().putInt(where + CPU_ID_START, 0);
            t.memory().putInt(where + CPU_ID, CPU_ID_UNINITIALIZED);
            address = 0;
            return 0;
        }
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (address != 0) {
            boolean same = address == where && length == BYTES;
            if (!same) {
                return Errno.EINVAL.result();
            }
            return signature == sign ? Errno.EBUSY.result() : Errno.EPERM.result();
        }
        if ((where & BYTES - 1) != 0 || length != BYTES) {
            return Errno.EINVAL.result();
        }
        t.memory().putInt(where + CPU_ID_START, t.sched().cpu());
        t.memory().putInt(where + CPU_ID, t.sched().cpu());
        address = where;
        signature = sign;
        return 0;
    }

    boolean registered() {
        return address != 0;
    }

    /// fork keeps it, a new thread and exec start without.
    void copyFrom(RestartableSequence parent, boolean sharesMemory) {
        address = sharesMemory ? 0 : parent.address;
        signature = parent.signature;
    }

    void forget() {
        address = 0;
    }

    /// The thread was preempted or gets a signal: tells it its processor, and leaves a critical
    /// section by its way out. Memory that is not there kills the thread.
    public void preempted(Task t) {
        if (address == 0) {
            return;
        }
        try {
            UserMemory memory = t.memory();
            memory.putInt(address + CPU_ID_START, t.sched().cpu());
            memory.putInt(address + CPU_ID, t.sched().cpu());
            long section = memory.getLong(address + SECTION);
            if (section != 0) {
                leave(t, memory, section);
            }
        } catch (ErrnoException e) {
            SignalSender.forceFatal(t, Signal.SIGSEGV);
        }
    }

    private void leave(Task t, UserMemory memory, long section) {
        long start = memory.getLong(section + SECTION_START);
        long length = memory.getLong(section + SECTION_LENGTH);
        long abort = memory.getLong(section + SECTION_ABORT);
        long ip = t.arch().ip(t.regs());
        boolean inside = Long.compareUnsigned(ip - start, length) < 0;
        memory.putLong(address + SECTION, 0);
        if (!inside) {
            return;
        }
        if (memory.getInt(abort - 4) != signature) {
            throw Errno.EINVAL.exception();
        }
        t.arch().setIp(t.regs(), abort);
    }
}
