package dev.murre.kernel.task;

/// What is said when nothing can ever run again: every task, its state and what it waits for.
final class StallReport {
    /// The status the machine ends with.
    static final int STATUS = 125 << 8;

    private StallReport() {}

    static String of(Kernel kernel) {
        StringBuilder out = new StringBuilder("nothing can run again; the tasks are:");
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
