package dev.murre.kernel.syscalls;

import dev.murre.abi.CloneFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.ipc.IpcObject;
import dev.murre.kernel.ipc.IpcTable;
import dev.murre.kernel.ipc.SemaphoreSet;
import dev.murre.kernel.ipc.SemaphoreUndo;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.LifeHook;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallState;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.util.IdentityHashMap;
import java.util.Map;

/// semget(2), semop(2), semctl(2).
final class SemSyscalls {
    private static final int MAX_PER_SET = 32000;
    private static final int MAX_OPERATIONS = 500;
    private static final int OPERATION_SIZE = 6;
    private static final int GETPID = 11;
    private static final int GETVAL = 12;
    private static final int GETALL = 13;
    private static final int GETNCNT = 14;
    private static final int GETZCNT = 15;
    private static final int SETVAL = 16;
    private static final int SETALL = 17;
    private static final int SEM_STAT = 18;
    private static final int SEM_INFO = 19;
    private static final int SEM_STAT_ANY = 20;

    /// What each task has to undo; tasks without such operations have no entry.
    private final Map<Task, SemaphoreUndo> undos = new IdentityHashMap<>();

    private SemSyscalls() {}

    static void register(SyscallTable table, Kernel kernel) {
        var calls = new SemSyscalls();
        kernel.lifeHooks().add(calls.new UndoAtExit());
        table.on(
                Sysno.SEMGET,
                (t, key, n, flags, d, e, f) -> get(t, (int) key, (int) n, (int) flags));
        table.on(Sysno.SEMOP, (t, id, at, n, d, e, f) -> calls.operate(t, (int) id, at, n, -1));
        table.on(
                Sysno.SEMTIMEDOP,
                (t, id, at, n, time, e, f) ->
                        calls.timed(t, (int) id, at, n, time, TimeArgs.Layout.TIMESPEC));
        table.on(
                Sysno.SEMTIMEDOP_TIME64,
                (t, id, at, n, time, e, f) ->
                        calls.timed(t, (int) id, at, n, time, TimeArgs.Layout.TIMESPEC64));
        table.on(
                Sysno.SEMCTL,
                (t, id, n, cmd, arg, e, f) ->
                        control(t, (int) id, (int) n, (int) cmd & ~IpcSyscalls.IPC_64, arg));
    }

    private final class UndoAtExit implements LifeHook {
        @Override
        public void fork(Task maker, Task child, long flags) {
            SemaphoreUndo undo = undos.get(maker);
            if ((flags & CloneFlags.CLONE_SYSVSEM) != 0) {
                undos.put(child, undo == null ? ofTask(maker).share() : undo.share());
            }
        }

        @Override
        public void unshare(Task task, long flags) {
            if ((flags & (CloneFlags.CLONE_SYSVSEM | CloneFlags.CLONE_NEWIPC)) != 0) {
                leaveList(task);
            }
        }

        private void leaveList(Task task) {
            SemaphoreUndo undo = undos.remove(task);
            if (undo != null) {
                undo.put(task.tgid());
            }
        }

        @Override
        public void exit(Task task) {
            leaveList(task);
            if (task.restart().object instanceof SemaphoreSet set) {
                set.stopWaiting(task);
            }
        }
    }

    private SemaphoreUndo ofTask(Task t) {
        return undos.computeIfAbsent(t, key -> new SemaphoreUndo());
    }

    private static IpcTable<SemaphoreSet> table(Task t) {
        return t.namespaces().ipc().semaphores();
    }

    private static long get(Task t, int key, int count, int flags) {
        if (count < 0 || count > MAX_PER_SET) {
            return -Errno.EINVAL.number;
        }
        var ipc = t.namespaces().ipc();
        SemaphoreSet set =
                table(t).get(
                                t.creds(),
                                key,
                                flags,
                                () -> {
                                    if (count == 0) {
                                        throw Errno.EINVAL.exception();
                                    }
                                    return new SemaphoreSet(ipc, key, t.creds(), flags, count);
                                });
        return count > set.count() ? -Errno.EINVAL.number : set.id();
    }

    private long timed(Task t, int id, long at, long n, long time, TimeArgs.Layout layout) {
        long nanos = time == 0 ? -1 : TimeArgs.nanos(t, time, layout);
        return operate(t, id, at, n, nanos);
    }

    private long operate(Task t, int id, long at, long n, long timeoutNanos) {
        SyscallState state = t.restart();
        if (state.object instanceof SemaphoreSet waited) {
            waited.stopWaiting(t);
            if (waited.isRemoved()) {
                return -Errno.EIDRM.number;
            }
        }
        if (n < 1 || id < 0) {
            return -Errno.EINVAL.number;
        }
        if (n > MAX_OPERATIONS) {
            return -Errno.E2BIG.number;
        }
        SemaphoreSet.Operation[] operations = read(t, at, (int) n);
        SemaphoreSet set = table(t).require(id);
        check(t, set, operations);
        int result = set.operate(operations, ofTask(t), t.tgid());
        if (result != -Errno.EAGAIN.number) {
            return result;
        }
        SemaphoreSet.Operation blocking = operations[set.blocking()];
        if ((blocking.flags() & SemaphoreSet.IPC_NOWAIT) != 0) {
            return result;
        }
        if (state.firstEntry()) {
            state.deadlineNanos =
                    timeoutNanos < 0 ? Timers.NEVER : TimeArgs.deadline(t, timeoutNanos);
        }
        state.object = set;
        set.startWaiting(t, blocking);
        long waited = t.waitOn(set.waitQueue(), state.deadlineNanos);
        if (waited == SyscallResult.BLOCKED) {
            return waited;
        }
        set.stopWaiting(t);
        return waited == -Errno.ETIMEDOUT.number ? -Errno.EAGAIN.number : -Errno.EINTR.number;
    }

    private static SemaphoreSet.Operation[] read(Task t, long at, int count) {
        UserMemory m = t.memory();
        var operations = new SemaphoreSet.Operation[count];
        for (int i = 0; i < count; i++) {
            long entry = at + (long) i * OPERATION_SIZE;
            operations[i] =
                    new SemaphoreSet.Operation(
                            m.getShort(entry) & 0xffff,
                            m.getShort(entry + 2),
                            m.getShort(entry + 4));
        }
        return operations;
    }

    private static void check(Task t, SemaphoreSet set, SemaphoreSet.Operation[] operations) {
        boolean alters = false;
        for (SemaphoreSet.Operation op : operations) {
            if (op.number() >= set.count()) {
                throw Errno.EFBIG.exception();
            }
            alters |= op.change() != 0;
        }
        set.checkAccess(t.creds(), alters ? IpcObject.WRITE : IpcObject.READ);
    }

    private static long control(Task t, int id, int number, int command, long argument) {
        IpcTable<SemaphoreSet> sets = table(t);
        switch (command) {
            case IpcSyscalls.IPC_INFO, SEM_INFO -> {
                return limits(t, sets, command, argument);
            }
            case SEM_STAT, SEM_STAT_ANY -> {
                SemaphoreSet set = sets.at(id);
                if (set == null) {
                    return -Errno.EINVAL.number;
                }
                if (command == SEM_STAT) {
                    set.checkAccess(t.creds(), IpcObject.READ);
                }
                new IpcLayout(t, argument).put(set);
                return set.id();
            }
            default -> {
                return control(t, sets, sets.require(id), number, command, argument);
            }
        }
    }

    private static long control(
            Task t,
            IpcTable<SemaphoreSet> sets,
            SemaphoreSet set,
            int number,
            int command,
            long argument) {
        switch (command) {
            case IpcSyscalls.IPC_STAT -> {
                set.checkAccess(t.creds(), IpcObject.READ);
                new IpcLayout(t, argument).put(set);
            }
            case IpcSyscalls.IPC_SET -> {
                IpcLayout.Change change = IpcLayout.Change.read(t, argument);
                set.checkOwner(t.creds());
                change.apply(set);
                set.changed();
            }
            case IpcSyscalls.IPC_RMID -> {
                set.checkOwner(t.creds());
                sets.remove(set);
            }
            case GETALL, SETALL -> all(t, set, command, argument);
            case GETVAL, GETPID, GETNCNT, GETZCNT, SETVAL -> {
                return one(t, set, number, command, (int) argument);
            }
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        return 0;
    }

    private static void all(Task t, SemaphoreSet set, int command, long at) {
        boolean sets = command == SETALL;
        set.checkAccess(t.creds(), sets ? IpcObject.WRITE : IpcObject.READ);
        UserMemory m = t.memory();
        for (int i = 0; i < set.count(); i++) {
            long entry = at + 2L * i;
            if (sets && (m.getShort(entry) & 0xffff) > SemaphoreSet.MAX_VALUE) {
                throw Errno.ERANGE.exception();
            }
            if (!sets) {
                m.putShort(entry, (short) set.value(i));
            }
        }
        for (int i = 0; sets && i < set.count(); i++) {
            set.setValue(i, m.getShort(at + 2L * i), t.tgid());
        }
    }

    private static long one(Task t, SemaphoreSet set, int number, int command, int argument) {
        if (number < 0 || number >= set.count()) {
            return -Errno.EINVAL.number;
        }
        set.checkAccess(t.creds(), command == SETVAL ? IpcObject.WRITE : IpcObject.READ);
        return switch (command) {
            case GETVAL -> set.value(number);
            case GETPID -> set.lastPid(number);
            case GETNCNT -> set.waiting(number, false);
            case GETZCNT -> set.waiting(number, true);
            default -> {
                if (argument < 0 || argument > SemaphoreSet.MAX_VALUE) {
                    yield -Errno.ERANGE.number;
                }
                set.setValue(number, argument, t.tgid());
                yield 0;
            }
        };
    }

    /// `struct seminfo`.
    private static long limits(Task t, IpcTable<SemaphoreSet> sets, int command, long at) {
        int used = 0;
        int semaphores = 0;
        for (SemaphoreSet set : sets.all()) {
            used++;
            semaphores += set.count();
        }
        boolean usage = command == SEM_INFO;
        int[] values = {
            1_024_000_000,
            32000,
            1_024_000_000,
            1_024_000_000,
            MAX_PER_SET,
            MAX_OPERATIONS,
            MAX_OPERATIONS,
            usage ? used : 20,
            SemaphoreSet.MAX_VALUE,
            usage ? semaphores : SemaphoreSet.MAX_VALUE
        };
        for (int i = 0; i < values.length; i++) {
            t.memory().putInt(at + 4L * i, values[i]);
        }
        return sets.highestIndex();
    }
}
