package dev.murre.kernel.fs;

import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.Entropy;
import dev.murre.kernel.base.HostClock;
import dev.murre.kernel.base.KernelLog;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.Timers;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// As much of a machine as file systems ask for; its clock stands still until told to move.
final class FakeKernel implements KernelServices {
    long nanos = 1_000_000_000_000L;
    private final Clocks clocks =
            new Clocks(
                    new HostClock() {
                        @Override
                        public long monotonicNanos() {
                            return nanos;
                        }

                        @Override
                        public long realtimeNanos() {
                            return nanos;
                        }
                    });
    private final Timers timers = new Timers(clocks);

    @Override
    public Clocks clocks() {
        return clocks;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Entropy entropy() {
        return (target, offset, length) -> Arrays.fill(target, offset, offset + length, (byte) 7);
    }

    @Override
    public KernelLog log() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void post(Runnable work) {
        work.run();
    }

    @Override
    public void expectPost() {}

    @Override
    public void postDone() {}

    @Override
    public @Nullable ProcessGroup processGroup(int id, Subject as) {
        return null;
    }
}
