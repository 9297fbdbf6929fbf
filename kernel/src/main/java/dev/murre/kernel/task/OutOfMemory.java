package dev.murre.kernel.task;

import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.mm.MemoryGroup;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.signal.SignalSender;
import org.jspecify.annotations.Nullable;

/// What becomes of a page fault for which there is no memory. Linux: mm/oom_kill.c.
final class OutOfMemory {
    private static final int NEVER = -1000;

    private OutOfMemory() {}

    /// The faulting task is killed when the machine is full; when it is its cgroup that is full,
    /// the largest process of that, or all of it.
    static void resolve(Task t) {
        MemoryGroup own = t.cgroup().memory();
        MemoryGroup full = own.full();
        Cgroup group = t.cgroup();
        while (full != null && group.memory() != full) {
            group = java.util.Objects.requireNonNull(group.parent());
        }
        Task victim = full == null ? t : largest(group, full);
        if (victim == null) {
            victim = t;
        }
        if (victim.fatalSignalPending()) {
            t.kernel().scheduler().yieldNow(t);
            return;
        }
        Cgroup all = full == null ? null : killedTogether(victim.cgroup(), group);
        if (all == null) {
            kill(t.kernel(), victim, full != null);
            return;
        }
        for (Task other = next(t.kernel(), 1); other != null; ) {
            Task following = next(t.kernel(), other.id() + 1);
            if (isIn(other, all) && other.threadGroup.oomScoreAdjust != NEVER) {
                kill(t.kernel(), other, true);
            }
            other = following;
        }
    }

    private static @Nullable Task next(Kernel kernel, int from) {
        Task t = kernel.pids().nextTask(from);
        while (t != null && !t.isGroupLeader()) {
            t = kernel.pids().nextTask(t.id() + 1);
        }
        return t;
    }

    private static boolean isIn(Task t, Cgroup group) {
        for (Cgroup g = t.cgroup(); g != null; g = g.parent()) {
            if (g == group) {
                return !t.isKernelThread();
            }
        }
        return false;
    }

    /// The highest group from `own` up to `top` that wants to be killed as one.
    private static @Nullable Cgroup killedTogether(Cgroup own, Cgroup top) {
        Cgroup found = null;
        for (Cgroup g = own; g != null; g = g.parent()) {
            found = g.memory().killsAll() ? g : found;
            if (g == top) {
                break;
            }
        }
        return found;
    }

    /// Who uses most, with what `/proc/PID/oom_score_adj` adds or takes away.
    private static @Nullable Task largest(Cgroup group, MemoryGroup full) {
        Task found = null;
        long most = Long.MIN_VALUE;
        Kernel kernel = group.kernel();
        for (Task t = next(kernel, 1); t != null; t = next(kernel, t.id() + 1)) {
            Mm mm = t.mmOrNull();
            int adjust = t.threadGroup.oomScoreAdjust;
            if (mm == null || adjust == NEVER || !isIn(t, group)) {
                continue;
            }
            long points = mm.presentPages() + adjust * full.limitPages() / 1000;
            if (points > most) {
                most = points;
                found = t;
            }
        }
        return found;
    }

    private static void kill(Kernel kernel, Task victim, boolean forGroup) {
        String where = forGroup ? "Memory cgroup out of memory" : "Out of memory";
        kernel.log().warn(where + ": Killed process " + victim.id() + " (" + victim.comm() + ")");
        victim.cgroup().memory().countKilled();
        SignalSender.sendToProcess(victim.threadGroup, SigInfo.kernel(Signal.SIGKILL));
    }
}
