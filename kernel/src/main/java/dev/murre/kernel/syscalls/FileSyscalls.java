package dev.murre.kernel.syscalls;

import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.fs.tmpfs.MemoryFiles;
import dev.murre.kernel.task.SyscallTable;

/// All system calls on files.
public final class FileSyscalls {
    private FileSyscalls() {}

    /// @param memoryFiles where memfd_create(2) makes its files
    public static void register(SyscallTable table, Vfs vfs, MemoryFiles memoryFiles) {
        FileIo.register(table);
        AioSyscalls.register(table);
        FileOpen.register(table, vfs);
        FileStat.register(table, vfs);
        FileNames.register(table, vfs);
        FileAttributes.register(table, vfs);
        FileDirents.register(table);
        FileControl.register(table);
        FileLocking.register(table);
        FileTransfer.register(table);
        FileSystems.register(table, vfs);
        FileXattrs.register(table, vfs);
        FileMemfd.register(table, memoryFiles);
    }
}
