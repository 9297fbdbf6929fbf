package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.OpenFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Pid;
import dev.murre.kernel.task.PidFile;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskRelations;

/// Process ids, groups and sessions: getpid, getppid, gettid, setpgid, setsid and their like.
public final class IdSyscalls {
    private IdSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.GETPID, (t, a, b, c, d, e, f) -> t.tgid());
        table.on(Sysno.GETTID, (t, a, b, c, d, e, f) -> t.pid());
        table.on(Sysno.GETPPID, (t, a, b, c, d, e, f) -> getppid(t));
        table.on(Sysno.GETPGRP, (t, a, b, c, d, e, f) -> number(t, t.processGroup().pid()));
        table.on(Sysno.GETPGID, (t, a, b, c, d, e, f) -> getpgid(t, (int) a));
        table.on(Sysno.GETSID, (t, a, b, c, d, e, f) -> getsid(t, (int) a));
        table.on(Sysno.SETPGID, (t, a, b, c, d, e, f) -> setpgid(t, (int) a, (int) b));
        table.on(Sysno.SETSID, (t, a, b, c, d, e, f) -> TaskRelations.setsid(t));
        table.on(Sysno.PIDFD_OPEN, (t, a, b, c, d, e, f) -> pidfdOpen(t, (int) a, (int) b));
    }

    private static int number(Task t, Pid pid) {
        return pid.numberIn(t.pidNamespace());
    }

    private static long getppid(Task t) {
        return t.numberOf(t.threadGroup().leader().realParent().threadGroup().leader());
    }

    private static Task find(Task t, int id) {
        Task target = id == 0 ? t : t.pidNamespace().task(id);
        if (target == null || target.threadGroup().processGroupOrNull() == null) {
            throw Errno.ESRCH.exception();
        }
        return target;
    }

    private static long getpgid(Task t, int id) {
        return number(t, find(t, id).processGroup().pid());
    }

    private static long getsid(Task t, int id) {
        return number(t, find(t, id).session().pid());
    }

    private static long setpgid(Task t, int pid, int pgid) {
        if (pgid < 0) {
            return Errno.EINVAL.result();
        }
        Task target = pid == 0 ? t.threadGroup().leader() : find(t, pid);
        int group = pgid == 0 ? t.numberOf(target) : pgid;
        return TaskRelations.setpgid(t, target, group);
    }

    private static long pidfdOpen(Task t, int id, int flags) {
        if ((flags & ~OpenFlags.O_NONBLOCK) != 0 || id <= 0) {
            return Errno.EINVAL.result();
        }
        Pid pid = t.pidNamespace().find(id);
        Task target = pid == null ? null : pid.task();
        if (pid == null || target == null) {
            return Errno.ESRCH.result();
        }
        if (!target.isGroupLeader()) {
            return Errno.EINVAL.result();
        }
        OpenFile file = PidFile.open(t, pid, flags);
        long limit = t.limits().soft(dev.murre.abi.Rlimit.NOFILE);
        int fd = t.files().install(file, 0, limit, FdTable.CloseOnExec.YES);
        if (fd < 0) {
            file.put();
        }
        return fd;
    }
}
