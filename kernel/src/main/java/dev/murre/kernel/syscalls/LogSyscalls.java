package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.MessageRing;
import dev.murre.kernel.task.SyscallResult;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// syslog(2), which glibc calls klogctl(3).
final class LogSyscalls {
    private static final int READ = 2;
    private static final int READ_ALL = 3;
    private static final int READ_CLEAR = 4;
    private static final int CLEAR = 5;
    private static final int CONSOLE_OFF = 6;
    private static final int CONSOLE_ON = 7;
    private static final int CONSOLE_LEVEL = 8;
    private static final int SIZE_UNREAD = 9;
    private static final int SIZE_BUFFER = 10;
    private static final int HIGHEST_LEVEL = 8;

    private LogSyscalls() {}

    static void register(SyscallTable table) {
        table.on(Sysno.SYSLOG, (t, what, at, n, d, e, f) -> call(t, (int) what, at, (int) n));
    }

    private static long call(Task t, int what, long at, int length) {
        boolean open = what == READ_ALL || what == SIZE_BUFFER;
        if ((!open || t.kernel().settings().dmesgRestrict != 0) && !mayRead(t)) {
            return Errno.EPERM.result();
        }
        MessageRing ring = t.kernel().messages();
        return switch (what) {
            case 0, 1, CONSOLE_OFF, CONSOLE_ON -> 0;
            case READ, READ_ALL, READ_CLEAR -> {
                if (at == 0 || length < 0) {
                    yield Errno.EINVAL.result();
                }
                yield length == 0 ? 0 : read(t, ring, what, at, length);
            }
            case CLEAR -> {
                ring.clear();
                yield 0;
            }
            case CONSOLE_LEVEL -> {
                boolean valid = length >= 1 && length <= HIGHEST_LEVEL;
                yield valid ? 0 : Errno.EINVAL.result();
            }
            case SIZE_UNREAD -> ring.unread();
            case SIZE_BUFFER -> MessageRing.BYTES;
            default -> Errno.EINVAL.result();
        };
    }

    private static boolean mayRead(Task t) {
        return t.creds().capableAtHome(Capability.SYSLOG)
                || t.creds().capableAtHome(Capability.SYS_ADMIN);
    }

    private static long read(Task t, MessageRing ring, int what, long at, int length) {
        byte[] bytes = what == READ ? ring.take(length) : ring.last(length);
        if (bytes.length == 0 && what == READ && ring.unread() == 0) {
            long wait = t.waitOn(ring.waitQueue());
            return wait == SyscallResult.BLOCKED ? wait : Errno.ERESTARTSYS.result();
        }
        t.memory().copyToUser(at, bytes, 0, bytes.length);
        if (what == READ_CLEAR) {
            ring.clear();
        }
        return bytes.length;
    }
}
