package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.arch.ThreadState;
import dev.murre.arch.x86.X86Compat;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import dev.murre.machine.x86.lower.Descriptors;

/// Segments of a program's own: set_thread_area(2), get_thread_area(2), modify_ldt(2).
final class SegmentSyscalls {
    private static final int TLS_ENTRIES = 3;
    private static final int LOCAL_ENTRIES = 8192;
    private static final int ENTRY_BYTES = 8;
    private static final int USER_DESC_BYTES = 16;
    private static final long LOW = 0xffffffffL;

    // modify_ldt's functions.
    private static final int READ = 0;
    private static final int WRITE_OLD = 1;
    private static final int READ_DEFAULT = 2;
    private static final int WRITE = 0x11;
    private static final int DEFAULT_BYTES = 128;

    // The bit field of `struct user_desc`.
    private static final int SEG_32BIT = 1;
    private static final int CONTENTS_SHIFT = 1;
    private static final int NOT_PRESENT = 1 << 5;
    private static final int USEABLE = 1 << 6;

    /// A read-only segment that is not present: how programs ask for an empty entry.
    private static final int EMPTY_FLAGS = 1 << 3 | NOT_PRESENT;

    private SegmentSyscalls() {}

    static void register(SyscallTable table, Kernel kernel) {
        table.on(Sysno.SET_THREAD_AREA, (t, a, b, c, d, e, f) -> setThreadArea(t, a));
        table.on(Sysno.GET_THREAD_AREA, (t, a, b, c, d, e, f) -> getThreadArea(t, a));
        table.on(
                Sysno.MODIFY_LDT,
                (t, a, b, c, d, e, f) -> (int) modifyLdt(kernel, t, (int) a, b, c));
        kernel.architectures().setTlsSetter(Abi.I386, SegmentSyscalls::setTls);
    }

    /// `struct user_desc`.
    private record UserDesc(int entry, long base, int limit, int flags) {
        static UserDesc read(UserMemory memory, long address) {
            return new UserDesc(
                    memory.getInt(address),
                    memory.getInt(address + 4) & LOW,
                    memory.getInt(address + 8),
                    memory.getInt(address + 12) & 0x7f);
        }

        boolean isEmpty() {
            return base == 0 && limit == 0 && (flags == EMPTY_FLAGS || flags == 0);
        }

        /// What a thread-local segment may be: 32-bit data that is there.
        boolean fitsThread() {
            return isEmpty()
                    || (flags & SEG_32BIT) != 0
                            && (flags >> CONTENTS_SHIFT & 3) <= 1
                            && (flags & NOT_PRESENT) == 0;
        }
    }

    /// CLONE_SETTLS: the argument is the address of a `struct user_desc` with an entry number.
    private static void setTls(Task child, long address) {
        UserDesc desc = UserDesc.read(child.memory(), address);
        int index = desc.entry - X86Compat.FIRST_TLS_ENTRY;
        if (index < 0 || index >= TLS_ENTRIES || !desc.fitsThread()) {
            throw Errno.EINVAL.exception();
        }
        put(child.thread(), index, desc);
    }

    /// Sets an entry, and the bases of FS and GS where they stand for it.
    private static void put(ThreadState thread, int index, UserDesc desc) {
        boolean empty = desc.isEmpty();
        thread.tlsBase[index] = empty ? 0 : desc.base;
        thread.tlsLimit[index] = empty ? 0 : desc.limit;
        thread.tlsFlags[index] = empty ? 0 : desc.flags;
        long selector = (long) (index + X86Compat.FIRST_TLS_ENTRY) << 3 | 3;
        if (thread.selectors >>> 48 == selector) {
            thread.gsBase = thread.tlsBase[index];
        }
        if ((thread.selectors >>> 32 & 0xffff) == selector) {
            thread.fsBase = thread.tlsBase[index];
        }
    }

    private static int freeEntry(ThreadState thread) {
        int index = 0;
        while (index < TLS_ENTRIES && (thread.tlsBase[index] != 0 || thread.tlsLimit[index] != 0)) {
            index++;
        }
        return index;
    }

    private static long setThreadArea(Task t, long address) {
        if (t.arch().abi() != Abi.I386) {
            return Errno.ENOSYS.result();
        }
        UserDesc desc = UserDesc.read(t.memory(), address);
        if (!desc.fitsThread()) {
            return Errno.EINVAL.result();
        }
        t.syncThread();
        ThreadState thread = t.thread();
        int index = desc.entry - X86Compat.FIRST_TLS_ENTRY;
        if (desc.entry == -1) {
            index = freeEntry(thread);
            if (index == TLS_ENTRIES) {
                return Errno.ESRCH.result();
            }
            t.memory().putInt(address, index + X86Compat.FIRST_TLS_ENTRY);
        }
        if (index < 0 || index >= TLS_ENTRIES) {
            return Errno.EINVAL.result();
        }
        put(thread, index, desc);
        t.threadChanged();
        return 0;
    }

    private static long getThreadArea(Task t, long address) {
        int entry = t.memory().getInt(address);
        return t.arch().abi() == Abi.I386 ? get(t, t, entry, address) : Errno.EINVAL.result();
    }

    /// PTRACE_GET_THREAD_AREA and PTRACE_SET_THREAD_AREA, of tasks of either width.
    static long threadArea(Task t, Task target, int entry, long address, boolean set) {
        if (entry < 0) {
            return Errno.EIO.result();
        }
        if (!set) {
            return get(t, target, entry, address);
        }
        UserDesc desc = UserDesc.read(t.memory(), address);
        int index = entry - X86Compat.FIRST_TLS_ENTRY;
        if (!desc.fitsThread() || index < 0 || index >= TLS_ENTRIES) {
            return Errno.EINVAL.result();
        }
        target.syncThread();
        put(target.thread(), index, desc);
        target.threadChanged();
        return 0;
    }

    private static long get(Task t, Task target, int entry, long address) {
        int index = entry - X86Compat.FIRST_TLS_ENTRY;
        if (index < 0 || index >= TLS_ENTRIES) {
            return Errno.EINVAL.result();
        }
        UserMemory memory = t.memory();
        target.syncThread();
        ThreadState thread = target.thread();
        memory.putInt(address, entry);
        boolean empty = thread.tlsBase[index] == 0 && thread.tlsLimit[index] == 0;
        memory.putInt(address + 4, (int) thread.tlsBase[index]);
        memory.putInt(address + 8, thread.tlsLimit[index]);
        memory.putInt(address + 12, empty ? EMPTY_FLAGS : thread.tlsFlags[index]);
        return 0;
    }

    /// The result is a C int, also for 64-bit callers.
    private static long modifyLdt(Kernel kernel, Task t, int function, long address, long size) {
        return switch (function) {
            case READ -> readLocal(t, address, size);
            case WRITE_OLD, WRITE -> writeLocal(kernel, t, address, size, function == WRITE_OLD);
            case READ_DEFAULT -> {
                int bytes = (int) Math.min(size, DEFAULT_BYTES);
                t.memory().copyToUser(address, new byte[bytes], 0, bytes);
                yield bytes;
            }
            default -> Errno.ENOSYS.result();
        };
    }

    private static long readLocal(Task t, long address, long size) {
        long[] table = t.mm().localDescriptors();
        if (table.length == 0) {
            return 0;
        }
        int bytes = (int) Math.min(size, (long) LOCAL_ENTRIES * ENTRY_BYTES);
        for (int i = 0; i < bytes; i++) {
            long entry = table[i / ENTRY_BYTES];
            t.memory().putByte(address + i, (byte) (entry >>> 8 * (i % ENTRY_BYTES)));
        }
        return bytes;
    }

    private static long writeLocal(Kernel kernel, Task t, long address, long size, boolean old) {
        if (size != USER_DESC_BYTES) {
            return Errno.EINVAL.result();
        }
        UserDesc desc = UserDesc.read(t.memory(), address);
        boolean callGate = (desc.flags >> CONTENTS_SHIFT & 3) == 3;
        if (Integer.compareUnsigned(desc.entry, LOCAL_ENTRIES) >= 0
                || callGate && (old || (desc.flags & NOT_PRESENT) == 0)) {
            return Errno.EINVAL.result();
        }
        int flags = old ? desc.flags & ~USEABLE : desc.flags;
        boolean clear = desc.isEmpty() || old && desc.base == 0 && desc.limit == 0;
        Mm mm = t.mm();
        long[] table = mm.localDescriptors();
        if (table.length == 0) {
            table = new long[LOCAL_ENTRIES];
            mm.setLocalDescriptors(table);
            kernel.reloadDescriptors(mm);
        }
        t.syncThread();
        t.threadChanged();
        table[desc.entry] = clear ? 0 : Descriptors.fromUserDesc(desc.base, desc.limit, flags);
        return 0;
    }
}
