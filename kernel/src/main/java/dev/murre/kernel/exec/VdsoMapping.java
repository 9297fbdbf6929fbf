package dev.murre.kernel.exec;

import static dev.murre.abi.MmapFlags.MAP_PRIVATE;
import static dev.murre.abi.MmapFlags.PROT_EXEC;
import static dev.murre.abi.MmapFlags.PROT_READ;

import dev.murre.abi.Abi;
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
    private VdsoMapping() {}

    /// Maps it where mmap would put it; returns the address, or 0 if there is none for the ABI.
    static long map(Kernel kernel, Mm mm, Abi abi) {
        VdsoImage image = kernel.architectures().vdso(abi);
        if (image == null) {
            return 0;
        }
        int kind = Mappings.vmaFlags(MAP_PRIVATE, false, Mappings.ShareMode.WRITABLE);
        return mm.mappings()
                .map(
                        0,
                        image.bytes().length,
                        PROT_READ | PROT_EXEC,
                        MAP_PRIVATE,
                        kind,
                        new Content(image),
                        0,
                        null,
                        "[vdso]");
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
