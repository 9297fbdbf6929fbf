package dev.murre.kernel.syscalls;

import static dev.murre.abi.WaitFlags.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.signal.SigInfoLayout;
import dev.murre.kernel.task.ChildWait;
import dev.murre.kernel.task.ChildWait.Who;
import dev.murre.kernel.task.Pid;
import dev.murre.kernel.task.PidFile;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskGroup;
import org.jspecify.annotations.Nullable;

/// wait4, waitpid and waitid.
public final class WaitSyscalls {
    private static final int WAIT4_OPTIONS =
            WNOHANG | WUNTRACED | WCONTINUED | WNOTHREAD | WALL | WCLONE;
    private static final int WAITID_OPTIONS = WAIT4_OPTIONS | WEXITED | WNOWAIT;

    private WaitSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.WAIT4, (t, a, b, c, d, e, f) -> wait4(t, (int) a, b, (int) c, d));
        table.on(Sysno.WAITPID, (t, a, b, c, d, e, f) -> wait4(t, (int) a, b, (int) c, 0));
        table.on(Sysno.WAITID, (t, a, b, c, d, e, f) -> waitid(t, (int) a, (int) b, c, (int) d, e));
    }

    private static long wait4(Task t, int id, long status, int options, long usage) {
        if ((options & ~WAIT4_OPTIONS) != 0) {
            return Errno.EINVAL.result();
        }
        if (id == Integer.MIN_VALUE) {
            return Errno.ESRCH.result();
        }
        Who who = id == -1 ? Who.ANY : id > 0 ? Who.PROCESS : Who.GROUP;
        Pid pid =
                switch (who) {
                    case ANY -> null;
                    case PROCESS -> t.pidNamespace().find(id);
                    case GROUP -> group(t, -id);
                };
        ChildWait.Result result = new ChildWait.Result();
        long found = ChildWait.call(t, who, pid, options | WEXITED, result);
        if (found > 0) {
            if (status != 0) {
                t.memory().putInt(status, result.status);
            }
            if (usage != 0 && result.usage != null) {
                LimitSyscalls.putUsage(t, usage, result.usage);
            }
        }
        return found;
    }

    private static @Nullable Pid group(Task t, int id) {
        if (id == 0) {
            return t.processGroup().pid();
        }
        Pid pid = t.pidNamespace().find(id);
        TaskGroup group = pid == null ? null : pid.group();
        return group == null ? null : pid;
    }

    /// What it found, or nothing, is written also when the call fails.
    private static long waitid(Task t, int idType, int id, long info, int options, long usage) {
        ChildWait.Result result = new ChildWait.Result();
        long found = waitid(t, idType, id, options, result);
        if (found == SyscallResult.BLOCKED) {
            return found;
        }
        if (found > 0 && usage != 0 && result.usage != null) {
            LimitSyscalls.putUsage(t, usage, result.usage);
        }
        if (info != 0) {
            putInfo(t, info, found > 0 ? result : null);
        }
        return Math.min(found, 0);
    }

    private static long waitid(Task t, int idType, int id, int options, ChildWait.Result result) {
        boolean nothing = (options & (WEXITED | WSTOPPED | WCONTINUED)) == 0;
        if ((options & ~WAITID_OPTIONS) != 0 || nothing) {
            return Errno.EINVAL.result();
        }
        Who who;
        Pid pid = null;
        boolean patient = true;
        switch (idType) {
            case P_ALL -> who = Who.ANY;
            case P_PID -> {
                if (id <= 0) {
                    return Errno.EINVAL.result();
                }
                who = Who.PROCESS;
                pid = t.pidNamespace().find(id);
            }
            case P_PGID -> {
                if (id < 0) {
                    return Errno.EINVAL.result();
                }
                who = Who.GROUP;
                pid = group(t, id);
            }
            case P_PIDFD -> {
                if (id < 0) {
                    return Errno.EINVAL.result();
                }
                who = Who.PROCESS;
                OpenFile file = t.files().get(id);
                if (!(file instanceof PidFile pidFile)) {
                    return Errno.EBADF.result();
                }
                pid = pidFile.target();
                patient = !file.isNonBlocking();
            }
            default -> {
                return Errno.EINVAL.result();
            }
        }
        long found = ChildWait.call(t, who, pid, patient ? options : options | WNOHANG, result);
        boolean again = !patient && found == 0 && (options & WNOHANG) == 0;
        return again ? Errno.EAGAIN.result() : found;
    }

    /// Writes only the members that waitid(2) names, as the kernel does.
    private static void putInfo(Task t, long address, ChildWait.@Nullable Result result) {
        UserMemory memory = t.memory();
        Abi abi = t.abi();
        byte[] bytes = new byte[SigInfoLayout.BYTES];
        if (result != null) {
            SigInfo info =
                    SigInfo.child(
                            result.code,
                            result.pid,
                            t.creds().seenUser(result.uid),
                            result.codeStatus,
                            0,
                            0);
            SigInfoLayout.write(info, abi, bytes);
        }
        int at = abi.is64() ? 16 : 12;
        memory.copyToUser(address, bytes, 0, 12);
        memory.copyToUser(address + at, bytes, at, 12);
    }
}
