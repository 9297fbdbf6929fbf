package dev.murre.kernel.tty;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.KernelServices;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// The pseudo-terminals of one devpts instance, by number.
public final class PtyRegistry {
    private static final int LIMIT = 4096;
    private static final int SLAVE_MAJOR = 136;

    private final KernelServices kernel;
    private final TreeMap<Integer, PtyPair> pairs = new TreeMap<>();

    public PtyRegistry(KernelServices kernel) {
        this.kernel = kernel;
    }

    KernelServices kernel() {
        return kernel;
    }

    /// The device number of slave `index` in the kernel's encoding for `/proc/PID/stat`.
    static int slaveDeviceNumber(int index) {
        return SLAVE_MAJOR + (index >> 8) << 8 | index & 0xff;
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
    public void forEach(IntConsumer action) {
        Collection<Integer> indices = pairs.keySet();
        indices.forEach(action::accept);
    }

    public boolean exists(int index) {
        return pairs.containsKey(index);
    }
}
