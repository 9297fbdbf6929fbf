package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallHandler;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// System V IPC, sysvipc(7): the parts, and ipc(2), which i386 reaches them all through.
public final class IpcSyscalls {
    static final int IPC_RMID = 0;
    static final int IPC_SET = 1;
    static final int IPC_STAT = 2;
    static final int IPC_INFO = 3;

    /// Asks 32-bit ABIs' calls for the newer structures; the older ones are not served.
    static final int IPC_64 = 0x100;

    private IpcSyscalls() {}

    public static void register(SyscallTable table, Kernel kernel) {
        ShmSyscalls.register(table);
        SemSyscalls.register(table, kernel);
        MsgSyscalls.register(table);
        table.on(Sysno.IPC, IpcSyscalls::multiplexed);
    }

    /// A `long` of the program's ABI, with its sign.
    static long signed(Task t, long value) {
        return t.abi().is64() ? value : (int) value;
    }

    private static long multiplexed(
            Task t, long call, long first, long second, long third, long pointer, long fifth) {
        int version = (int) call >>> 16;
        return switch ((int) call & 0xffff) {
            case 1 -> call(t, Sysno.SEMOP, first, pointer, second, 0);
            case 2 -> call(t, Sysno.SEMGET, first, second, third, 0);
            case 3 -> {
                if (pointer == 0) {
                    yield Errno.EINVAL.result();
                }
                long argument = t.memory().getInt(pointer) & 0xffffffffL;
                yield call(t, Sysno.SEMCTL, first, second, third, argument);
            }
            case 4 -> call(t, Sysno.SEMTIMEDOP, first, pointer, second, fifth);
            case 11 -> call(t, Sysno.MSGSND, first, pointer, second, third);
            case 12 -> receive(t, version, first, second, third, pointer, fifth);
            case 13 -> call(t, Sysno.MSGGET, first, second, 0, 0);
            case 14 -> call(t, Sysno.MSGCTL, first, second, pointer, 0);
            case 21 -> {
                long address = ShmSyscalls.attach(t, (int) first, pointer, (int) second);
                if (Errno.isError(address)) {
                    yield address;
                }
                t.memory().putInt(third, (int) address);
                yield 0;
            }
            case 22 -> call(t, Sysno.SHMDT, pointer, 0, 0, 0);
            case 23 -> call(t, Sysno.SHMGET, first, second, third, 0);
            case 24 -> call(t, Sysno.SHMCTL, first, second, pointer, 0);
            default -> -Errno.ENOSYS.number;
        };
    }

    /// The first version passes buffer and type by a pointer to both.
    private static long receive(
            Task t, int version, long id, long size, long flags, long pointer, long type) {
        if (version != 0) {
            return MsgSyscalls.receive(t, (int) id, pointer, (int) size, (int) type, (int) flags);
        }
        if (pointer == 0) {
            return -Errno.EINVAL.number;
        }
        long buffer = t.memory().getInt(pointer) & 0xffffffffL;
        int wanted = t.memory().getInt(pointer + 4);
        return MsgSyscalls.receive(t, (int) id, buffer, (int) size, wanted, (int) flags);
    }

    private static long call(Task t, Sysno sysno, long a, long b, long c, long d) {
        SyscallHandler handler = t.kernel().syscalls().handler(sysno);
        return handler == null ? -Errno.ENOSYS.number : handler.call(t, a, b, c, d, 0, 0);
    }
}
