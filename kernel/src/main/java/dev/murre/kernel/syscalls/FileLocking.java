package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.FcntlCommands;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.FileLocks;
import dev.murre.kernel.fs.FileLocks.FileLock;
import dev.murre.kernel.fs.LockWaits;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// flock(2), and the record locks of fcntl(2).
final class FileLocking {
    private FileLocking() {}

    static void register(SyscallTable table) {
        table.on(Sysno.FLOCK, (t, fd, how, c, d, e, f) -> flock(t, fd, (int) how));
    }

    private static long flock(Task t, long fd, int how) {
        OpenFile file = t.files().require((int) fd);
        FileLocks locks = file.inode().locks();
        switch (how & ~FcntlCommands.LOCK_NB) {
            case FcntlCommands.LOCK_UN -> {
                locks.unflock(file);
                return 0;
            }
            case FcntlCommands.LOCK_SH, FcntlCommands.LOCK_EX -> {
                boolean exclusive = (how & FcntlCommands.LOCK_EX) != 0;
                if (locks.tryFlock(file, exclusive, t.tgid())) {
                    return 0;
                }
                return (how & FcntlCommands.LOCK_NB) != 0
                        ? -Errno.EAGAIN.number
                        : t.waitOn(locks.queue);
            }
            default -> {
                return -Errno.EINVAL.number;
            }
        }
    }

    /// One `struct flock` of the program, with the range as absolute positions.
    private record Request(int type, long from, long to) {
        boolean exclusive() {
            return type == FcntlCommands.F_WRLCK;
        }
    }

    /// Serves F_GETLK, F_SETLK, F_SETLKW and the F_OFD_ commands.
    static long record(Task t, OpenFile file, int command, long at, FlockLayout form) {
        boolean ofd = command >= FcntlCommands.F_OFD_GETLK;
        int plain = ofd ? command - FcntlCommands.F_OFD_GETLK + FcntlCommands.F_GETLK : command;
        if (ofd && t.memory().getInt(at + form.pid) != 0) {
            return -Errno.EINVAL.number;
        }
        Request request = parse(t.memory(), file, at, form);
        Object owner = ofd ? file : t.files();
        if (plain == FcntlCommands.F_GETLK) {
            return get(t, file, owner, request, at, form);
        }
        int pid = ofd ? -1 : t.tgid();
        return set(t, file, owner, request, plain == FcntlCommands.F_SETLKW, pid);
    }

    private static Request parse(UserMemory memory, OpenFile file, long at, FlockLayout form) {
        int type = memory.getShort(at);
        long base =
                switch (memory.getShort(at + 2)) {
                    case 0 -> 0;
                    case 1 -> file.pos();
                    case 2 -> file.inode().size();
                    default -> throw Errno.EINVAL.exception();
                };
        long from = base + word(memory, at + form.start, form.width);
        long length = word(memory, at + form.length, form.width);
        if (from < 0 || type < 0 || type > FcntlCommands.F_UNLCK) {
            throw Errno.EINVAL.exception();
        }
        if (length == 0) {
            return new Request(type, from, FileLocks.END);
        }
        if (length > 0) {
            if (from + length < 0) {
                throw Errno.EOVERFLOW.exception();
            }
            return new Request(type, from, from + length);
        }
        if (from + length < 0) {
            throw Errno.EINVAL.exception();
        }
        return new Request(type, from + length, from);
    }

    private static long word(UserMemory memory, long at, int width) {
        return width == 8 ? memory.getLong(at) : memory.getInt(at);
    }

    private static long get(
            Task t, OpenFile file, Object owner, Request r, long at, FlockLayout form) {
        if (r.type == FcntlCommands.F_UNLCK) {
            return -Errno.EINVAL.number;
        }
        UserMemory memory = t.memory();
        FileLock held = file.inode().locks().conflict(owner, r.exclusive(), r.from, r.to);
        if (held == null) {
            memory.putShort(at, (short) FcntlCommands.F_UNLCK);
            return 0;
        }
        int type = held.exclusive() ? FcntlCommands.F_WRLCK : FcntlCommands.F_RDLCK;
        long length = held.to() == FileLocks.END ? 0 : held.to() - held.from();
        memory.putShort(at, (short) type);
        memory.putShort(at + 2, (short) 0);
        if (form.width == 8) {
            memory.putLong(at + form.start, held.from());
            memory.putLong(at + form.length, length);
        } else {
            memory.putInt(at + form.start, (int) held.from());
            memory.putInt(at + form.length, (int) length);
        }
        memory.putInt(at + form.pid, held.pid());
        return 0;
    }

    private static long set(Task t, OpenFile file, Object owner, Request r, boolean wait, int pid) {
        FileLocks locks = file.inode().locks();
        if (r.type == FcntlCommands.F_UNLCK) {
            locks.unlock(owner, r.from, r.to);
            return 0;
        }
        if (r.exclusive() ? !file.canWrite() : !file.canRead()) {
            return -Errno.EBADF.number;
        }
        LockWaits waits = file.inode().superBlock().vfs().lockWaits();
        waits.stop(owner);
        FileLock held = locks.conflict(owner, r.exclusive(), r.from, r.to);
        if (held == null) {
            locks.lock(owner, r.exclusive(), r.from, r.to, pid);
            return 0;
        }
        if (!wait) {
            return -Errno.EAGAIN.number;
        }
        if (owner != file && waits.wouldDeadlock(owner, held.owner())) {
            return -Errno.EDEADLK.number;
        }
        waits.start(owner, held.owner());
        long result = t.waitOn(locks.queue);
        if (result != SyscallResult.BLOCKED) {
            waits.stop(owner);
        }
        return result;
    }
}
