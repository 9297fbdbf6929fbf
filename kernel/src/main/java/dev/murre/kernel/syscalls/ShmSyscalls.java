package dev.murre.kernel.syscalls;

import dev.murre.abi.Errno;
import dev.murre.abi.MmapFlags;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.ipc.IpcNamespace;
import dev.murre.kernel.ipc.IpcObject;
import dev.murre.kernel.ipc.IpcTable;
import dev.murre.kernel.ipc.ShmSegment;
import dev.murre.kernel.mm.AnonymousShared;
import dev.murre.kernel.mm.Mappings;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.Vma;
import dev.murre.kernel.task.SyscallTable;
import dev.murre.kernel.task.Task;
import java.util.List;

/// shmget(2), shmat(2), shmdt(2), shmctl(2).
final class ShmSyscalls {
    private static final int PAGE = 4096;
    private static final int SHM_RDONLY = 010000;
    private static final int SHM_RND = 020000;
    private static final int SHM_REMAP = 040000;
    private static final int SHM_EXEC = 0100000;
    private static final int SHM_HUGETLB = 04000;
    private static final int SHM_LOCK = 11;
    private static final int SHM_UNLOCK = 12;
    private static final int SHM_STAT = 13;
    private static final int SHM_INFO = 14;
    private static final int SHM_STAT_ANY = 15;
    private static final long SHMMAX = 0xfffffffffeffffffL;

    private ShmSyscalls() {}

    static void register(SyscallTable table) {
        table.on(Sysno.SHMGET, (t, key, size, fl, d, e, f) -> get(t, (int) key, size, (int) fl));
        table.on(Sysno.SHMAT, (t, id, at, fl, d, e, f) -> attach(t, (int) id, at, (int) fl));
        table.on(Sysno.SHMDT, (t, at, b, c, d, e, f) -> detach(t, at));
        table.on(
                Sysno.SHMCTL,
                (t, id, cmd, at, d, e, f) ->
                        control(t, (int) id, (int) cmd & ~IpcSyscalls.IPC_64, at));
    }

    private static IpcNamespace namespace(Task t) {
        return t.namespaces().ipc();
    }

    private static long get(Task t, int key, long size, int flags) {
        if ((flags & SHM_HUGETLB) != 0) {
            return -Errno.ENOMEM.number;
        }
        IpcNamespace ipc = namespace(t);
        ShmSegment segment =
                ipc.segments()
                        .get(
                                t.creds(),
                                key,
                                flags,
                                () -> {
                                    if (size <= 0) {
                                        throw Errno.EINVAL.exception();
                                    }
                                    return make(t, ipc, key, size, flags);
                                });
        return segment.size() < size ? -Errno.EINVAL.number : segment.id();
    }

    private static ShmSegment make(Task t, IpcNamespace ipc, int key, long size, int flags) {
        if (size > t.kernel().memory().limitPages() * PAGE) {
            throw Errno.ENOMEM.exception();
        }
        var memory = new AnonymousShared(t.kernel().memory(), size);
        return new ShmSegment(ipc, memory, key, t.creds(), flags, size, t.tgid());
    }

    /// Maps a segment; also what i386's ipc(2) does for SHMAT.
    static long attach(Task t, int id, long wanted, int flags) {
        ShmSegment segment = namespace(t).segments().require(id);
        long address = wanted;
        if ((address & PAGE - 1) != 0) {
            if ((flags & SHM_RND) == 0) {
                return -Errno.EINVAL.number;
            }
            address &= -PAGE;
        }
        boolean readOnly = (flags & SHM_RDONLY) != 0;
        segment.checkAccess(
                t.creds(), readOnly ? IpcObject.READ : IpcObject.READ | IpcObject.WRITE);
        if ((flags & SHM_REMAP) != 0 && address == 0) {
            return -Errno.EINVAL.number;
        }
        int prot = MmapFlags.PROT_READ;
        prot |= readOnly ? 0 : MmapFlags.PROT_WRITE;
        prot |= (flags & SHM_EXEC) != 0 ? MmapFlags.PROT_EXEC : 0;
        int how = MmapFlags.MAP_SHARED;
        if (address != 0) {
            how |= MmapFlags.MAP_FIXED;
            if ((flags & SHM_REMAP) == 0 && isUsed(t.mm(), address, segment.size())) {
                return -Errno.EINVAL.number;
            }
        }
        Mappings.ShareMode mode =
                readOnly ? Mappings.ShareMode.READ_ONLY : Mappings.ShareMode.WRITABLE;
        long start =
                t.mm().mappings()
                        .map(
                                address,
                                segment.size(),
                                prot,
                                how,
                                Mappings.vmaFlags(how, true, mode),
                                segment.pages(),
                                0,
                                segment,
                                "/SYSV%08x (deleted)".formatted(segment.key()));
        segment.usedBy(t.tgid());
        return start;
    }

    private static boolean isUsed(Mm mm, long start, long size) {
        for (Vma vma : mm.vmas()) {
            if (vma.start() < start + size && vma.end() > start) {
                return true;
            }
        }
        return false;
    }

    private static long detach(Task t, long address) {
        Mm mm = t.mm();
        if ((address & PAGE - 1) != 0) {
            return -Errno.EINVAL.number;
        }
        for (Vma first : List.copyOf(mm.vmas())) {
            if (first.file() instanceof ShmSegment segment
                    && first.start() - first.fileOffset() == address) {
                segment.usedBy(t.tgid());
                unmapAll(mm, segment, address);
                return 0;
            }
        }
        return -Errno.EINVAL.number;
    }

    /// A mapping may have been split since it was made.
    private static void unmapAll(Mm mm, ShmSegment segment, long base) {
        for (Vma vma : List.copyOf(mm.vmas())) {
            if (vma.file() == segment && vma.start() - vma.fileOffset() == base) {
                mm.mappings().unmap(vma.start(), vma.length());
            }
        }
    }

    private static long control(Task t, int id, int command, long at) {
        IpcTable<ShmSegment> segments = namespace(t).segments();
        return switch (command) {
            case IpcSyscalls.IPC_INFO -> limits(t, segments, at);
            case SHM_INFO -> usage(t, segments, at);
            case SHM_STAT, SHM_STAT_ANY -> {
                ShmSegment segment = segments.at(id);
                if (segment == null) {
                    yield -Errno.EINVAL.number;
                }
                if (command == SHM_STAT) {
                    segment.checkAccess(t.creds(), IpcObject.READ);
                }
                new IpcLayout(t, at).put(segment);
                yield segment.id();
            }
            default -> control(t, segments.require(id), command, at);
        };
    }

    private static long control(Task t, ShmSegment segment, int command, long at) {
        switch (command) {
            case IpcSyscalls.IPC_STAT -> {
                segment.checkAccess(t.creds(), IpcObject.READ);
                new IpcLayout(t, at).put(segment);
            }
            case IpcSyscalls.IPC_SET -> {
                IpcLayout.Change change = IpcLayout.Change.read(t, at);
                segment.checkOwner(t.creds());
                change.apply(segment);
                segment.changed();
            }
            case IpcSyscalls.IPC_RMID -> {
                segment.checkOwner(t.creds());
                namespace(t).remove(segment);
            }
            case SHM_LOCK, SHM_UNLOCK -> {
                segment.checkOwner(t.creds());
                segment.setLocked(command == SHM_LOCK);
            }
            default -> {
                return -Errno.EINVAL.number;
            }
        }
        return 0;
    }

    private static long limits(Task t, IpcTable<ShmSegment> segments, long at) {
        long[] values = {SHMMAX, 1, 4096, 4096, SHMMAX / PAGE, 0, 0, 0, 0};
        for (int i = 0; i < values.length; i++) {
            t.memory().putWord(at + (long) i * t.abi().wordSize, values[i], t.abi());
        }
        return segments.highestIndex();
    }

    private static long usage(Task t, IpcTable<ShmSegment> segments, long at) {
        long pages = 0;
        int used = 0;
        for (ShmSegment segment : segments.all()) {
            pages += (segment.size() + PAGE - 1) / PAGE;
            used++;
        }
        UserMemory m = t.memory();
        int word = t.abi().wordSize;
        m.putInt(at, used);
        long[] values = {pages, pages, 0, 0, 0};
        for (int i = 0; i < values.length; i++) {
            m.putWord(at + word + (long) i * word, values[i], t.abi());
        }
        return segments.highestIndex();
    }
}
