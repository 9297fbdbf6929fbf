package dev.murre.kernel.task;

/// Every task, its state and what it waits for, for people: said when nothing can ever run again,
/// or
/// when somebody asks.
public final class TaskReport {
    /// The status the machine ends with.
    static final int STATUS = 125 << 8;

    private TaskReport() {}

    /// One line a task.
    public static String of(Kernel kernel) {
        StringBuilder out = new StringBuilder("tasks:");
        PidNamespace pids = kernel.pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            out.append("\n  ").append(t.id());
            out.append(" (").append(t.comm()).append(") ");
            out.append(t.state().letter);
            if (t.state().sleeping()) {
                out.append(" on ").append(t.waitChannel());
                if (!t.isKernelThread()) {
                    long number = t.syscallNumber();
                    var name = kernel.syscalls().numbers(t.abi()).name(number);
                    out.append(" in ").append(name == null ? "?" : name.text());
                }
            }
        }
        return out.toString();
    }
}
