package dev.murre.kernel.task;

import dev.murre.kernel.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/// The inode of `/proc/PID`, which pidfd_send_signal(2) takes as well as a pidfd.
public interface ProcessDirectory {
    /// Whom the directory shows.
    Pid shown();

    /// The process that a file stands for, or null: a pidfd or an open `/proc/PID`.
    static @Nullable Pid processOf(OpenFile file) {
        if (file instanceof PidFile pidFile) {
            return pidFile.target();
        }
        return file.inode() instanceof ProcessDirectory directory ? directory.shown() : null;
    }
}
