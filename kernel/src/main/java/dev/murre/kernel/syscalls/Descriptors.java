package dev.murre.kernel.syscalls;

import dev.murre.abi.OpenFlags;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Task;

/// Gives new files their descriptors.
final class Descriptors {
    private Descriptors() {}

    /// What `O_CLOEXEC` among `flags` asks for; the other names of that bit have the same value.
    static FdTable.CloseOnExec onExec(long flags) {
        return (flags & OpenFlags.O_CLOEXEC) != 0
                ? FdTable.CloseOnExec.YES
                : FdTable.CloseOnExec.NO;
    }

    /// Enters a file whose one use the descriptor takes over; closes it when there is no room.
    ///
    /// @return the descriptor, or `-EMFILE`
    static int install(Task t, OpenFile file, long flags) {
        long limit = t.limits().soft(Rlimit.NOFILE);
        int fd = t.files().install(file, 0, limit, onExec(flags));
        if (fd < 0) {
            file.put();
        }
        return fd;
    }

    /// Enters a new anonymous file, which `/proc` shows as `text`.
    static int installAnonymous(Task t, OpenFile file, String text, long flags) {
        int status = (int) flags & OpenFlags.O_NONBLOCK;
        file.initAnonymous(text, OpenFlags.O_RDWR | status, t.creds());
        return install(t, file, flags);
    }
}
