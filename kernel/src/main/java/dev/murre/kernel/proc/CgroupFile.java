package dev.murre.kernel.proc;

import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import dev.murre.kernel.mm.MemoryGroup;
import dev.murre.kernel.sched.SchedGroup;
import dev.murre.kernel.task.Cgroup;
import dev.murre.kernel.task.Cgroup.Controller;
import dev.murre.kernel.task.Task;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/// The files of a cgroup: Documentation/admin-guide/cgroup-v2.rst.
enum CgroupFile {
    CGROUP_CONTROLLERS(true, 0444),
    CGROUP_EVENTS(false, 0444),
    CGROUP_FREEZE(false, 0644),
    CGROUP_KILL(false, 0200),
    CGROUP_MAX_DEPTH(true, 0644),
    CGROUP_MAX_DESCENDANTS(true, 0644),
    CGROUP_PROCS(true, 0644),
    CGROUP_STAT(true, 0444),
    CGROUP_SUBTREE_CONTROL(true, 0644),
    CGROUP_THREADS(true, 0644),
    CGROUP_TYPE(false, 0644),
    CPU_MAX(false, 0644),
    CPU_STAT(true, 0444),
    CPU_WEIGHT(false, 0644),
    MEMORY_CURRENT(false, 0444),
    MEMORY_EVENTS(false, 0444),
    MEMORY_HIGH(false, 0644),
    MEMORY_MAX(false, 0644),
    MEMORY_OOM_GROUP(false, 0644),
    MEMORY_PEAK(false, 0444),
    PIDS_CURRENT(false, 0444),
    PIDS_EVENTS(false, 0444),
    PIDS_MAX(false, 0644);

    private static final int PAGE_SHIFT = 12;
    private static final int DEFAULT_WEIGHT = 100;

    private final boolean inRoot;
    private final int mode;

    CgroupFile(boolean inRoot, int mode) {
        this.inRoot = inRoot;
        this.mode = mode;
    }

    boolean inRoot() {
        return inRoot;
    }

    int mode() {
        return mode;
    }

    /// Its name.
    String text() {
        return name().toLowerCase(Locale.ROOT)
                .replace("max_de", "max.de")
                .replace("oom_", "oom.")
                .replaceFirst("_", ".");
    }

    String read(Cgroup g, FsSubject who) {
        return switch (this) {
            case CGROUP_CONTROLLERS -> controllers(g);
            case CGROUP_EVENTS ->
                    "populated %d\nfrozen %d\n"
                            .formatted(g.populated() ? 1 : 0, g.frozen() ? 1 : 0);
            case CGROUP_FREEZE -> (g.freezes() ? 1 : 0) + "\n";
            case CGROUP_MAX_DEPTH -> orMax(g.maximumDepth());
            case CGROUP_MAX_DESCENDANTS -> orMax(g.maximumDescendants());
            case CGROUP_PROCS -> ids(g, who, true);
            case CGROUP_STAT ->
                    "nr_descendants %d\nnr_dying_descendants 0\n".formatted(g.descendants());
            case CGROUP_SUBTREE_CONTROL -> list(g.distributed());
            case CGROUP_THREADS -> ids(g, who, false);
            case CGROUP_TYPE -> "domain\n";
            case CPU_MAX -> g.sched().limitText() + "\n";
            case CPU_STAT -> cpuStat(g.sched());
            case CPU_WEIGHT -> weight(g.sched()) + "\n";
            case MEMORY_CURRENT -> (g.memory().usedPages() << PAGE_SHIFT) + "\n";
            case MEMORY_EVENTS -> memoryEvents(g.memory());
            case MEMORY_HIGH -> memoryLimit(g.memory().highPages());
            case MEMORY_MAX -> memoryLimit(g.memory().limitPages());
            case MEMORY_OOM_GROUP -> (g.memory().killsAll() ? 1 : 0) + "\n";
            case MEMORY_PEAK -> (g.memory().peakPages() << PAGE_SHIFT) + "\n";
            case PIDS_CURRENT -> g.pids() + "\n";
            case PIDS_EVENTS -> "max " + g.pidsRefused() + "\n";
            case PIDS_MAX -> orMax(g.pidsMaximum());
            case CGROUP_KILL -> throw Errno.EINVAL.exception();
        };
    }

    void write(Cgroup g, FsSubject who, String given) {
        String text = given.trim();
        switch (this) {
            case CGROUP_FREEZE -> g.setFreezes(flag(text) == 1);
            case CGROUP_KILL -> {
                if (flag(text) == 0) {
                    throw Errno.ERANGE.exception();
                }
                g.kill();
            }
            case CGROUP_MAX_DEPTH -> g.setMaximumDepth(limit(text));
            case CGROUP_MAX_DESCENDANTS -> g.setMaximumDescendants(limit(text));
            case CGROUP_PROCS -> g.takeProcess(task(who, text));
            case CGROUP_SUBTREE_CONTROL -> distribute(g, text);
            case CPU_MAX -> setCpuMax(g.sched(), text);
            case CPU_WEIGHT -> setWeight(g.sched(), number(text, 0, Integer.MAX_VALUE));
            case MEMORY_HIGH -> g.memory().setHighPages(pages(text));
            case MEMORY_MAX -> g.memory().setLimitPages(pages(text));
            case MEMORY_OOM_GROUP -> g.memory().setKillsAll(number(text, 0, 1) == 1);
            case PIDS_MAX ->
                    g.setPidsMaximum(
                            text.equals("max") ? Cgroup.UNLIMITED : number(text, 0, 4194304));
            default -> throw Errno.EINVAL.exception();
        }
    }

    private static String controllers(Cgroup g) {
        var all = java.util.EnumSet.noneOf(Controller.class);
        for (Controller controller : Controller.values()) {
            if (g.has(controller)) {
                all.add(controller);
            }
        }
        return list(all);
    }

    private static String list(Collection<Controller> controllers) {
        String text = controllers.stream().map(Controller::text).collect(Collectors.joining(" "));
        return text.isEmpty() ? "" : text + "\n";
    }

    private static String ids(Cgroup g, FsSubject who, boolean leadersOnly) {
        var out = new StringBuilder();
        for (Task t : g.tasks()) {
            int id =
                    who instanceof Task reader
                            ? t.pidStruct().numberIn(reader.pidNamespace())
                            : t.pid();
            if (!leadersOnly || t.isGroupLeader()) {
                out.append(id).append('\n');
            }
        }
        return out.toString();
    }

    private static String cpuStat(SchedGroup g) {
        return "usage_usec %d\nuser_usec %d\nsystem_usec 0\nnr_periods %d\nnr_throttled %d\nthrottled_usec %d\n"
                .formatted(
                        g.usageNanos() / 1000,
                        g.usageNanos() / 1000,
                        g.periods(),
                        g.throttledPeriods(),
                        g.throttledNanos() / 1000);
    }

    private static long weight(SchedGroup g) {
        return Math.max(1, (long) g.shares() * DEFAULT_WEIGHT / SchedGroup.DEFAULT_SHARES);
    }

    private static String memoryEvents(MemoryGroup g) {
        return "low 0\nhigh %d\nmax %d\noom %d\noom_kill %d\n"
                .formatted(g.timesHigh(), g.timesAtLimit(), g.timesOut(), g.killed());
    }

    private static String memoryLimit(long pages) {
        return orMax(pages == MemoryGroup.UNLIMITED ? pages : pages << PAGE_SHIFT);
    }

    private static String orMax(long value) {
        return (value == Cgroup.UNLIMITED ? "max" : value) + "\n";
    }

    private static long pages(String text) {
        return text.equals("max") ? MemoryGroup.UNLIMITED : bytes(text) >>> PAGE_SHIFT;
    }

    /// A limit on how many groups: ERANGE for a negative one.
    private static long limit(String text) {
        if (text.equals("max")) {
            return Cgroup.UNLIMITED;
        }
        long value = number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (value < 0) {
            throw Errno.ERANGE.exception();
        }
        return value;
    }

    /// 0 or 1; ERANGE for other numbers.
    private static long flag(String text) {
        long value = number(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
        if (value < 0 || value > 1) {
            throw Errno.ERANGE.exception();
        }
        return value;
    }

    private static Task task(FsSubject who, String text) {
        int id = (int) number(text, 0, Integer.MAX_VALUE);
        if (!(who instanceof Task writer)) {
            throw Errno.EINVAL.exception();
        }
        Task found = id == 0 ? writer : writer.pidNamespace().task(id);
        if (found == null) {
            throw Errno.ESRCH.exception();
        }
        if (found.isKernelThread()) {
            throw Errno.EINVAL.exception();
        }
        return found;
    }

    private static void distribute(Cgroup g, String text) {
        for (String word : text.split(" +")) {
            if (word.isEmpty()) {
                continue;
            }
            boolean on = word.startsWith("+");
            if (!on && !word.startsWith("-")) {
                throw Errno.EINVAL.exception();
            }
            g.distribute(controller(word.substring(1)), on);
        }
    }

    private static Controller controller(String text) {
        for (Controller each : Controller.values()) {
            if (each.text().equals(text)) {
                return each;
            }
        }
        throw Errno.EINVAL.exception();
    }

    private static void setWeight(SchedGroup g, long weight) {
        if (weight < 1 || weight > 10000) {
            throw Errno.ERANGE.exception();
        }
        g.setShares((int) (weight * SchedGroup.DEFAULT_SHARES / DEFAULT_WEIGHT));
    }

    private static void setCpuMax(SchedGroup g, String text) {
        String[] words = text.split(" +");
        if (words.length > 2) {
            throw Errno.EINVAL.exception();
        }
        long period =
                words.length == 2 ? number(words[1], 1000, 1_000_000) * 1000 : g.periodNanos();
        long quota =
                words[0].equals("max")
                        ? SchedGroup.UNLIMITED
                        : number(words[0], 1000, Integer.MAX_VALUE) * 1000;
        g.setLimit(quota, period);
    }

    private static long bytes(String text) {
        String digits = text;
        int shift = 0;
        if (!text.isEmpty()) {
            int unit = "kmgt".indexOf(Character.toLowerCase(text.charAt(text.length() - 1)));
            if (unit >= 0) {
                digits = text.substring(0, text.length() - 1);
                shift = 10 * (unit + 1);
            }
        }
        return number(digits, 0, Long.MAX_VALUE >> shift) << shift;
    }

    private static long number(String text, long least, long most) {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw Errno.EINVAL.exception();
        }
        if (value < least || value > most) {
            throw Errno.EINVAL.exception();
        }
        return value;
    }
}
