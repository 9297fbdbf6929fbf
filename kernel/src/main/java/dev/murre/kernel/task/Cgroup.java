package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.mm.MemoryGroup;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.sched.SchedGroup;
import dev.murre.kernel.signal.SignalSender;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One group of the cgroup-v2 hierarchy, cgroups(7).
public final class Cgroup {
    /// No limit on tasks.
    public static final long UNLIMITED = Long.MAX_VALUE;

    /// What a group can distribute among those below it.
    public enum Controller {
        CPU,
        MEMORY,
        PIDS;

        /// As its files begin.
        public String text() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Kernel kernel;
    private final @Nullable Cgroup parent;
    private final String name;
    private final Map<String, Cgroup> children = new LinkedHashMap<>();
    private final Set<Controller> distributed = EnumSet.noneOf(Controller.class);
    private final SchedGroup sched;
    private final MemoryGroup memory;
    private long pidsMaximum = UNLIMITED;
    private long pids;
    private long pidsRefused;
    private long maximumDepth = UNLIMITED;
    private long maximumDescendants = UNLIMITED;

    /// Whether it is to be frozen itself, `cgroup.freeze`; it is, too, when a group above is.
    private boolean freezes;

    /// Members, here and below, that have not ended.
    private int living;

    private int version;
    private boolean removed;
    private final WaitQueue changes = new WaitQueue("cgroup.events");

    Cgroup(Kernel kernel) {
        this.kernel = kernel;
        this.parent = null;
        this.name = "";
        this.sched = kernel.scheduler().rootGroup();
        this.memory = new MemoryGroup(null);
    }

    private Cgroup(Cgroup parent, String name) {
        this.kernel = parent.kernel;
        this.parent = parent;
        this.name = name;
        this.sched = new SchedGroup(parent.sched);
        this.memory = new MemoryGroup(parent.memory);
    }

    Kernel kernel() {
        return kernel;
    }

    public @Nullable Cgroup parent() {
        return parent;
    }

    public String name() {
        return name;
    }

    public Collection<Cgroup> children() {
        return children.values();
    }

    public @Nullable Cgroup child(String childName) {
        return children.get(childName);
    }

    public boolean removed() {
        return removed;
    }

    public SchedGroup sched() {
        return sched;
    }

    public MemoryGroup memory() {
        return memory;
    }

    /// Where it is below the root, `/proc/PID/cgroup`.
    public String path() {
        return parent == null
                ? "/"
                : parent.parent == null ? "/" + name : parent.path() + "/" + name;
    }

    /// A new group below.
    ///
    /// @throws dev.murre.abi.ErrnoException EAGAIN if a group forbids that many, or so deep
    public Cgroup make(String childName) {
        int depth = 1;
        for (Cgroup g = this; g != null; g = g.parent) {
            if (depth++ > g.maximumDepth || g.descendants() >= g.maximumDescendants) {
                throw Errno.EAGAIN.exception();
            }
        }
        Cgroup child = new Cgroup(this, childName);
        children.put(childName, child);
        return child;
    }

    /// How many groups there are below.
    public int descendants() {
        int sum = children.size();
        for (Cgroup child : children.values()) {
            sum += child.descendants();
        }
        return sum;
    }

    public long maximumDepth() {
        return maximumDepth;
    }

    public void setMaximumDepth(long most) {
        maximumDepth = most;
    }

    public long maximumDescendants() {
        return maximumDescendants;
    }

    public void setMaximumDescendants(long most) {
        maximumDescendants = most;
    }

    /// Takes a group below away.
    ///
    /// @throws dev.murre.abi.ErrnoException EBUSY if it has members or groups
    public void remove(Cgroup child) {
        if (!child.children.isEmpty() || !child.tasks().isEmpty()) {
            throw Errno.EBUSY.exception();
        }
        children.remove(child.name);
        child.removed = true;
    }

    /// Whether a controller's files are here: the group above distributes it.
    public boolean has(Controller controller) {
        return parent == null || parent.distributed.contains(controller);
    }

    /// What it distributes, `cgroup.subtree_control`.
    public Set<Controller> distributed() {
        return distributed;
    }

    /// Begins or ceases to distribute.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOENT, EBUSY
    public void distribute(Controller controller, boolean on) {
        if (!on) {
            for (Cgroup child : children.values()) {
                if (child.distributed.contains(controller)) {
                    throw Errno.EBUSY.exception();
                }
            }
            distributed.remove(controller);
            return;
        }
        if (!has(controller)) {
            throw Errno.ENOENT.exception();
        }
        if (parent != null && !tasks().isEmpty()) {
            throw Errno.EBUSY.exception();
        }
        distributed.add(controller);
    }

    /// The tasks that are members themselves.
    public List<Task> tasks() {
        List<Task> all = new ArrayList<>();
        Task t = kernel.pids().nextTask(1);
        while (t != null) {
            if (t.cgroup() == this && !t.exited()) {
                all.add(t);
            }
            t = kernel.pids().nextTask(t.pid() + 1);
        }
        return all;
    }

    /// Whether it or a group below has members.
    public boolean populated() {
        return living > 0;
    }

    /// Moves a whole process here.
    ///
    /// @throws dev.murre.abi.ErrnoException EBUSY if this group distributes
    public void takeProcess(Task member) {
        if (parent != null && !distributed.isEmpty()) {
            throw Errno.EBUSY.exception();
        }
        for (Task t : List.copyOf(member.threadGroup().threads())) {
            move(t);
        }
        Mm mm = member.mmOrNull();
        if (mm != null) {
            mm.setGroup(memory);
        }
    }

    private void move(Task t) {
        Cgroup old = t.cgroup();
        old.count(-1);
        t.setCgroup(this);
        count(1);
        if (!t.exiting()) {
            old.countLiving(-1);
            countLiving(1);
        }
        kernel.scheduler().setGroup(t, Autogroups.groupOf(t));
        freezeOrThaw(t, frozen());
    }

    private void freezeOrThaw(Task t, boolean on) {
        if (on) {
            kernel.scheduler().freeze(t);
        } else {
            kernel.scheduler().thaw(t);
        }
    }

    /// Woken when `cgroup.events` may say something else.
    public WaitQueue changes() {
        return changes;
    }

    /// How often `cgroup.events` has come to say something else.
    public int version() {
        return version;
    }

    private void changed() {
        version++;
        changes.wakeAll();
    }

    /// Somebody has come (1), or gone or ended (−1).
    void countLiving(int change) {
        for (Cgroup g = this; g != null; g = g.parent) {
            g.living += change;
            if (g.living == 0 || change > 0 && g.living == change) {
                g.changed();
            }
        }
    }

    // Tasks: the pids controller.

    public long pids() {
        return pids;
    }

    public long pidsMaximum() {
        return pidsMaximum;
    }

    public void setPidsMaximum(long most) {
        pidsMaximum = most;
    }

    /// How many births the limit has refused.
    public long pidsRefused() {
        return pidsRefused;
    }

    void count(int change) {
        for (Cgroup g = this; g != null; g = g.parent) {
            g.pids += change;
        }
    }

    /// Whether another task may be born here.
    boolean admitsTask() {
        for (Cgroup g = this; g != null; g = g.parent) {
            if (g.pids >= g.pidsMaximum) {
                g.pidsRefused++;
                return false;
            }
        }
        return true;
    }

    // The group as a whole.

    /// Whether its members stand still, for its own sake or that of a group above.
    public boolean frozen() {
        return freezes || parent != null && parent.frozen();
    }

    /// `cgroup.freeze`.
    public boolean freezes() {
        return freezes;
    }

    /// Stops all members, here and below, or lets them go on.
    public void setFreezes(boolean on) {
        boolean before = frozen();
        freezes = on;
        if (frozen() != before) {
            followFreezing();
        }
    }

    private void followFreezing() {
        boolean on = frozen();
        for (Task t : tasks()) {
            freezeOrThaw(t, on);
        }
        changed();
        for (Cgroup child : children.values()) {
            if (!child.freezes) {
                child.followFreezing();
            }
        }
    }

    /// Kills all members, here and below: `cgroup.kill`.
    public void kill() {
        for (Task t : tasks()) {
            SignalSender.sendToProcess(t.threadGroup(), SigInfo.kernel(Signal.SIGKILL));
        }
        for (Cgroup child : children.values()) {
            child.kill();
        }
    }
}
