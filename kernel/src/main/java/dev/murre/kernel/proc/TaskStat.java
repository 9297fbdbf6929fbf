package dev.murre.kernel.proc;

import dev.murre.abi.Rlimit;
import dev.murre.kernel.base.Session.ControllingTerminal;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.ThreadGroup;
import org.jspecify.annotations.Nullable;

/// `/proc/PID/stat` and `statm`.
final class TaskStat {
    /// Nanoseconds of a clock tick, USER_HZ being 100.
    static final long TICK_NANOS = 10_000_000;

    private static final int PF_FORKNOEXEC = 0x40;
    private static final int PF_KTHREAD = 0x200000;
    private static final int PF_EXITING = 0x4;
    private static final int PF_RANDOMIZE = 0x400000;

    private TaskStat() {}

    /// The parent's number as the reader's namespace has it; 0 when it is outside.
    static int parent(Task t, PidNamespace pids) {
        return t.realParent().threadGroup().pid().numberIn(pids);
    }

    static String stat(Task t, TaskDirectory.Scope scope, PidNamespace pids) {
        StringBuilder s = new StringBuilder(256);
        s.append(t.pidStruct().numberIn(pids));
        s.append(" (").append(t.comm()).append(") ").append(t.state().letter);
        relations(s, t, pids);
        ThreadGroup group = t.threadGroup();
        boolean whole = scope == TaskDirectory.Scope.PROCESS;
        Accounting own = whole ? group.usage() : t.accounting();
        Accounting children = group.childrenUsage();
        add(s, own.minorFaults());
        add(s, children.minorFaults());
        add(s, own.majorFaults());
        add(s, children.majorFaults());
        add(s, own.userNanos() / TICK_NANOS);
        add(s, own.systemNanos() / TICK_NANOS);
        add(s, children.userNanos() / TICK_NANOS);
        add(s, children.systemNanos() / TICK_NANOS);
        add(s, t.sched().priority() - 100);
        add(s, t.sched().nice());
        add(s, group.threads().size());
        add(s, 0);
        add(s, t.startNanos() / TICK_NANOS);
        memory(s, t);
        signals(s, t);
        scheduling(s, t);
        layout(s, t.mmOrNull());
        add(s, t.exited() ? t.exitCode() : 0);
        return s.append('\n').toString();
    }

    private static void add(StringBuilder s, long value) {
        s.append(' ').append(value);
    }

    private static void unsigned(StringBuilder s, long value) {
        s.append(' ').append(Long.toUnsignedString(value));
    }

    private static void relations(StringBuilder s, Task t, PidNamespace pids) {
        add(s, parent(t, pids));
        if (t.threadGroup().processGroupOrNull() == null) {
            s.append(" -1 -1 0 -1");
        } else {
            add(s, t.processGroup().pid().numberIn(pids));
            add(s, t.session().pid().numberIn(pids));
            ControllingTerminal terminal = t.terminal();
            add(s, terminal == null ? 0 : terminal.deviceNumber());
            add(s, terminal == null ? -1 : terminal.foregroundGroup());
        }
        int flags = t.isKernelThread() ? PF_KTHREAD : PF_RANDOMIZE;
        flags |= t.forkedNoExec() ? PF_FORKNOEXEC : 0;
        add(s, flags | (t.exiting() ? PF_EXITING : 0));
    }

    private static void memory(StringBuilder s, Task t) {
        Mm mm = t.mmOrNull();
        add(s, mm == null ? 0 : mm.totalBytes());
        add(s, mm == null ? 0 : mm.presentPages() + mm.sharedPages());
        unsigned(s, t.limits().soft(Rlimit.RSS));
        add(s, mm == null ? 0 : mm.codeStart());
        add(s, mm == null ? 0 : mm.codeEnd());
        add(s, mm == null ? 0 : mm.stackStart());
        s.append(" 0 0");
    }

    private static void signals(StringBuilder s, Task t) {
        add(s, t.signals().pending.mask() & 0x7fffffffL);
        add(s, t.signals().blocked() & 0x7fffffffL);
        add(s, t.sigHand().ignoredMask() & 0x7fffffffL);
        add(s, t.sigHand().caughtMask() & 0x7fffffffL);
        add(s, t.state().sleeping() ? 1 : 0);
        s.append(" 0 0");
    }

    private static void scheduling(StringBuilder s, Task t) {
        add(s, t.exitSignal());
        add(s, t.sched().cpu());
        add(s, t.sched().rtPriority());
        add(s, t.sched().policy());
        s.append(" 0 0 0");
    }

    private static void layout(StringBuilder s, @Nullable Mm mm) {
        if (mm == null) {
            s.append(" 0 0 0 0 0 0 0");
            return;
        }
        add(s, mm.dataStart());
        add(s, mm.dataEnd());
        add(s, mm.brkStart());
        add(s, mm.argStart());
        add(s, mm.argEnd());
        add(s, mm.envStart());
        add(s, mm.envEnd());
    }

    static String statm(Task t) {
        Mm mm = t.mmOrNull();
        if (mm == null) {
            return "0 0 0 0 0 0 0\n";
        }
        TaskMemoryUse use = TaskMemoryUse.of(mm);
        long text = (mm.codeEnd() + 4095 >>> 12) - (mm.codeStart() >>> 12);
        long resident = mm.presentPages() + mm.sharedPages();
        return "%d %d %d %d 0 %d 0\n"
                .formatted(
                        mm.totalBytes() >>> 12,
                        resident,
                        use.fileBytes() + use.sharedBytes() >>> 12,
                        text,
                        mm.dataBytes() + use.stackBytes() >>> 12);
    }
}
