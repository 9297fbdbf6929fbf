package dev.murre.kernel.init;

import dev.murre.kernel.fs.tmpfs.MemoryFiles;
import dev.murre.kernel.syscalls.FileSyscalls;
import dev.murre.kernel.syscalls.MemorySyscalls;
import dev.murre.kernel.syscalls.EpollSyscalls;
import dev.murre.kernel.syscalls.EventSyscalls;
import dev.murre.kernel.syscalls.PipeSyscalls;
import dev.murre.kernel.syscalls.PollSyscalls;
import dev.murre.kernel.syscalls.SocketSyscalls;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;

/// Every system call there is, one line a topic.
public final class SystemCalls {
    private SystemCalls() {}

    /// Fills the machine's table.
    public static void register(Kernel kernel) {
        SyscallTable table = kernel.syscalls();
        MemorySyscalls.register(table, kernel.memory());
        FileSyscalls.register(table, kernel.vfs(), new MemoryFiles(kernel.vfs()));
        PipeSyscalls.register(table, kernel);
        EventSyscalls.register(table, kernel);
        PollSyscalls.register(table, kernel);
        EpollSyscalls.register(table, kernel);
        SocketSyscalls.register(table, kernel);
    }
}
