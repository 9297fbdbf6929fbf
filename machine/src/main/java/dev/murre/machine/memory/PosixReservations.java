package dev.murre.machine.memory;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;

/// Reservations by `mmap(2)` without swap reservation; shared memory by `memfd_create(2)`.
final class PosixReservations extends Reservations {
    private static final int PRIVATE =
            Posix.MAP_PRIVATE | Posix.MAP_ANONYMOUS | Posix.MAP_NORESERVE;

    private record Range(long address, long size) {}

    private final List<Range> ranges = new ArrayList<>();

    @Override
    long reserve(long size) {
        long address = Posix.mmap(0, size, PRIVATE, -1, 0);
        Posix.preferSmallPages(address, size);
        ranges.add(new Range(address, size));
        return address;
    }

    @Override
    boolean discard(long address, long size) {
        return Posix.discard(address, size);
    }

    @Override
    void renew(long address, long size) {
        Posix.mmap(address, size, PRIVATE | Posix.MAP_FIXED, -1, 0);
        Posix.preferSmallPages(address, size);
    }

    @Override
    void expectAll(long address, long size) {
        Posix.advise(address, size, Posix.MADV_HUGEPAGE);
    }

    @Override
    void expectLittle(long address, long size) {
        Posix.advise(address, size, Posix.MADV_NOHUGEPAGE);
    }

    @Override
    SharedArea shared(long size) {
        return new MemfdArea(size);
    }

    @Override
    public void close() {
        for (Range range : ranges) {
            Posix.munmap(range.address, range.size);
        }
        ranges.clear();
    }

    private static final class MemfdArea implements SharedArea {
        private final int descriptor;
        private long size;
        private long address;

        MemfdArea(long size) {
            try (Arena arena = Arena.ofConfined()) {
                descriptor = Posix.memfd(arena.allocateFrom("murre"));
            }
            ensure(Math.max(size, GuestMemory.PAGE_SIZE));
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public void ensure(long wanted) {
            if (wanted <= size) {
                return;
            }
            long larger =
                    Math.max(wanted + GuestMemory.PAGE_MASK & -GuestMemory.PAGE_SIZE, 2 * size);
            Posix.truncate(descriptor, larger);
            if (address != 0) {
                Posix.munmap(address, size);
            }
            address = Posix.mmap(0, larger, Posix.MAP_SHARED | Posix.MAP_NORESERVE, descriptor, 0);
            size = larger;
        }

        @Override
        public long address() {
            return address;
        }

        @Override
        public void alias(long target, long offset, long length) {
            ensure(offset + length);
            Posix.mmap(target, length, Posix.MAP_SHARED | Posix.MAP_FIXED, descriptor, offset);
        }

        @Override
        public void close() {
            if (address != 0) {
                Posix.munmap(address, size);
                Posix.close(descriptor);
                address = 0;
            }
        }
    }
}
