package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.signal.SigInfoLayout;
import dev.murre.kernel.signal.SigQueue;
import dev.murre.kernel.task.Task;
import java.util.List;

/// The mask of a stopped task and the signals that wait for it, as its tracer sees them.
final class TraceeSignals {
    /// PTRACE_PEEKSIGINFO_SHARED.
    private static final int SHARED = 1;

    private TraceeSignals() {}

    /// PTRACE_GETSIGMASK and SETSIGMASK.
    static void mask(Task t, Task target, long data, boolean set) {
        if (set) {
            target.signals().setBlocked(t.memory().getLong(data));
        } else {
            t.memory().putLong(data, target.signals().blocked());
        }
    }

    /// PTRACE_PEEKSIGINFO with a `struct ptrace_peeksiginfo_args`.
    ///
    /// @return how many were copied
    static long peek(Task t, Task target, long address, long data) {
        UserMemory memory = t.memory();
        long offset = memory.getLong(address);
        int flags = memory.getInt(address + 8);
        int most = memory.getInt(address + 12);
        if ((flags & ~SHARED) != 0 || most < 0) {
            return Errno.EINVAL.result();
        }
        SigQueue queue =
                (flags & SHARED) != 0 ? target.threadGroup().pending() : target.signals().pending;
        List<SigInfo> waiting = queue.entries();
        byte[] bytes = new byte[SigInfoLayout.BYTES];
        int copied = 0;
        try {
            for (long at = offset; copied < most && at >= 0 && at < waiting.size(); at++) {
                SigInfoLayout.write(waiting.get((int) at), t.abi(), bytes);
                memory.copyToUser(data + (long) copied * bytes.length, bytes, 0, bytes.length);
                copied++;
            }
        } catch (ErrnoException e) {
            if (copied == 0) {
                throw e;
            }
        }
        return copied;
    }
}
