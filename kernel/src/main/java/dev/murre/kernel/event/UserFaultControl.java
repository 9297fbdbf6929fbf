package dev.murre.kernel.event;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.ServedMappings;
import dev.murre.kernel.mm.Vma;
import org.jspecify.annotations.Nullable;

/// The ioctl calls of a userfaultfd, ioctl_userfaultfd(2).
final class UserFaultControl {
    static final int API = 0xaa;

    /// UFFD_FEATURE_ bits.
    static final long FEATURE_SIGBUS = 1 << 7;

    static final long FEATURE_THREAD_ID = 1 << 8;
    private static final long FEATURE_PROTECTION = 1;
    private static final long FEATURE_MISSING_SHMEM = 1 << 5;
    private static final long FEATURES =
            FEATURE_PROTECTION | FEATURE_MISSING_SHMEM | FEATURE_SIGBUS | FEATURE_THREAD_ID;

    /// What a descriptor can do: UFFDIO_REGISTER, UFFDIO_UNREGISTER, UFFDIO_API.
    static final long CALLS = 1 | 2 | 1L << 63;

    /// What a range can have done to it: WAKE, COPY, ZEROPAGE; and WRITEPROTECT.
    private static final long RANGE_CALLS = 1 << 2 | 1 << 3 | 1 << 4;

    private static final long PROTECT_CALL = 1 << 6;

    private static final int UFFDIO_API = 0xc018aa3f;
    private static final int UFFDIO_REGISTER = 0xc020aa00;
    private static final int UFFDIO_UNREGISTER = 0x8010aa01;
    private static final int UFFDIO_WAKE = 0x8010aa02;
    private static final int UFFDIO_COPY = 0xc028aa03;
    private static final int UFFDIO_ZEROPAGE = 0xc020aa04;
    private static final int UFFDIO_WRITEPROTECT = 0xc018aa06;

    private static final int DONTWAKE = 1;
    private static final int COPY_PROTECTED = 2;
    private static final int PROTECT = 1;
    private static final int PROTECT_DONTWAKE = 2;

    private static final int PAGE_SHIFT = 12;

    private final UserFaultFd file;

    UserFaultControl(UserFaultFd file) {
        this.file = file;
    }

    long ioctl(FsSubject who, int command, long argument) {
        if (command == UFFDIO_API) {
            return api(who.memory(), argument);
        }
        if (!file.isSetUp()) {
            return -Errno.EINVAL.number;
        }
        UserMemory memory = who.memory();
        return switch (command) {
            case UFFDIO_REGISTER -> register(memory, argument);
            case UFFDIO_UNREGISTER -> unregister(memory, argument);
            case UFFDIO_WAKE -> wake(memory, argument);
            case UFFDIO_COPY -> copy(memory, argument);
            case UFFDIO_ZEROPAGE -> zero(memory, argument);
            case UFFDIO_WRITEPROTECT -> protect(memory, argument);
            default -> -Errno.EINVAL.number;
        };
    }

    private long api(UserMemory memory, long at) {
        long wanted = memory.getLong(at + 8);
        if (file.isSetUp() || memory.getLong(at) != API || (wanted & ~FEATURES) != 0) {
            memory.clear(at, 24);
            return -Errno.EINVAL.number;
        }
        memory.putLong(at + 8, FEATURES);
        memory.putLong(at + 16, CALLS);
        file.setUp(wanted);
        return 0;
    }

    private ServedMappings living() {
        Mm mm = file.mm();
        if (mm.users() == 0) {
            throw Errno.ESRCH.exception();
        }
        return mm.served();
    }

    private long register(UserMemory memory, long at) {
        long start = memory.getLong(at);
        long length = memory.getLong(at + 8);
        long modes = memory.getLong(at + 16);
        if (modes == 0 || (modes & ~(ServedMappings.MISSING | ServedMappings.WRITE_PROTECT)) != 0) {
            return -Errno.EINVAL.number;
        }
        file.mm().served().checkPages(start, length);
        living().register(file, start, start + length, (int) modes);
        boolean protects = (modes & ServedMappings.WRITE_PROTECT) != 0;
        memory.putLong(at + 24, protects ? RANGE_CALLS | PROTECT_CALL : RANGE_CALLS);
        return 0;
    }

    private long unregister(UserMemory memory, long at) {
        long start = memory.getLong(at);
        long length = memory.getLong(at + 8);
        file.mm().served().checkPages(start, length);
        living().unregister(start, start + length);
        file.wake(start, length);
        return 0;
    }

    private long wake(UserMemory memory, long at) {
        long start = memory.getLong(at);
        long length = memory.getLong(at + 8);
        file.mm().served().checkPages(start, length);
        file.wake(start, length);
        return 0;
    }

    private long copy(UserMemory memory, long at) {
        long target = memory.getLong(at);
        long source = memory.getLong(at + 8);
        long length = memory.getLong(at + 16);
        long mode = memory.getLong(at + 24);
        file.mm().served().checkPages(target, length);
        if (Long.compareUnsigned(source + length, source) <= 0
                || (mode & ~(DONTWAKE | COPY_PROTECTED)) != 0) {
            return -Errno.EINVAL.number;
        }
        long done;
        try {
            Vma vma = living().require(target, length, -1);
            boolean isProtected = (mode & COPY_PROTECTED) != 0;
            if (isProtected) {
                living().require(target, length, ServedMappings.WRITE_PROTECT);
            }
            done = copyPages(memory, vma, target, source, length, isProtected);
        } catch (dev.murre.abi.ErrnoException e) {
            done = e.errno.result();
        }
        return finish(memory, at + 32, done, target, length, (mode & DONTWAKE) == 0);
    }

    private long copyPages(
            UserMemory memory, Vma vma, long target, long source, long length, boolean guard) {
        byte[] content = new byte[1 << PAGE_SHIFT];
        long done = 0;
        while (done < length) {
            int error = -Errno.EFAULT.number;
            try {
                memory.copyFromUser(source + done, content, 0, content.length);
                error = fill(vma, target + done, content, guard);
            } catch (dev.murre.abi.ErrnoException e) {
                error = (int) e.errno.result();
            }
            if (error != 0) {
                return done > 0 ? done : error;
            }
            done += content.length;
        }
        return done;
    }

    private int fill(Vma vma, long address, byte @Nullable [] content, boolean guard) {
        ServedMappings served = living();
        int error = served.fill(vma, address, content);
        if (error == 0) {
            file.renewed(address >>> PAGE_SHIFT);
            if (guard) {
                file.protect(address >>> PAGE_SHIFT);
                served.protectionChanged(vma, address >>> PAGE_SHIFT);
            }
        }
        return error;
    }

    private long zero(UserMemory memory, long at) {
        long start = memory.getLong(at);
        long length = memory.getLong(at + 8);
        long mode = memory.getLong(at + 16);
        file.mm().served().checkPages(start, length);
        if ((mode & ~DONTWAKE) != 0) {
            return -Errno.EINVAL.number;
        }
        long done = 0;
        try {
            Vma vma = living().require(start, length, -1);
            int error = 0;
            while (done < length && error == 0) {
                error = fill(vma, start + done, null, false);
                done = error == 0 ? done + (1 << PAGE_SHIFT) : done;
            }
            done = done == 0 ? error : done;
        } catch (dev.murre.abi.ErrnoException e) {
            done = e.errno.result();
        }
        return finish(memory, at + 24, done, start, length, (mode & DONTWAKE) == 0);
    }

    /// Tells how many bytes were filled; EAGAIN when that is not all.
    private long finish(
            UserMemory memory, long at, long done, long start, long length, boolean wakes) {
        if (done == -Errno.ESRCH.number) {
            return done;
        }
        memory.putLong(at, done);
        if (done < 0) {
            return done;
        }
        if (wakes) {
            file.wake(start, done);
        }
        return done == length ? 0 : -Errno.EAGAIN.number;
    }

    private long protect(UserMemory memory, long at) {
        long start = memory.getLong(at);
        long length = memory.getLong(at + 8);
        long mode = memory.getLong(at + 16);
        file.mm().served().checkPages(start, length);
        boolean guard = (mode & PROTECT) != 0;
        boolean quiet = (mode & PROTECT_DONTWAKE) != 0;
        if ((mode & ~(PROTECT | PROTECT_DONTWAKE)) != 0 || guard && quiet) {
            return -Errno.EINVAL.number;
        }
        ServedMappings served = living();
        Vma vma = served.require(start, length, ServedMappings.WRITE_PROTECT);
        for (long address = start; address < start + length; address += 1 << PAGE_SHIFT) {
            long page = address >>> PAGE_SHIFT;
            if (guard && served.isThere(page)) {
                file.protect(page);
            } else {
                file.renewed(page);
            }
            served.protectionChanged(vma, page);
        }
        if (!guard && !quiet) {
            file.wake(start, length);
        }
        return 0;
    }
}
