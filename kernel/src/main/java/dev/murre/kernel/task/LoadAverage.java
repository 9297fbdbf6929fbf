package dev.murre.kernel.task;

/// How many tasks want to run, averaged over 1, 5 and 15 minutes, `/proc/loadavg`.
public final class LoadAverage {
    private static final double SECONDS = 1e9;
    private static final double[] PERIODS = {60, 300, 900};
    private static final int FIXED_ONE = 1 << 16;

    private final Kernel kernel;
    private final double[] averages = new double[3];
    private long lastNanos;

    LoadAverage(Kernel kernel) {
        this.kernel = kernel;
    }

    private void update() {
        long now = kernel.clocks().monotonicNanos();
        double passed = (now - lastNanos) / SECONDS;
        if (passed < 1) {
            return;
        }
        lastNanos = now;
        int active = kernel.scheduler().running();
        for (int i = 0; i < 3; i++) {
            double keep = Math.exp(-passed / PERIODS[i]);
            averages[i] = averages[i] * keep + active * (1 - keep);
        }
    }

    /// Average number `which` (0 to 2).
    public double average(int which) {
        update();
        return averages[which];
    }

    /// The same with 16 bits after the point, as sysinfo(2) has it.
    public long fixed(int which) {
        return (long) (average(which) * FIXED_ONE);
    }
}
