package dev.murre.kernel.tty;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.fs.Devices;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The pseudo-terminals of one devpts instance, by number.
final class PtyRegistry {
    static final int LIMIT = 4096;
    static final int SLAVE_MAJOR = 136;

    private final KernelServices kernel;
    private final TreeMap<Integer, PtyPair> pairs = new TreeMap<>();

    PtyRegistry(KernelServices kernel) {
        this.kernel = kernel;
    }

    KernelServices kernel() {
        return kernel;
    }

    /// The device number of slave `index` in the kernel's encoding for `/proc/PID/stat`.
    static int slaveDeviceNumber(int index) {
        return (int) Devices.makedev(SLAVE_MAJOR, index);
    }

    /// A new pair with the lowest free number; opening `/dev/ptmx`.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOSPC
    PtyPair allocate() {
        for (int index = 0; index < LIMIT; index++) {
            if (!pairs.containsKey(index)) {
                var pair = new PtyPair(this, index);
                pairs.put(index, pair);
                return pair;
            }
        }
        throw Errno.ENOSPC.exception();
    }

    void free(PtyPair pair) {
        pairs.remove(pair.index(), pair);
    }

    @Nullable PtyPair find(int index) {
        return pairs.get(index);
    }

    /// The numbers in use, lowest first.
    Integer[] indices() {
        return pairs.keySet().toArray(Integer[]::new);
    }
}
