package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import org.jspecify.annotations.Nullable;

/// How an interrupted call goes on through restart_syscall(2).
final class RestartBlock {
    private @Nullable SyscallHandler handler;
    private final long[] arguments = new long[6];
    private final SyscallState state = new SyscallState();

    long keep(Task t) {
        handler = t.handler;
        for (int i = 0; i < 6; i++) {
            arguments[i] = t.syscallArgument(i);
        }
        state.copyFrom(t.restart());
        return Errno.ERESTART_RESTARTBLOCK.result();
    }

    /// restart_syscall(2): EINTR when nothing is to be restarted.
    long resume(Task t) {
        SyscallHandler with = handler;
        if (with == null) {
            return Errno.EINTR.result();
        }
        if (t.handler != with) {
            t.restart().copyFrom(state);
            t.handler = with;
        }
        long[] a = arguments;
        return with.call(t, a[0], a[1], a[2], a[3], a[4], a[5]);
    }

    void forget() {
        handler = null;
    }
}
