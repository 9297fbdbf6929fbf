package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.FcntlCommands;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.FdTable.CloseOnExec;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.tmpfs.MemoryFiles;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// memfd_create(2).
final class FileMemfd {
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final int NAME_MAX = 249;

    private FileMemfd() {}

    static void register(SyscallTable table, MemoryFiles files) {
        table.on(Sysno.MEMFD_CREATE, (t, n, fl, c, d, e, f) -> create(t, files, n, (int) fl));
    }

    private static long create(Task t, MemoryFiles files, long nameAt, int flags) {
        if ((flags & ~(MFD_CLOEXEC | MFD_ALLOW_SEALING)) != 0) {
            return -Errno.EINVAL.number;
        }
        String name = t.memory().readString(nameAt, 4095);
        if (name.length() > NAME_MAX) {
            return -Errno.EINVAL.number;
        }
        int seals = (flags & MFD_ALLOW_SEALING) != 0 ? 0 : FcntlCommands.F_SEAL_SEAL;
        int openFlags = OpenFlags.O_RDWR | (t.abi().is64() ? OpenFlags.O_LARGEFILE : 0);
        OpenFile file = files.create(t, "memfd:" + name, openFlags, seals);
        boolean cloexec = (flags & MFD_CLOEXEC) != 0;
        return FileOpen.install(t, file, 0, cloexec ? CloseOnExec.YES : CloseOnExec.NO);
    }
}
