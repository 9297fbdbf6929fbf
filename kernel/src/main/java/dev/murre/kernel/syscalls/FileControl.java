package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.FcntlCommands;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.event.DirectoryNotices;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FdTable.CloseOnExec;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.Permissions;
import dev.murre.kernel.mm.PageSource;
import dev.murre.kernel.mm.SourceMappings;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// fcntl(2) and ioctl(2).
final class FileControl {
    private static final int SETTABLE =
            OpenFlags.O_APPEND
                    | OpenFlags.O_NONBLOCK
                    | OpenFlags.O_ASYNC
                    | OpenFlags.O_DIRECT
                    | OpenFlags.O_NOATIME;
    private static final int FIONREAD = 0x541b;
    private static final int FIONBIO = 0x5421;
    private static final int FIONCLEX = 0x5450;
    private static final int FIOCLEX = 0x5451;
    private static final int FIOASYNC = 0x5452;
    private static final int FIGETBSZ = 2;
    private static final int F_OWNER_PGRP = 2;
    private static final int F_OWNER_PID = 1;

    private FileControl() {}

    static void register(SyscallTable table) {
        table.on(Sysno.FCNTL, (t, fd, cmd, arg, d, e, f) -> fcntl(t, fd, (int) cmd, arg));
        table.on(Sysno.FCNTL64, (t, fd, cmd, arg, d, e, f) -> fcntl64(t, fd, (int) cmd, arg));
        table.on(Sysno.IOCTL, (t, fd, cmd, arg, d, e, f) -> ioctl(t, fd, (int) cmd, arg));
    }

    /// The 64-bit lock commands that only 32-bit ABIs have, by the numbers of F_GETLK and so on.
    private static final int F_GETLK64 = 12;

    private static final int F_SETLKW64 = 14;

    private static long fcntl64(Task t, long fd, int command, long argument) {
        if (command >= F_GETLK64 && command <= F_SETLKW64) {
            OpenFile file = t.files().require((int) fd);
            int plain = command - F_GETLK64 + FcntlCommands.F_GETLK;
            FlockLayout form = t.abi() == Abi.ARM ? FlockLayout.WORD64 : FlockLayout.I386_64;
            return FileLocking.record(t, file, plain, argument, form);
        }
        return fcntl(t, fd, command, argument);
    }

    private static long fcntl(Task t, long fd, int command, long argument) {
        FdTable files = t.files();
        OpenFile file = files.getAny((int) fd);
        if (file == null) {
            return -Errno.EBADF.number;
        }
        switch (command) {
            case FcntlCommands.F_DUPFD -> {
                return FileOpen.dup(t, fd, argument, CloseOnExec.NO);
            }
            case FcntlCommands.F_DUPFD_CLOEXEC -> {
                return FileOpen.dup(t, fd, argument, CloseOnExec.YES);
            }
            case FcntlCommands.F_GETFD -> {
                return files.isCloseOnExec((int) fd) ? OpenFlags.FD_CLOEXEC : 0;
            }
            case FcntlCommands.F_SETFD -> {
                boolean set = (argument & OpenFlags.FD_CLOEXEC) != 0;
                files.setCloseOnExec((int) fd, set ? CloseOnExec.YES : CloseOnExec.NO);
                return 0;
            }
            case FcntlCommands.F_GETFL -> {
                return FileArgs.ownFlags(t, file.flags());
            }
            default -> {
                if (command == FcntlCommands.F_NOTIFY && !file.isPathOnly()) {
                    return DirectoryNotices.request(
                            t.kernel(), files, file, (int) fd, (int) argument, t.tgid());
                }
                if (file.isPathOnly()) {
                    return -Errno.EBADF.number;
                }
                if (command == FcntlCommands.F_SETFL) {
                    file.setAsyncDescriptor((int) fd);
                }
                return onFile(t, file, command, argument);
            }
        }
    }

    private static long onFile(Task t, OpenFile file, int command, long argument) {
        return switch (command) {
            case FcntlCommands.F_SETFL -> setFlags(t, file, FileArgs.openFlags(t, argument));
            case FcntlCommands.F_GETLK, FcntlCommands.F_SETLK, FcntlCommands.F_SETLKW -> {
                FlockLayout form = t.abi().is64() ? FlockLayout.WORD64 : FlockLayout.WORD32;
                yield FileLocking.record(t, file, command, argument, form);
            }
            case FcntlCommands.F_OFD_GETLK,
                    FcntlCommands.F_OFD_SETLK,
                    FcntlCommands.F_OFD_SETLKW -> {
                FlockLayout form = t.abi() == Abi.I386 ? FlockLayout.I386_64 : FlockLayout.WORD64;
                yield FileLocking.record(t, file, command, argument, form);
            }
            case FcntlCommands.F_GETOWN ->
                    file.ownerType() == F_OWNER_PGRP ? -file.ownerPid() : file.ownerPid();
            case FcntlCommands.F_SETOWN -> {
                int who = (int) argument;
                yield setOwner(t, file, who < 0 ? F_OWNER_PGRP : F_OWNER_PID, Math.abs(who));
            }
            case FcntlCommands.F_GETOWN_EX -> {
                t.memory().putInt(argument, file.ownerType());
                t.memory().putInt(argument + 4, file.ownerPid());
                yield 0;
            }
            case FcntlCommands.F_SETOWN_EX -> setOwnerEx(t, file, argument);
            case FcntlCommands.F_GETSIG -> file.ownerSignal();
            case FcntlCommands.F_SETSIG -> {
                if (argument < 0 || argument > 64) {
                    yield -Errno.EINVAL.number;
                }
                file.setOwnerSignal((int) argument);
                yield 0;
            }
            case FcntlCommands.F_GETLEASE -> FcntlCommands.F_UNLCK;
            case FcntlCommands.F_GET_SEALS -> file.inode().seals();
            case FcntlCommands.F_ADD_SEALS -> addSeals(file, (int) argument);
            default -> file.control(t, command, argument);
        };
    }

    private static long setOwnerEx(Task t, OpenFile file, long argument) {
        UserMemory memory = t.memory();
        int type = memory.getInt(argument);
        if (type < 0 || type > F_OWNER_PGRP) {
            return -Errno.EINVAL.number;
        }
        return setOwner(t, file, type, memory.getInt(argument + 4));
    }

    /// Nobody, or somebody there is.
    private static long setOwner(Task t, OpenFile file, int type, int number) {
        if (number != 0 && t.pidNamespace().find(number) == null) {
            return -Errno.ESRCH.number;
        }
        file.setOwner(type, number);
        return 0;
    }

    private static long setFlags(Task t, OpenFile file, int flags) {
        boolean quiet = (flags & OpenFlags.O_NOATIME) != 0;
        if (quiet
                && (file.flags() & OpenFlags.O_NOATIME) == 0
                && !Permissions.isOwner(file.inode(), t.creds())) {
            return -Errno.EPERM.number;
        }
        file.setFlags(file.flags() & ~SETTABLE | flags & SETTABLE);
        return 0;
    }

    private static long addSeals(OpenFile file, int seals) {
        if (!file.canWrite()) {
            return -Errno.EPERM.number;
        }
        if ((seals & ~0x1f) != 0) {
            return -Errno.EINVAL.number;
        }
        Inode inode = file.inode();
        int old = inode.seals();
        if ((old & FcntlCommands.F_SEAL_SEAL) != 0) {
            return -Errno.EPERM.number;
        }
        boolean newlyWriteSealed = (seals & ~old & FcntlCommands.F_SEAL_WRITE) != 0;
        PageSource content = file.pages();
        SourceMappings mappings = content == null ? null : content.mappings();
        if (newlyWriteSealed && mappings != null && mappings.anyWritable()) {
            return -Errno.EBUSY.number;
        }
        inode.setSeals(old | seals);
        return 0;
    }

    private static long ioctl(Task t, long fd, int command, long argument) {
        OpenFile file = t.files().require((int) fd);
        UserMemory memory = t.memory();
        switch (command) {
            case FIOCLEX -> t.files().setCloseOnExec((int) fd, CloseOnExec.YES);
            case FIONCLEX -> t.files().setCloseOnExec((int) fd, CloseOnExec.NO);
            case FIONBIO -> toggle(file, OpenFlags.O_NONBLOCK, memory.getInt(argument));
            case FIOASYNC -> toggle(file, OpenFlags.O_ASYNC, memory.getInt(argument));
            case FIONREAD -> {
                if (!file.inode().isRegular()) {
                    return file.ioctl(t, command, argument);
                }
                memory.putInt(argument, (int) (file.inode().size() - file.pos()));
            }
            case FIGETBSZ -> {
                memory.putInt(argument, file.inode().superBlock().blockSize());
            }
            default -> {
                return file.ioctl(t, command, argument);
            }
        }
        return 0;
    }

    private static void toggle(OpenFile file, int flag, int on) {
        file.setFlags(on != 0 ? file.flags() | flag : file.flags() & ~flag);
    }
}
