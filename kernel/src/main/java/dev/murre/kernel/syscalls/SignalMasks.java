package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.kernel.task.Task;

/// Signal sets as arguments of calls that wait with another mask.
final class SignalMasks {
    private static final int SET_BYTES = 8;

    private SignalMasks() {}

    /// Puts the mask at `address` in force until the call ends; nothing for a null address.
    ///
    /// @return 0, or `-EINVAL` for a wrong size
    static long setTemporary(Task t, long address, long size) {
        if (address == 0) {
            return 0;
        }
        if (size != SET_BYTES) {
            return -Errno.EINVAL.number;
        }
        t.signals().setTemporaryMask(t.memory().getLong(address));
        return 0;
    }
}
