package dev.murre.runtime.host;

import dev.murre.kernel.base.Entropy;
import java.io.FileInputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The host's randomness: urandom(4), or the JDK's generator on a host that has no such file.
/// Reading the file spares the start-up time of the JDK's security providers.
public final class HostEntropy implements Entropy {
    private final byte[] pool = new byte[4096];
    private int used = pool.length;
    private @Nullable SecureRandom fallback;

    @Override
    public void fill(byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            if (used == pool.length) {
                refill();
            }
            int count = Math.min(length - done, pool.length - used);
            System.arraycopy(pool, used, target, offset + done, count);
            Arrays.fill(pool, used, used + count, (byte) 0);
            used += count;
            done += count;
        }
    }

    private void refill() {
        used = 0;
        if (fallback == null) {
            try (var urandom = new FileInputStream("/dev/urandom")) {
                if (urandom.readNBytes(pool, 0, pool.length) == pool.length) {
                    return;
                }
            } catch (IOException e) {
                // Below: the JDK's own way.
            }
            fallback = new SecureRandom();
        }
        fallback.nextBytes(pool);
    }
}
