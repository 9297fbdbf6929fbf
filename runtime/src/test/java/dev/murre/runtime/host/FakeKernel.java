package dev.murre.runtime.host;

import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.Entropy;
import dev.murre.kernel.base.KernelLog;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.Timers;
import org.jspecify.annotations.Nullable;

/// Runs what is posted at once and counts the promises.
final class FakeKernel implements KernelServices {
    private int promises;
    private int posts;

    synchronized int promises() {
        return promises;
    }

    synchronized int posts() {
        return posts;
    }

    @Override
    public synchronized void post(Runnable work) {
        posts++;
        work.run();
        notifyAll();
    }

    synchronized void awaitPost() throws InterruptedException {
        while (posts == 0) {
            wait();
        }
    }

    @Override
    public synchronized void expectPost() {
        promises++;
    }

    @Override
    public synchronized void postDone() {
        promises--;
    }

    @Override
    public Clocks clocks() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Timers timers() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Entropy entropy() {
        throw new UnsupportedOperationException();
    }

    @Override
    public KernelLog log() {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable ProcessGroup processGroup(int id, Subject as) {
        return null;
    }
}
