package dev.murre.kernel.syscalls;

import dev.murre.abi.CloneFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.task.Cgroup;
import dev.murre.kernel.task.CgroupDirectory;
import dev.murre.kernel.task.CloneArgs;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskClone;
import dev.murre.kernel.task.TaskExit;

/// fork, vfork, clone, clone3, exit and exit_group.
public final class CloneSyscalls {
    private static final int CLONE3_SIZE_0 = 64;
    private static final int CLONE3_SIZE_1 = 80;

    /// Offset of the cgroup's descriptor, and the size with it.
    private static final int CLONE3_CGROUP = 80;

    private static final int CLONE3_KNOWN = 88;
    private static final int PAGE = 4096;

    /// Where the processor's lower half ends, less a page: access_ok.
    private static final long USER_END = 0x7fff_ffff_f000L;
    private static final int MOST_NAMESPACES = 32;

    private CloneSyscalls() {}

    public static void register(SyscallTable table) {
        table.on(Sysno.FORK, (t, a, b, c, d, e, f) -> TaskClone.kernelClone(t, CloneArgs.FORK));
        table.on(Sysno.VFORK, (t, a, b, c, d, e, f) -> TaskClone.kernelClone(t, CloneArgs.VFORK));
        table.on(Sysno.CLONE, (t, a, b, c, d, e, f) -> clone(t, a, b, c, d, e));
        table.on(Sysno.CLONE3, (t, a, b, c, d, e, f) -> clone3(t, a, b));
        table.on(Sysno.EXIT, (t, a, b, c, d, e, f) -> exit(t, a));
        table.on(Sysno.EXIT_GROUP, (t, a, b, c, d, e, f) -> exitGroup(t, a));
    }

    /// x86-64 has the child's tid address before the thread pointer, the others after it.
    private static long clone(Task t, long flags, long stack, long ptid, long fourth, long fifth) {
        boolean wide = t.abi().is64();
        if (TaskClone.legacyPidfdConflict(flags)) {
            return Errno.EINVAL.result();
        }
        long ctid = wide ? fourth : fifth;
        long tls = wide ? fifth : fourth;
        return TaskClone.kernelClone(t, CloneArgs.legacy(flags, stack, ptid, ctid, tls));
    }

    private static long clone3(Task t, long address, long size) {
        UserMemory memory = t.memory();
        if (size > PAGE) {
            return Errno.E2BIG.result();
        }
        if (size < CLONE3_SIZE_0) {
            return Errno.EINVAL.result();
        }
        byte[] known = new byte[(int) Math.min(size, CLONE3_KNOWN)];
        memory.copyFromUser(address, known, 0, known.length);
        for (long at = CLONE3_KNOWN; at < size; at++) {
            if (memory.getByte(address + at) != 0) {
                return Errno.E2BIG.result();
            }
        }
        long asked = memory.getLong(address);
        boolean intoCgroup = (asked & CloneFlags.CLONE_INTO_CGROUP) != 0;
        if (intoCgroup && size < CLONE3_KNOWN) {
            return Errno.EINVAL.result();
        }
        long flags = asked & ~CloneFlags.CLONE_INTO_CGROUP;
        long signal = memory.getLong(address + 32);
        long stack = memory.getLong(address + 40);
        long stackSize = memory.getLong(address + 48);
        long refused = CloneFlags.CSIGNAL | CloneFlags.CLONE_DETACHED;
        boolean bad =
                (flags & ~0xffffffffL) != 0
                        || (flags & refused) != 0
                        || !TaskClone.validExitSignal(signal)
                        || (stack == 0) != (stackSize == 0)
                        || !isUserRange(stack, stackSize);
        long threadOrParent = CloneFlags.CLONE_THREAD | CloneFlags.CLONE_PARENT;
        if (bad || (flags & threadOrParent) != 0 && signal != 0) {
            return Errno.EINVAL.result();
        }
        int[] ids = size < CLONE3_SIZE_1 ? new int[0] : chosenIds(t, address);
        CloneArgs args =
                new CloneArgs(
                        flags,
                        memory.getLong(address + 8),
                        memory.getLong(address + 16),
                        memory.getLong(address + 24),
                        (int) signal,
                        stack == 0 ? 0 : stack + stackSize,
                        memory.getLong(address + 56),
                        null,
                        intoCgroup ? cgroup(t, memory.getLong(address + CLONE3_CGROUP)) : null,
                        ids);
        return TaskClone.kernelClone(t, args);
    }

    private static Cgroup cgroup(Task t, long fd) {
        if (fd < 0 || fd > Integer.MAX_VALUE) {
            throw Errno.EINVAL.exception();
        }
        OpenFile file = t.files().getAny((int) fd);
        if (file == null) {
            throw Errno.EBADF.exception();
        }
        return CgroupDirectory.forBirth(t, file);
    }

    private static boolean isUserRange(long start, long size) {
        return Long.compareUnsigned(size, USER_END) <= 0
                && Long.compareUnsigned(start, USER_END - size) <= 0;
    }

    /// clone3(2), set_tid: the numbers a child is to have.
    private static int[] chosenIds(Task t, long address) {
        UserMemory memory = t.memory();
        long from = memory.getLong(address + 64);
        long count = memory.getLong(address + 72);
        if ((from == 0) != (count == 0) || count < 0 || count > MOST_NAMESPACES) {
            throw Errno.EINVAL.exception();
        }
        int[] ids = new int[(int) count];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = memory.getInt(from + 4L * i);
        }
        return ids;
    }

    private static long exit(Task t, long status) {
        TaskExit.exitThread(t, ((int) status & 0xff) << 8);
        return SyscallResult.NO_RETURN;
    }

    private static long exitGroup(Task t, long status) {
        TaskExit.exitGroup(t, ((int) status & 0xff) << 8);
        return SyscallResult.NO_RETURN;
    }
}
