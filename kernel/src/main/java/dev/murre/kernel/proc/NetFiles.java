package dev.murre.kernel.proc;

import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.task.Task;

/// `/proc/PID/net`: the network as that process sees it.
final class NetFiles {
    private static final String TCP_HEAD =
            "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid "
                    + " timeout inode";

    private NetFiles() {}

    static Inode directory(ProcFs fs, long ino, Task task) {
        StateDirectory dir = new StateDirectory(fs, ino, 0555, task);
        return dir;
    }
}
