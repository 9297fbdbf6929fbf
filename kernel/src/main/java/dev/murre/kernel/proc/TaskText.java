package dev.murre.kernel.proc;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.Rlimit;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.sched.Autogroup;
import dev.murre.kernel.sched.SchedEntity;
import dev.murre.kernel.task.Accounting;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import java.nio.charset.StandardCharsets;

/// The shorter files of `/proc/PID`.
final class TaskText {
    /// No user namespaces: every id means itself.
    static final String ID_MAP = "         0          0 4294967295\n";

    private static final long MAX_STRINGS = 2 << 20;

    private static final String[] LIMIT_NAMES = {
        "Max cpu time",
        "Max file size",
        "Max data size",
        "Max stack size",
        "Max core file size",
        "Max resident set",
        "Max processes",
        "Max open files",
        "Max locked memory",
        "Max address space",
        "Max file locks",
        "Max pending signals",
        "Max msgqueue size",
        "Max nice priority",
        "Max realtime priority",
        "Max realtime timeout",
    };
    private static final String[] LIMIT_UNITS = {
        "seconds",
        "bytes",
        "bytes",
        "bytes",
        "bytes",
        "bytes",
        "processes",
        "files",
        "bytes",
        "bytes",
        "locks",
        "signals",
        "bytes",
        "",
        "",
        "us",
    };

    private static final int OLD_OOM_NEVER = 17;
    private static final int OLD_OOM_MOST = 15;
    private static final int CORE_FILTER_BITS = 0x1ff;

    private TaskText() {}

    private static String bytes(Mm mm, long from, long to) {
        int length = (int) Math.clamp(to - from, 0, MAX_STRINGS);
        byte[] bytes = new byte[length];
        int n = mm.forced().read(from, bytes, 0, length);
        return new String(bytes, 0, n, StandardCharsets.ISO_8859_1);
    }

    static String commandLine(Task t) {
        Mm mm = t.mmOrNull();
        if (mm == null) {
            return "";
        }
        String arguments = bytes(mm, mm.argStart(), mm.argEnd());
        if (arguments.isEmpty() || arguments.endsWith("\0")) {
            return arguments;
        }
        int end = arguments.indexOf('\0');
        if (end >= 0) {
            return arguments.substring(0, end + 1);
        }
        String more = bytes(mm, mm.argStart(), mm.envEnd());
        end = more.indexOf('\0');
        return end < 0 ? more : more.substring(0, end);
    }

    static String environment(Task t) {
        Mm mm = t.mmOrNull();
        return mm == null ? "" : bytes(mm, mm.envStart(), mm.envEnd());
    }

    static String auxv(Task t) {
        Mm mm = t.mmOrNull();
        return mm == null ? "" : new String(mm.auxv(), StandardCharsets.ISO_8859_1);
    }

    static String personality(Task t) {
        return "%08x\n".formatted(t.options().personality);
    }

    static String limits(Task t) {
        StringBuilder out = new StringBuilder();
        out.append(
                "Limit                     Soft Limit           Hard Limit           Units     \n");
        for (Rlimit limit : Rlimit.values()) {
            int i = limit.ordinal();
            String line =
                    "%-25s %-20s %-20s %-10s\n"
                            .formatted(
                                    LIMIT_NAMES[i],
                                    value(t.limits().soft(limit)),
                                    value(t.limits().hard(limit)),
                                    LIMIT_UNITS[i]);
            boolean unitless = LIMIT_UNITS[i].isEmpty();
            out.append(unitless ? line.substring(0, 67) + "\n" : line);
        }
        return out.toString();
    }

    private static String value(long limit) {
        return limit == Rlimit.INFINITY ? "unlimited" : Long.toUnsignedString(limit);
    }

    static String sched(Task t) {
        Accounting a = t.accounting();
        StringBuilder out = new StringBuilder();
        out.append(
                "%s (%d, #threads: %d)\n"
                        .formatted(t.comm(), t.id(), t.threadGroup().threads().size()));
        out.append("-".repeat(67)).append('\n');
        millis(out, "se.exec_start", t.kernel().clocks().monotonicNanos());
        millis(out, "se.vruntime", t.sched().vruntime());
        millis(out, "se.sum_exec_runtime", t.sched().sumExecNanos());
        count(out, "nr_switches", a.voluntarySwitches() + a.involuntarySwitches());
        count(out, "nr_voluntary_switches", a.voluntarySwitches());
        count(out, "nr_involuntary_switches", a.involuntarySwitches());
        count(out, "policy", t.sched().policy());
        count(out, "prio", t.sched().priority());
        return out.toString();
    }

    private static void millis(StringBuilder out, String name, long nanos) {
        out.append("%-45s:%14d.%06d\n".formatted(name, nanos / 1_000_000, nanos % 1_000_000));
    }

    private static void count(StringBuilder out, String name, long value) {
        out.append("%-45s:%21d\n".formatted(name, value));
    }

    static String schedstat(Task t) {
        SchedEntity e = t.sched();
        return e.sumExecNanos() + " " + e.waitedNanos() + " " + e.timesPicked() + "\n";
    }

    static String autogroup(Task t) {
        Autogroup own = t.threadGroup().autogroup();
        return own == null ? "" : own.text();
    }

    /// Linux: proc_sched_autogroup_set_nice.
    static void setAutogroup(Task t, FsSubject who, String text) {
        int nice;
        try {
            nice = Integer.decode(text.strip());
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        if (nice < -20 || nice > 19) {
            throw Errno.EINVAL.exception();
        }
        long limit = who.limits().soft(Rlimit.NICE);
        boolean mayRaise = 20 - nice <= limit || limit < 0;
        if (nice < 0 && !mayRaise && !who.creds().capable(Capability.SYS_NICE)) {
            throw Errno.EPERM.exception();
        }
        Autogroup own = t.threadGroup().autogroup();
        if (own != null) {
            own.setNice(nice);
        }
    }

    static void setComm(Task task, FsSubject who, String name) {
        if (!(who instanceof Task t) || t.threadGroup() != task.threadGroup()) {
            throw Errno.EINVAL.exception();
        }
        task.setComm(name);
    }

    static String syscall(Task t) {
        if (t.state().sleeping() && t.stackOrNull() != null) {
            StringBuilder out = new StringBuilder().append(t.syscallNumber());
            for (int i = 0; i < 6; i++) {
                out.append(" 0x").append(Long.toHexString(t.syscallArgument(i)));
            }
            long sp = t.arch().sp(t.regs());
            long ip = t.arch().ip(t.regs());
            out.append(" 0x").append(Long.toHexString(sp));
            return out.append(" 0x").append(Long.toHexString(ip)).append('\n').toString();
        }
        return "running\n";
    }

    static String stack(Task t) {
        return t.state().sleeping() ? "[<0>] " + t.waitChannel() + "\n" : "";
    }

    /// The share of memory in thousandths, moved by the adjustment: proc(5), oom_score.
    /// Its group as the reader's namespace shows it.
    static String cgroup(Task t, FsSubject who) {
        String path =
                who instanceof Task reader
                        ? reader.namespaces().cgroup().pathOf(t.cgroup())
                        : t.cgroup().path();
        return "0::" + path + "\n";
    }

    static String oomScore(Task t) {
        Mm mm = t.mmOrNull();
        long points = 0;
        if (mm != null) {
            long total = MachineFiles.totalPages(t.kernel());
            points = 1000 * (mm.presentPages() + mm.sharedPages()) / Math.max(1, total);
        }
        return Math.max(0, points + t.threadGroup().oomScoreAdjust()) + "\n";
    }

    /// Which mappings a core file has; nothing of one who has no memory any more.
    static String coreFilter(Task t) {
        return t.mmOrNull() == null ? "" : "%08x\n".formatted(t.threadGroup().coreFilter());
    }

    static void setCoreFilter(Task task, FsSubject who, String text) {
        int value;
        try {
            value = Integer.decode(text.strip());
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        if (task.mmOrNull() == null) {
            throw Errno.ESRCH.exception();
        }
        task.threadGroup().setCoreFilter(value & CORE_FILTER_BITS);
    }

    static String oomAdjust(Task t) {
        return t.threadGroup().oomScoreAdjust() + "\n";
    }

    /// The same on the scale of old, -17 to 15, proc_pid_oom_adj(5).
    static String oldOomAdjust(Task t) {
        int adjust = t.threadGroup().oomScoreAdjust();
        return (adjust == 1000 ? OLD_OOM_MOST : adjust * OLD_OOM_NEVER / 1000) + "\n";
    }

    static void setOldOomAdjust(Task task, FsSubject who, String text) {
        int value = number(text);
        if (value < -OLD_OOM_NEVER || value > OLD_OOM_MOST) {
            throw Errno.EINVAL.exception();
        }
        setOomAdjust(task, who, value == OLD_OOM_MOST ? 1000 : value * 1000 / OLD_OOM_NEVER);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
    }

    static void setOomAdjust(Task task, FsSubject who, String text) {
        int value = number(text);
        if (value < -1000 || value > 1000) {
            throw Errno.EINVAL.exception();
        }
        setOomAdjust(task, who, value);
    }

    private static void setOomAdjust(Task task, FsSubject who, int value) {
        if (value < task.threadGroup().oomScoreAdjust()
                && !who.creds().capable(Capability.SYS_RESOURCE)) {
            throw Errno.EACCES.exception();
        }
        task.threadGroup().setOomScoreAdjust(value);
    }

    /// Linux's fault injection: the n-th step of births that can fail does so.
    static void setFailNth(Task task, FsSubject who, String text) {
        try {
            int value = Integer.parseInt(text.trim());
            if (value >= 0) {
                task.options().failNth = value;
                return;
            }
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        throw Errno.EINVAL.exception();
    }

    static String io(Task t) {
        Accounting a = t.threadGroup().usage();
        return "rchar: %d\nwchar: %d\nsyscr: %d\nsyscw: %d\n"
                        .formatted(a.bytesRead(), a.bytesWritten(), a.readCalls(), a.writeCalls())
                + "read_bytes: 0\nwrite_bytes: 0\ncancelled_write_bytes: 0\n";
    }

    static String timerSlack(Task t) {
        return t.options().timerSlackNanos + "\n";
    }

    static String children(Task t, PidNamespace pids) {
        StringBuilder out = new StringBuilder();
        for (Task child : t.threadGroup().childList()) {
            out.append(child.pidStruct().numberIn(pids)).append(' ');
        }
        return out.toString();
    }
}
