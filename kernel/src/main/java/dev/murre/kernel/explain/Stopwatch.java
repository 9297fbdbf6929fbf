package dev.murre.kernel.explain;

import dev.murre.kernel.task.Kernel;

/// The machine's time less what looking at it has taken.
final class Stopwatch {
    private final Kernel kernel;
    private long excluded;
    private long pausedAt = -1;

    Stopwatch(Kernel kernel) {
        this.kernel = kernel;
    }

    long now() {
        return pausedAt >= 0 ? pausedAt : kernel.clocks().monotonicNanos() - excluded;
    }

    /// Stands still until [#resume].
    void pause() {
        pausedAt = now();
    }

    void resume() {
        excluded = kernel.clocks().monotonicNanos() - pausedAt;
        pausedAt = -1;
    }
}
