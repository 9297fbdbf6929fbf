package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Task;

/// membarrier(2): all running threads pass a memory barrier. A processor does when it leaves guest
/// code, for it needs the kernel's lock to go on.
final class Membarrier {
    private static final int QUERY = 0;
    private static final int GLOBAL = 1;
    private static final int GLOBAL_EXPEDITED = 1 << 1;
    private static final int REGISTER_GLOBAL_EXPEDITED = 1 << 2;
    private static final int PRIVATE_EXPEDITED = 1 << 3;
    private static final int REGISTER_PRIVATE_EXPEDITED = 1 << 4;
    private static final int PRIVATE_EXPEDITED_SYNC_CORE = 1 << 5;
    private static final int REGISTER_PRIVATE_EXPEDITED_SYNC_CORE = 1 << 6;
    private static final int SUPPORTED = (1 << 7) - 1;

    private Membarrier() {}

    static long call(Task t, int command, int flags) {
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        Mm mm = t.mm();
        switch (command) {
            case QUERY -> {
                return SUPPORTED;
            }
            case GLOBAL, GLOBAL_EXPEDITED -> t.kernel().leaveAll();
            case REGISTER_GLOBAL_EXPEDITED,
                    REGISTER_PRIVATE_EXPEDITED,
                    REGISTER_PRIVATE_EXPEDITED_SYNC_CORE ->
                    mm.barriers |= command;
            case PRIVATE_EXPEDITED, PRIVATE_EXPEDITED_SYNC_CORE -> {
                // Each has its registration one bit further on.
                if ((mm.barriers & command << 1) == 0) {
                    return Errno.EPERM.result();
                }
                t.kernel().leaveAll();
            }
            default -> {
                return Errno.EINVAL.result();
            }
        }
        return 0;
    }
}
