package dev.murre.kernel.explain;

import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.kernel.fs.PathText;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.kernel.strace.SyscallNarrator;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.trace.story.Story;
import dev.murre.trace.story.StoryText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Looks at a running machine from outside and puts what it sees into text. All methods are called
/// with the kernel's lock held.
public final class Inspector {
    private static final int LONGEST_COMMAND = 4096;

    private final Kernel kernel;
    private final SyscallNarrator narrator = new SyscallNarrator();

    public Inspector(Kernel kernel) {
        this.kernel = kernel;
    }

    private void each(Consumer<Task> action) {
        for (Task t = kernel.pids().nextTask(1);
                t != null;
                t = kernel.pids().nextTask(t.id() + 1)) {
            action.accept(t);
        }
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%6s %6s %6s %-2s %3s %3s %9s %8s  %-18s %s", cells)
                .stripTrailing();
    }

    /// Every task, as ps(1) shows threads.
    public String ps() {
        var out =
                new StringBuilder(
                        row(
                                "PID",
                                "TID",
                                "PPID",
                                "ST",
                                "PRI",
                                "CPU",
                                "TIME",
                                "RSS/KiB",
                                "WAITS IN",
                                "COMMAND"));
        each(
                t ->
                        out.append('\n')
                                .append(
                                        row(
                                                t.tgidNumber(),
                                                t.id(),
                                                t.realParent().tgidNumber(),
                                                t.state().letter,
                                                t.sched().priority(),
                                                t.sched().cpu(),
                                                time(t),
                                                t.mmOrNull() == null
                                                        ? 0
                                                        : (t.mm().presentPages()
                                                                        + t.mm().sharedPages())
                                                                * 4,
                                                waits(t),
                                                command(t))));
        return out.toString();
    }

    private String time(Task t) {
        kernel.scheduler().updateCurrent(t);
        long nanos = t.accounting().userNanos() + t.accounting().systemNanos();
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    private String waits(Task t) {
        if (!t.state().sleeping() || t.isKernelThread()) {
            return t.state().sleeping() ? t.waitChannel() : "";
        }
        Sysno call = call(t);
        return call == null ? t.waitChannel() : call.text();
    }

    private @Nullable Sysno call(Task t) {
        return kernel.syscalls().numbers(t.abi()).name(t.syscallNumber());
    }

    private static String command(Task t) {
        Mm mm = t.mmOrNull();
        if (mm == null) {
            return "[" + t.comm() + "]";
        }
        int length = (int) Math.min(LONGEST_COMMAND, mm.argEnd() - mm.argStart());
        byte[] bytes = new byte[Math.max(0, length)];
        int got = mm.forced().read(mm.argStart(), bytes, 0, bytes.length);
        String text = new String(bytes, 0, got, StandardCharsets.UTF_8).replace('\0', ' ');
        return text.isBlank() ? "[" + t.comm() + "]" : text.strip();
    }

    /// Who is whose child, as pstree(1).
    public String tree() {
        var out = new StringBuilder();
        each(
                t -> {
                    if (t.isGroupLeader() && t.realParent().id() == 0) {
                        branch(out, t, "", "");
                    }
                });
        return out.toString().stripTrailing();
    }

    private void branch(StringBuilder out, Task t, String first, String rest) {
        int threads = t.threadGroup().isEmpty() ? 0 : t.threadGroup().threads().size();
        out.append(first).append(t.comm()).append('(').append(t.id()).append(") ");
        out.append(t.state().letter).append(threads > 1 ? " " + threads + " threads" : "");
        out.append('\n');
        List<Task> children = t.threadGroup().childList();
        for (int i = 0; i < children.size(); i++) {
            boolean last = i + 1 == children.size();
            branch(
                    out,
                    children.get(i),
                    rest + (last ? "└─ " : "├─ "),
                    rest + (last ? "   " : "│  "));
        }
    }

    /// What every task is doing in the kernel.
    public String syscalls() {
        var out = new StringBuilder();
        each(
                t -> {
                    if (t.isKernelThread() || t.exited()) {
                        return;
                    }
                    out.append(
                            String.format(
                                    Locale.ROOT,
                                    "%6d %-15s %s  ",
                                    t.id(),
                                    t.comm(),
                                    t.state().letter));
                    out.append(
                            t.state().sleeping()
                                    ? narrator.enter(t, t.syscallNumber(), call(t))
                                    : "runs");
                    out.append('\n');
                });
        return out.toString().stripTrailing();
    }

    /// A task by its number; null if there is none.
    public @Nullable Task task(int id) {
        return kernel.pids().task(id);
    }

    /// The kernel stack of a task, every word named.
    public String stack(Task t) {
        if (t.stackOrNull() == null) {
            return "its kernel stack is gone";
        }
        boolean runs = t.isRunningNow();
        var where = runs ? StackView.Where.RUNNING : StackView.Where.SWITCHED_OUT;
        String note =
                runs ? "It runs now: pt_regs are those of the last way in." : "It is switched out.";
        var blocks =
                List.<Story.Block>of(
                        new Story.Stacks(List.of(StackView.of(Look.who(t), t, where))));
        return StoryText.of(
                        new Story(
                                "Kernel stack of " + Look.who(t),
                                note,
                                List.of(new Story.Section("Stack", blocks))))
                .stripTrailing();
    }

    /// The address space of a task.
    public String maps(Task t) {
        if (t.mmOrNull() == null) {
            return "it has no address space";
        }
        return StoryText.of(
                        new Story(
                                "Address space of " + Look.who(t),
                                command(t),
                                List.of(
                                        new Story.Section(
                                                "Mappings", List.of(MemoryView.of("", t))))))
                .stripTrailing();
    }

    /// The open files of a task.
    public String files(Task t) {
        FdTable files = t.filesOrNull();
        if (files == null) {
            return "it has no open files";
        }
        var out = new StringBuilder();
        for (int fd = files.nextOpen(0); fd >= 0; fd = files.nextOpen(fd + 1)) {
            OpenFile file = files.getAny(fd);
            if (file != null) {
                String access = (file.canRead() ? "r" : "-") + (file.canWrite() ? "w" : "-");
                out.append(
                        String.format(
                                Locale.ROOT,
                                "%4d %s %8d  %s%n",
                                fd,
                                access,
                                file.pos(),
                                PathText.shown(file.path(), t.fs().root())));
            }
        }
        return out.toString().stripTrailing();
    }

    /// Sends a signal to a process.
    public static void kill(Task t, Signal signal) {
        SignalSender.sendToProcess(t.threadGroup(), SigInfo.user(signal, SigCodes.SI_USER, 0, 0));
    }
}
