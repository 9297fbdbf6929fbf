package dev.murre.kernel.proc;

/// The load averages of proc(5): how many tasks want to run, averaged over 1, 5 and 15 minutes.
/// Brought up to date when somebody looks, so an idle machine needs no timer for it.
final class LoadAverage {
    private static final double MINUTE = 60e9;

    private double one;
    private double five;
    private double fifteen;
    private long lastNanos;

    /// Takes `running` tasks for the time since the last look; returns the 1-minute average.
    double now(long nowNanos, int running) {
        double passed = nowNanos - lastNanos;
        lastNanos = nowNanos;
        one = decay(one, running, passed / MINUTE);
        five = decay(five, running, passed / (5 * MINUTE));
        fifteen = decay(fifteen, running, passed / (15 * MINUTE));
        return one;
    }

    private static double decay(double old, int running, double periods) {
        double keep = Math.exp(-periods);
        return old * keep + running * (1 - keep);
    }

    double five() {
        return five;
    }

    double fifteen() {
        return fifteen;
    }
}
