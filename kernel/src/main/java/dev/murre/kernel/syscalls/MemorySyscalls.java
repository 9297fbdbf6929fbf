package dev.murre.kernel.syscalls;

import static dev.murre.abi.MmapFlags.MAP_32BIT;
import static dev.murre.abi.MmapFlags.MAP_ANONYMOUS;
import static dev.murre.abi.MmapFlags.MAP_DENYWRITE;
import static dev.murre.abi.MmapFlags.MAP_EXECUTABLE;
import static dev.murre.abi.MmapFlags.MAP_FIXED;
import static dev.murre.abi.MmapFlags.MAP_FIXED_NOREPLACE;
import static dev.murre.abi.MmapFlags.MAP_GROWSDOWN;
import static dev.murre.abi.MmapFlags.MAP_HUGETLB;
import static dev.murre.abi.MmapFlags.MAP_LOCKED;
import static dev.murre.abi.MmapFlags.MAP_NONBLOCK;
import static dev.murre.abi.MmapFlags.MAP_NORESERVE;
import static dev.murre.abi.MmapFlags.MAP_POPULATE;
import static dev.murre.abi.MmapFlags.MAP_PRIVATE;
import static dev.murre.abi.MmapFlags.MAP_SHARED;
import static dev.murre.abi.MmapFlags.MAP_SHARED_VALIDATE;
import static dev.murre.abi.MmapFlags.MAP_STACK;
import static dev.murre.abi.MmapFlags.MAP_TYPE;
import static dev.murre.abi.MmapFlags.MS_ASYNC;
import static dev.murre.abi.MmapFlags.MS_INVALIDATE;
import static dev.murre.abi.MmapFlags.MS_SYNC;
import static dev.murre.abi.MmapFlags.PROT_EXEC;
import static dev.murre.abi.MmapFlags.PROT_WRITE;

import dev.murre.abi.Abi;
import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.kernel.fs.Mount;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.mm.AnonymousShared;
import dev.murre.kernel.mm.Locking;
import dev.murre.kernel.mm.Mappings;
import dev.murre.kernel.mm.Mappings.ShareMode;
import dev.murre.kernel.mm.MemoryAccount;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.PageSource;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;

/// mmap(2) and its family.
public final class MemorySyscalls {
    private static final long PAGE_MASK = 4095;
    private static final int MCL_CURRENT = 1;
    private static final int MCL_FUTURE = 2;
    private static final int MCL_ONFAULT = 4;

    /// What MAP_SHARED_VALIDATE accepts; the other kinds ignore what they do not know, mmap(2).
    private static final int KNOWN_FLAGS =
            MAP_TYPE
                    | MAP_FIXED
                    | MAP_ANONYMOUS
                    | MAP_32BIT
                    | MAP_GROWSDOWN
                    | MAP_DENYWRITE
                    | MAP_EXECUTABLE
                    | MAP_LOCKED
                    | MAP_NORESERVE
                    | MAP_POPULATE
                    | MAP_NONBLOCK
                    | MAP_STACK
                    | MAP_HUGETLB
                    | MAP_FIXED_NOREPLACE;

    private final MemoryAccount account;

    private MemorySyscalls(MemoryAccount account) {
        this.account = account;
    }

    /// @param account the machine's memory
    public static void register(SyscallTable table, MemoryAccount account) {
        PolicySyscalls.register(table);
        MemorySyscalls calls = new MemorySyscalls(account);
        table.on(Sysno.MMAP, calls::mmap);
        table.on(Sysno.MMAP2, calls::mmap2);
        table.on(Sysno.MUNMAP, (t, a, n, x, y, z, w) -> unmap(t, a, n));
        table.on(Sysno.MPROTECT, (t, a, n, prot, y, z, w) -> protect(t, a, n, (int) prot));
        table.on(
                Sysno.MREMAP,
                (t, a, old, n, flags, to, w) ->
                        t.mm().moving().remap(a, old, n, (int) flags, to, lockRight(t)));
        table.on(Sysno.BRK, (t, a, x, y, z, v, w) -> t.mm().mappings().brk(a, lockRight(t)));
        table.on(Sysno.MADVISE, (t, a, n, advice, y, z, w) -> advise(t, a, n, (int) advice));
        table.on(Sysno.MSYNC, (t, a, n, flags, y, z, w) -> sync(t, a, n, (int) flags));
        table.on(Sysno.MINCORE, (t, a, n, vector, y, z, w) -> resident(t, a, n, vector));
        table.on(Sysno.MLOCK, (t, a, n, x, y, z, w) -> lock(t, a, n));
        table.on(
                Sysno.MLOCK2,
                (t, a, n, flags, y, z, w) ->
                        (flags & ~1) != 0 ? -Errno.EINVAL.number : lock(t, a, n));
        table.on(Sysno.MUNLOCK, (t, a, n, x, y, z, w) -> unlock(t, a, n));
        table.on(Sysno.MLOCKALL, (t, flags, x, y, z, v, w) -> lockAll(t, (int) flags));
        table.on(Sysno.MUNLOCKALL, (t, a, x, y, z, v, w) -> unlockAll(t));
    }

    private long mmap(Task t, long hint, long length, long prot, long flags, long fd, long offset) {
        if (t.abi() == Abi.I386) {
            return oldMmap(t, hint);
        }
        return map(t, hint, length, (int) prot, (int) flags, (int) fd, offset);
    }

    /// i386's first mmap: one pointer to six words.
    private long oldMmap(Task t, long block) {
        long[] a = new long[6];
        for (int i = 0; i < a.length; i++) {
            a[i] = t.memory().getInt(block + 4L * i) & 0xffff_ffffL;
        }
        return map(t, a[0], a[1], (int) a[2], (int) a[3], (int) a[4], a[5]);
    }

    private long mmap2(Task t, long hint, long length, long prot, long flags, long fd, long pages) {
        return map(
                t, hint, length, (int) prot, (int) flags, (int) fd, (pages & 0xffff_ffffL) << 12);
    }

    private long map(Task t, long hint, long length, int prot, int flags, int fd, long offset) {
        if ((offset & PAGE_MASK) != 0) {
            return -Errno.EINVAL.number;
        }
        boolean anonymous = (flags & MAP_ANONYMOUS) != 0;
        OpenFile file = anonymous ? null : t.files().require(fd);
        if (length == 0) {
            return -Errno.EINVAL.number;
        }
        long size = length + PAGE_MASK & ~PAGE_MASK;
        if (size == 0 || (flags & MAP_HUGETLB) != 0) {
            return -Errno.ENOMEM.number;
        }
        if (Long.compareUnsigned(size, t.mm().layout().maximum()) > 0) {
            return -Errno.ENOMEM.number;
        }
        if (endsBeyondFiles(t.abi(), offset, size)) {
            return -Errno.EOVERFLOW.number;
        }
        if ((flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0 && (hint & PAGE_MASK) != 0) {
            return -Errno.EINVAL.number;
        }
        t.mm().locking().checkMapping(size, (flags & MAP_LOCKED) != 0, lockRight(t));
        int kind = flags & MAP_TYPE;
        int known = file == null ? kind : fileKind(file, prot, kind, flags);
        boolean shared = known == MAP_SHARED;
        if (known < 0 || !shared && known != MAP_PRIVATE) {
            return known < 0 ? known : -Errno.EINVAL.number;
        }
        // Only what is private and no file grows. Linux: do_mmap, mmap_region.
        if ((flags & MAP_GROWSDOWN) != 0 && (shared || file != null)) {
            return -Errno.EINVAL.number;
        }
        Mm mm = t.mm();
        if (file == null) {
            return shared
                    ? mapShared(mm, hint, size, prot, flags)
                    : mapPrivate(mm, hint, size, prot, flags);
        }
        PageSource source = file.pages();
        ShareMode mode = file.canWrite() ? ShareMode.WRITABLE : ShareMode.READ_ONLY;
        int vmaFlags = Mappings.vmaFlags(flags, shared, mode);
        long start = mm.mappings().map(hint, size, prot, flags, vmaFlags, source, offset, file, "");
        file.mapped();
        return start;
    }

    /// Whether the number of the last page does not fit into an unsigned long of the program's.
    private static boolean endsBeyondFiles(Abi abi, long offset, long size) {
        return abi.wordSize == 4 && (offset >>> 12) + (size >>> 12) > 0xffff_ffffL;
    }

    /// MAP_SHARED or MAP_PRIVATE if the file may be mapped so, else `-errno`.
    private static int fileKind(OpenFile file, int prot, int kind, int flags) {
        if (kind != MAP_SHARED && kind != MAP_PRIVATE && kind != MAP_SHARED_VALIDATE) {
            return -Errno.EINVAL.number;
        }
        boolean shared = kind != MAP_PRIVATE;
        if (kind == MAP_SHARED_VALIDATE && (flags & ~KNOWN_FLAGS) != 0) {
            return -Errno.EOPNOTSUPP.number;
        }
        if (!file.canRead() || shared && (prot & PROT_WRITE) != 0 && !file.canWrite()) {
            return -Errno.EACCES.number;
        }
        if ((prot & PROT_EXEC) != 0 && (file.mount().flags() & Mount.NOEXEC) != 0) {
            return -Errno.EPERM.number;
        }
        return shared ? MAP_SHARED : MAP_PRIVATE;
    }

    private static long mapPrivate(Mm mm, long hint, long size, int prot, int flags) {
        int vmaFlags = Mappings.vmaFlags(flags, false, ShareMode.WRITABLE);
        return mm.mappings().map(hint, size, prot, flags, vmaFlags, null, 0, null, "");
    }

    private long mapShared(Mm mm, long hint, long size, int prot, int flags) {
        AnonymousShared memory = new AnonymousShared(account, size);
        int vmaFlags = Mappings.vmaFlags(flags, true, ShareMode.WRITABLE);
        try {
            return mm.mappings()
                    .map(
                            hint,
                            size,
                            prot,
                            flags,
                            vmaFlags,
                            memory,
                            0,
                            memory,
                            "/dev/zero (deleted)");
        } finally {
            memory.put();
        }
    }

    private static long unmap(Task t, long start, long length) {
        t.mm().mappings().unmap(start, length);
        return 0;
    }

    private static long protect(Task t, long start, long length, int prot) {
        t.mm().protection().protect(start, length, prot);
        return 0;
    }

    private static long advise(Task t, long start, long length, int advice) {
        t.mm().protection().advise(start, length, advice);
        return 0;
    }

    private static long sync(Task t, long start, long length, int flags) {
        boolean bad =
                (flags & ~(MS_ASYNC | MS_INVALIDATE | MS_SYNC)) != 0
                        || (start & PAGE_MASK) != 0
                        || (flags & MS_ASYNC) != 0 && (flags & MS_SYNC) != 0;
        if (bad) {
            return -Errno.EINVAL.number;
        }
        if (start + (length + PAGE_MASK & ~PAGE_MASK) < start) {
            return -Errno.ENOMEM.number;
        }
        if ((flags & MS_INVALIDATE) != 0 && t.mm().locking().holdsLocked(start, length)) {
            return -Errno.EBUSY.number;
        }
        return t.mm().protection().isMapped(start, length) ? 0 : -Errno.ENOMEM.number;
    }

    private static long resident(Task t, long start, long length, long vector) {
        byte[] pages = t.mm().protection().resident(start, length);
        t.memory().copyToUser(vector, pages, 0, pages.length);
        return 0;
    }

    private static long lock(Task t, long start, long length) {
        t.mm().locking().lock(start, length, lockRight(t));
        return 0;
    }

    private static long unlock(Task t, long start, long length) {
        t.mm().locking().unlock(start, length);
        return 0;
    }

    private static Locking.Right lockRight(Task t) {
        boolean unlimited = t.creds().capable(Capability.IPC_LOCK);
        return unlimited ? Locking.Right.UNLIMITED : Locking.Right.LIMITED;
    }

    private static long lockAll(Task t, int flags) {
        if (flags == 0
                || (flags & ~(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT)) != 0
                || flags == MCL_ONFAULT) {
            return -Errno.EINVAL.number;
        }
        boolean now = (flags & MCL_CURRENT) != 0;
        t.mm().locking().lockAll(now, (flags & MCL_FUTURE) != 0, lockRight(t));
        return 0;
    }

    private static long unlockAll(Task t) {
        t.mm().locking().unlockAll();
        return 0;
    }
}
