package dev.murre.kernel.sched;

/// The processes of a session as one group, sched(7) "The autogroup feature".
public final class Autogroup {
    private final int id;
    private final SchedGroup group;
    private int nice;

    /// @param root the group that it shares processor time in
    public Autogroup(int id, SchedGroup root) {
        this.id = id;
        this.group = new SchedGroup(root);
    }

    public SchedGroup group() {
        return group;
    }

    /// Gives all of the session more or less, as nice(2) does for a process.
    public void setNice(int value) {
        nice = value;
        group.setShares(SchedEntity.weightOf(value));
    }

    /// As `/proc/PID/autogroup` shows it.
    public String text() {
        return "/autogroup-" + id + " nice " + nice + "\n";
    }
}
