package dev.murre.kernel.syscalls;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.mm.MemoryPolicy;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// Where memory comes from: set_mempolicy(2), mbind(2) and their kind, on a machine with one node.
final class PolicySyscalls {
    private static final int F_NODE = 1;
    private static final int F_ADDR = 2;
    private static final int F_MEMS_ALLOWED = 4;

    private static final int MF_STRICT = 1;
    private static final int MF_MOVE = 2;
    private static final int MF_MOVE_ALL = 4;

    private static final long PAGE_MASK = 4095;
    private static final long MOST_BITS = 4096 * 8;

    /// Bits of the kernel's own node masks: CONFIG_NODES_SHIFT 6.
    private static final int MASK_BITS = 64;

    private PolicySyscalls() {}

    static void register(SyscallTable table) {
        table.on(
                Sysno.SET_MEMPOLICY,
                (t, mode, mask, bits, d, e, f) -> set(t, (int) mode, mask, bits));
        table.on(
                Sysno.GET_MEMPOLICY,
                (t, mode, mask, bits, at, flags, f) -> get(t, mode, mask, bits, at, flags));
        table.on(Sysno.MBIND, PolicySyscalls::bind);
        table.on(
                Sysno.MIGRATE_PAGES,
                (t, pid, bits, from, to, e, f) -> migrate(t, (int) pid, bits, from, to));
        table.on(Sysno.MOVE_PAGES, PolicySyscalls::move);
    }

    /// A mask of nodes of which the last bit is not counted. Linux: get_nodes.
    private static long nodes(Task t, long at, long count) {
        long bits = count - 1;
        if (bits == 0 || at == 0) {
            return 0;
        }
        if (Long.compareUnsigned(bits, MOST_BITS) > 0) {
            throw Errno.EINVAL.exception();
        }
        int word = t.abi().wordSize * 8;
        long result = 0;
        for (long bit = 0; bit < bits; bit += word) {
            long value = t.memory().getWord(at + bit / 8, t.abi());
            if (bits - bit < word) {
                value &= (1L << bits - bit) - 1;
            }
            if (bit >= MASK_BITS && value != 0) {
                throw Errno.EINVAL.exception();
            }
            result |= bit >= MASK_BITS ? 0 : value << bit;
        }
        return result;
    }

    private static long set(Task t, int mode, long mask, long bits) {
        MemoryPolicy.checkMode(mode);
        t.options().memoryPolicy = MemoryPolicy.of(mode, nodes(t, mask, bits));
        return 0;
    }

    private static long get(Task t, long modeAt, long mask, long bits, long at, long flags) {
        if (mask != 0 && bits < 1 || (flags & ~(F_NODE | F_ADDR | F_MEMS_ALLOWED)) != 0) {
            return Errno.EINVAL.result();
        }
        if ((flags & F_MEMS_ALLOWED) != 0) {
            if ((flags & (F_NODE | F_ADDR)) != 0) {
                return Errno.EINVAL.result();
            }
            return answer(t, modeAt, mask, bits, 0, MemoryPolicy.ALL_NODES);
        }
        boolean ofAddress = (flags & F_ADDR) != 0;
        if (!ofAddress && at != 0) {
            return Errno.EINVAL.result();
        }
        MemoryPolicy policy = ofAddress ? mapping(t, at).policy() : t.options().memoryPolicy;
        int mode = policy == null ? 0 : policy.mode();
        if ((flags & F_NODE) != 0) {
            if (ofAddress) {
                t.memory().getByte(at);
            } else if (policy == null || !policy.tellsNextNode()) {
                return Errno.EINVAL.result();
            }
            mode = 0;
        }
        return answer(t, modeAt, mask, bits, mode, policy == null ? 0 : policy.nodes());
    }

    private static Vma mapping(Task t, long at) {
        Vma vma = t.mm().find(at);
        if (vma == null) {
            throw Errno.EFAULT.exception();
        }
        return vma;
    }

    private static long answer(Task t, long modeAt, long mask, long bits, int mode, long nodes) {
        UserMemory memory = t.memory();
        if (modeAt != 0) {
            memory.putInt(modeAt, mode);
        }
        if (mask != 0) {
            int word = t.abi().wordSize * 8;
            long bytes = (bits - 1 + word - 1) / word * (word / 8);
            if (bytes > PAGE_MASK + 1) {
                return Errno.EINVAL.result();
            }
            memory.clear(mask, bytes);
            if (bytes > 0) {
                memory.putWord(mask, nodes, t.abi());
            }
        }
        return 0;
    }

    private static long bind(
            Task t, long at, long length, long mode, long mask, long bits, long fl) {
        MemoryPolicy.checkMode((int) mode);
        long nodes = nodes(t, mask, bits);
        int flags = (int) fl;
        if ((flags & ~(MF_STRICT | MF_MOVE | MF_MOVE_ALL)) != 0) {
            return Errno.EINVAL.result();
        }
        if ((flags & MF_MOVE_ALL) != 0 && !t.creds().capableAtHome(Capability.SYS_NICE)) {
            return Errno.EPERM.result();
        }
        long size = length + PAGE_MASK & ~PAGE_MASK;
        if ((at & PAGE_MASK) != 0 || at + size < at) {
            return Errno.EINVAL.result();
        }
        if (size == 0) {
            return 0;
        }
        MemoryPolicy policy = MemoryPolicy.of((int) mode, nodes);
        boolean holes = policy == null;
        if (!holes && !t.mm().protection().isMapped(at, size) || !touches(t.mm(), at, size)) {
            return Errno.EFAULT.result();
        }
        t.mm().protection().setPolicy(at, size, policy);
        return 0;
    }

    private static boolean touches(Mm mm, long at, long size) {
        for (Vma vma : mm.vmas()) {
            if (vma.start() < at + size && vma.end() > at) {
                return true;
            }
        }
        return false;
    }

    /// The task whose pages are meant, 0 for the caller.
    private static @Nullable Task target(Task t, int pid) {
        return pid == 0 ? t : t.pidNamespace().task(pid);
    }

    private static long migrate(Task t, int pid, long bits, long from, long to) {
        nodes(t, from, bits);
        long wanted = nodes(t, to, bits);
        Task target = target(t, pid);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        boolean foreign = (wanted & ~MemoryPolicy.ALL_NODES) != 0;
        if (!PtraceSyscalls.mayTrace(t, target)
                || foreign && !t.creds().capableAtHome(Capability.SYS_NICE)) {
            return Errno.EPERM.result();
        }
        boolean none = (wanted & MemoryPolicy.ALL_NODES) == 0 || target.mmOrNull() == null;
        return none ? Errno.EINVAL.result() : 0;
    }

    private static long move(
            Task t, long pid, long count, long pages, long nodes, long status, long flags) {
        if ((flags & ~(MF_MOVE | MF_MOVE_ALL)) != 0) {
            return Errno.EINVAL.result();
        }
        if ((flags & MF_MOVE_ALL) != 0 && !t.creds().capableAtHome(Capability.SYS_NICE)) {
            return Errno.EPERM.result();
        }
        Task target = target(t, (int) pid);
        if (target == null) {
            return Errno.ESRCH.result();
        }
        if (!PtraceSyscalls.mayTrace(t, target)) {
            return Errno.EPERM.result();
        }
        Mm mm = target.mmOrNull();
        if (mm == null) {
            return Errno.EINVAL.result();
        }
        UserMemory memory = t.memory();
        for (long i = 0; i < count; i++) {
            long page = memory.getWord(pages + i * t.abi().wordSize, t.abi());
            if (nodes != 0 && memory.getInt(nodes + 4 * i) != 0) {
                return Errno.ENODEV.result();
            }
            memory.putInt(status + 4 * i, statusOf(mm, page));
        }
        return 0;
    }

    /// The node of a page, or `-errno`.
    private static int statusOf(Mm mm, long address) {
        Vma vma = mm.find(address);
        if (vma == null) {
            return -Errno.EFAULT.number;
        }
        return mm.isHeld(address) ? 0 : -Errno.ENOENT.number;
    }
}
