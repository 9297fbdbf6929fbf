package dev.murre.kernel.task;

import dev.murre.kernel.sched.Autogroup;
import dev.murre.kernel.sched.SchedGroup;

/// Which group of the scheduler tasks are in: their cgroup's; in the root of cgroups their
/// session's, if that is switched on. Linux: kernel/sched/autogroup.c.
public final class Autogroups {
    private Autogroups() {}

    /// A process begins a session.
    static void begin(ThreadGroup process) {
        Kernel kernel = process.kernel();
        int id = ++kernel.settings().lastAutogroup;
        process.autogroup = new Autogroup(id, kernel.scheduler().rootGroup());
        for (Task t : process.threads()) {
            kernel.scheduler().setGroup(t, groupOf(t));
        }
    }

    static SchedGroup groupOf(Task t) {
        Autogroup own = t.threadGroup.autogroup;
        boolean counts = t.kernel().settings().autogroupEnabled != 0 && t.cgroup().parent() == null;
        return counts && own != null ? own.group() : t.cgroup().sched();
    }

    /// Whether it is switched on.
    public static int enabled(Kernel kernel) {
        return kernel.settings().autogroupEnabled;
    }

    /// Switches it on or off.
    public static void enable(Kernel kernel, int on) {
        kernel.settings().autogroupEnabled = on;
        PidNamespace pids = kernel.pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            if (!t.exited()) {
                kernel.scheduler().setGroup(t, groupOf(t));
            }
        }
    }
}
