package dev.murre.kernel.proc;

import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.task.Task;

/// `/proc/PID/net`: the network as that process sees it.
final class NetFiles {
    private NetFiles() {}

    static Inode directory(ProcFs fs, long ino, Task task) {
        return new StateDirectory(fs, ino, 0555, task);
    }
}
