package dev.murre.kernel.exec;

import static dev.murre.abi.MmapFlags.MAP_FIXED;
import static dev.murre.abi.MmapFlags.MAP_PRIVATE;
import static dev.murre.abi.MmapFlags.PROT_EXEC;
import static dev.murre.abi.MmapFlags.PROT_READ;

import dev.murre.abi.Abi;
import dev.murre.arch.x86.Vdso64;
import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.mm.Mappings;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.mm.PageSource;
import dev.murre.kernel.task.Architectures.VdsoImage;
import dev.murre.kernel.task.Kernel;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.SharedArea;
import org.jspecify.annotations.Nullable;

/// Puts the system's shared object into an address space, vdso(7).
final class VdsoMapping {
    /// The name of the mapping with [Variables].
    private static final String VARIABLES = "[vvar]";

    private VdsoMapping() {}

    /// Maps it where mmap would put it; returns the address, or 0 if there is none for the ABI.
    static long map(Kernel kernel, Mm mm, Abi abi) {
        VdsoImage image = kernel.architectures().vdso(abi);
        if (image == null) {
            return 0;
        }
        int kind = Mappings.vmaFlags(MAP_PRIVATE, false, Mappings.ShareMode.WRITABLE);
        long length = image.bytes().length;
        long data = 0;
        if (abi == Abi.X86_64) {
            long both = Mm.PAGE_BYTES + length;
            int fresh = kind | Mappings.FRESH_IN_CHILDREN;
            Variables variables = new Variables(kernel.clocks());
            data =
                    mm.mappings()
                            .map(
                                    0,
                                    both,
                                    PROT_READ,
                                    MAP_PRIVATE,
                                    fresh,
                                    variables,
                                    0,
                                    null,
                                    VARIABLES);
        }
        return mm.mappings()
                .map(
                        data == 0 ? 0 : data + Mm.PAGE_BYTES,
                        length,
                        PROT_READ | PROT_EXEC,
                        data == 0 ? MAP_PRIVATE : MAP_PRIVATE | MAP_FIXED,
                        kind,
                        new Content(image),
                        0,
                        null,
                        "[vdso]");
    }

    /// What the shared object's functions read: nothing but the offset of the real time. Each
    /// address
    /// space has its copy, which is dropped when the clock is set.
    private record Variables(Clocks clocks) implements PageSource {
        @Override
        public boolean readPage(long index, long hostAddress) {
            Host.put64(hostAddress + Vdso64.REALTIME_OFFSET, clocks.realtimeOffsetNanos());
            return true;
        }

        @Override
        public long size() {
            return 2 * Mm.PAGE_BYTES;
        }

        @Override
        public @Nullable SharedArea sharedArea() {
            return null;
        }
    }

    private record Content(VdsoImage image) implements PageSource {
        @Override
        public boolean readPage(long index, long hostAddress) {
            long offset = index << 12;
            if (offset >= image.bytes().length) {
                return false;
            }
            Host.copyIn(image.bytes(), (int) offset, hostAddress, 4096);
            return true;
        }

        @Override
        public long size() {
            return image.bytes().length;
        }

        @Override
        public @Nullable SharedArea sharedArea() {
            return null;
        }

        @Override
        public @Nullable Object contentKey() {
            return image;
        }
    }
}
