package dev.murre.kernel.sched;

import static dev.murre.abi.SchedPolicy.*;

import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.TimerNode;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.task.Task;
import dev.murre.trace.TraceEvent;
import org.jspecify.annotations.Nullable;

/// Decides which task runs where, sched(7).
public final class Scheduler {
    private static final long LATENCY_NANOS = 6_000_000;
    private static final long MIN_GRANULARITY_NANOS = 750_000;
    private static final long WAKEUP_GRANULARITY_NANOS = 1_000_000;

    /// Time slice of SCHED_RR, sched_rr_get_interval(2).
    public static final long RR_SLICE_NANOS = 100_000_000;

    private final Clocks clocks;
    private final Timers timers;
    private final SchedGroup rootGroup = new SchedGroup(null);

    /// sched(7), "Limiting the CPU usage of real-time and deadline processes"; -1 for no limit.
    private long realtimeRuntimeNanos = 950_000_000;

    private long realtimePeriodNanos = 1_000_000_000;
    private final RunQueue[] queues;
    private final Listener listener;
    private final RealtimeSpread spread;

    /// What the scheduler asks of the processors.
    public interface Listener {
        /// A task was queued on a processor: wake it if it idles, interrupt it if `preempts`.
        void queued(int cpu, boolean preempts);

        /// The processor that runs the caller, or -1.
        int currentCpu();

        /// For tracing.
        void woken(TraceEvent.Wake.Kind how, Task task, int cpu);

        /// For tracing: a task runs on another processor than before.
        void migrated(Task task, int from, int to);
    }

    public Scheduler(Clocks clocks, Timers timers, int cpus, Listener listener) {
        this.timers = timers;
        this.clocks = clocks;
        this.listener = listener;
        queues = new RunQueue[cpus];
        for (int i = 0; i < cpus; i++) {
            queues[i] = new RunQueue(i);
        }
        spread = new RealtimeSpread(queues, listener);
    }

    /// Everybody who is in no other group.
    public SchedGroup rootGroup() {
        return rootGroup;
    }

    public long realtimeRuntimeNanos() {
        return realtimeRuntimeNanos;
    }

    public long realtimePeriodNanos() {
        return realtimePeriodNanos;
    }

    /// What real-time tasks may use of each period; -1 for all of it.
    public void limitRealtime(long runtimeNanos, long periodNanos) {
        realtimeRuntimeNanos = runtimeNanos;
        realtimePeriodNanos = periodNanos;
    }

    /// Moves a task to another group.
    public void setGroup(Task task, SchedGroup group) {
        SchedEntity e = task.sched();
        updateCurrent(task);
        boolean counted = e.counted;
        e.discount();
        e.group = group;
        if (counted) {
            e.count();
        }
    }

    public RunQueue queue(int cpu) {
        return queues[cpu];
    }

    public int cpus() {
        return queues.length;
    }

    /// How many tasks run or want to, on all processors.
    public int running() {
        int sum = 0;
        for (RunQueue queue : queues) {
            sum += queue.running();
        }
        return sum;
    }

    /// A child's scheduling state from its maker's.
    public void fork(Task maker, Task child) {
        SchedEntity from = maker.sched();
        SchedEntity to = child.sched();
        updateCurrent(maker);
        to.affinity = from.affinity;
        to.policy = from.policy;
        to.rtPriority = from.rtPriority;
        to.setNice(from.nice);
        to.cpu = from.cpu;
        to.vruntime = from.vruntime;
        to.group = from.group;
        if (from.resetOnFork || from.isDeadline()) {
            if (!to.hasFairPolicy()) {
                to.policy = SCHED_OTHER;
                to.rtPriority = 0;
            }
            to.setNice(Math.max(from.hasFairPolicy() ? from.nice : 0, 0));
        }
    }

    /// Queues a new task: it starts one slice behind.
    public void wakeUpNew(Task task) {
        RunQueue queue = queues[place(task)];
        SchedEntity e = task.sched();
        move(e, queue);
        if (e.isFair()) {
            long behind = queue.fair.minVruntime() + e.weighted(slice(queue, e));
            e.vruntime = Math.max(e.vruntime, behind);
        }
        e.queuedNanos = clocks.monotonicNanos();
        queue.add(task, false);
        listener.woken(TraceEvent.Wake.Kind.NEW, task, queue.cpu);
        listener.queued(queue.cpu, false);
    }

    /// Queues a task that has slept.
    public void wakeUp(Task task) {
        SchedEntity e = task.sched();
        boolean stays = queues[e.cpu].current == task || e.queued || e.held || e.frozen;
        RunQueue queue = queues[stays ? e.cpu : place(task)];
        queue.wakeUps++;
        queue.localWakeUps += queue.cpu == listener.currentCpu() ? 1 : 0;
        listener.woken(TraceEvent.Wake.Kind.WAKING, task, queue.cpu);
        if (stays) {
            return;
        }
        move(e, queue);
        if (e.isFair()) {
            long floor = queue.fair.minVruntime() - LATENCY_NANOS / 2;
            e.vruntime = Math.max(e.vruntime, floor);
        } else if (e.isDeadline()) {
            renewDeadline(e, clocks.monotonicNanos());
        }
        e.queuedNanos = clocks.monotonicNanos();
        queue.add(task, false);
        listener.woken(TraceEvent.Wake.Kind.WAKEUP, task, queue.cpu);
        boolean preempts = preempts(queue, task);
        queue.needResched |= preempts;
        listener.queued(queue.cpu, preempts);
    }

    /// Where a task is queued: with the one that wakes it, if that one is alone there, for it will
    /// often sleep next and waking an idle processor takes long; else where there is least to do.
    private int place(Task task) {
        SchedEntity e = task.sched();
        if (queues.length == 1) {
            return 0;
        }
        RunQueue lowest = e.isRealtime() ? spread.lowest(task) : null;
        if (lowest != null) {
            return lowest.cpu;
        }
        int caller = listener.currentCpu();
        int here = caller < 0 ? e.cpu : caller;
        if (e.mayRunOn(here) && queues[here].running() <= 1) {
            return here;
        }
        int best = e.mayRunOn(e.cpu) ? e.cpu : -1;
        int least = best < 0 ? Integer.MAX_VALUE : queues[best].running();
        for (int i = 0; i < queues.length && least > 0; i++) {
            if (e.mayRunOn(i) && queues[i].running() < least) {
                best = i;
                least = queues[i].running();
            }
        }
        return Math.max(best, 0);
    }

    /// Somebody waits on a processor at its tick: an idle one that may run it is told to look.
    private void shareLoad(RunQueue queue) {
        for (int i = 0; i < queues.length; i++) {
            if (queues[i].running() == 0 && queue.firstFor(i) != null) {
                listener.queued(i, false);
                return;
            }
        }
    }

    private boolean preempts(RunQueue queue, Task woken) {
        Task current = queue.current;
        if (current == null) {
            return true;
        }
        SchedEntity e = woken.sched();
        SchedEntity c = current.sched();
        if (e.isDeadline()) {
            return !c.isDeadline() || e.dlAbsolute < c.dlAbsolute;
        }
        if (e.isRealtime()) {
            return c.isFair() || c.isRealtime() && e.effectivePriority() > c.effectivePriority();
        }
        if (!c.isFair() || e.policy == SCHED_IDLE && c.policy != SCHED_IDLE) {
            return false;
        }
        if (c.policy == SCHED_IDLE && e.policy != SCHED_IDLE) {
            return true;
        }
        if (e.policy != SCHED_OTHER) {
            return false;
        }
        long lead = e.weighted(WAKEUP_GRANULARITY_NANOS);
        if (c.vruntime - e.vruntime <= lead) {
            updateCurrent(current);
        }
        return c.vruntime - e.vruntime > lead;
    }

    /// Chooses who runs next on a processor and makes it current; null when there is nobody.
    public @Nullable Task pickNext(int cpu) {
        RunQueue queue = queues[cpu];
        queue.needResched = false;
        Task next = firstAllowed(queue, cpu);
        if (queues.length > 1) {
            Task pulled = spread.pull(queue, next);
            next = pulled != null ? pulled : next != null ? next : steal(queue);
        }
        if (next == null) {
            queue.timesIdle += queue.switchedAtNanos != 0 ? 1 : 0;
            queue.current = null;
            queue.switchedAtNanos = 0;
            return null;
        }
        queues[next.sched().cpu].remove(next);
        queue.current = next;
        SchedEntity e = next.sched();
        if (e.cpu != cpu) {
            listener.migrated(next, e.cpu, cpu);
        }
        move(e, queue);
        e.execStartNanos = queue.takeSwitchTime(clocks);
        e.sliceStartSum = e.sumExecNanos;
        queue.switches++;
        e.switches++;
        long waited = Math.max(0, e.execStartNanos - e.queuedNanos);
        e.waitedNanos += waited;
        queue.waitedNanos += waited;
        if (queues.length > 1) {
            spread.push(queue);
        }
        return next;
    }

    /// The first task of a queue that `cpu` may run and whose group may run; those whose group may
    /// not are put aside.
    private @Nullable Task firstAllowed(RunQueue queue, int cpu) {
        while (true) {
            Task first = queue.firstFor(cpu);
            if (first == null || first.sched().group.parent == null) {
                return first;
            }
            long until = first.sched().group.waitUntil(clocks.monotonicNanos());
            if (until == 0) {
                return first;
            }
            queue.remove(first);
            hold(first, until);
        }
    }

    /// Keeps a task that wants to run off the processors for a while.
    private void hold(Task task, long until) {
        SchedEntity e = task.sched();
        e.held = true;
        e.holdUntil = 0;
        e.discount();
        TimerNode release = e.release;
        if (release == null) {
            release = new Release(task);
            e.release = release;
        }
        timers.add(release, until);
    }

    private final class Release extends TimerNode {
        private final Task task;

        Release(Task task) {
            this.task = task;
        }

        @Override
        protected void fire(long nowNanos) {
            SchedEntity e = task.sched();
            e.held = false;
            if (e.isDeadline()) {
                replenish(e, nowNanos);
            }
            resume(task);
        }
    }

    /// Queues a task that was kept away, if it wants to run.
    private void resume(Task task) {
        SchedEntity e = task.sched();
        boolean away = queues[e.cpu].current != task && !e.queued && !e.held && !e.frozen;
        if (task.state().runnable() && away) {
            enqueue(task, e.mayRunOn(e.cpu) ? queues[e.cpu] : queues[place(task)]);
        }
    }

    /// Queues a task that wants to run on.
    private void enqueue(Task task, RunQueue queue) {
        move(task.sched(), queue);
        queue.add(task, false);
        boolean preempts = preempts(queue, task);
        queue.needResched |= preempts;
        listener.queued(queue.cpu, preempts);
    }

    /// A task goes to another queue, where its vruntime is as far from the least as it was on the
    /// old
    /// one: else whoever comes from a busier processor would wait until all others have caught up.
    private void move(SchedEntity e, RunQueue to) {
        if (e.isFair() && e.cpu != to.cpu) {
            e.vruntime += to.fair.minVruntime() - queues[e.cpu].fair.minVruntime();
        }
        e.cpu = to.cpu;
    }

    /// Where a task may run from now on. One that is elsewhere leaves: at once if it waits, on its
    /// way to user mode if it runs.
    public void setAffinity(Task task, long mask) {
        SchedEntity e = task.sched();
        e.affinity = mask;
        RunQueue queue = queues[e.cpu];
        if (e.mayRunOn(queue.cpu)) {
            return;
        }
        if (queue.current == task) {
            queue.needResched = true;
            listener.queued(queue.cpu, true);
        } else if (e.queued) {
            queue.remove(task);
            enqueue(task, queues[place(task)]);
        }
    }

    /// Keeps a task off the processors from now on.
    public void freeze(Task task) {
        SchedEntity e = task.sched();
        e.frozen = true;
        if (e.queued) {
            queues[e.cpu].remove(task);
            e.discount();
        }
        queues[e.cpu].needResched |= queues[e.cpu].current == task;
    }

    /// Lets a frozen task go on.
    public void thaw(Task task) {
        task.sched().frozen = false;
        resume(task);
    }

    /// The next budget of a deadline task; what it took too much of the last ones is paid back.
    private static void replenish(SchedEntity e, long now) {
        do {
            e.dlAbsolute += e.dlPeriod;
            e.dlBudget += e.dlRuntime;
        } while (e.dlBudget <= 0);
        if (e.dlAbsolute <= now) {
            e.dlAbsolute = now + e.dlDeadline;
            e.dlBudget = Math.min(e.dlBudget, e.dlRuntime);
        }
    }

    /// Counts what real-time tasks use; more than their share and they wait for the next period.
    private void countRealtime(RunQueue queue, long ran, long now) {
        if (now - queue.realtimePeriodStart >= realtimePeriodNanos) {
            queue.realtimePeriodStart = now;
            queue.realtimeUsedNanos = 0;
        }
        queue.realtimeUsedNanos += ran;
        boolean over =
                realtimeRuntimeNanos >= 0
                        && queue.realtimeUsedNanos > realtimeRuntimeNanos
                        && queue.realtimeThrottledUntil == 0;
        if (over) {
            queue.realtimeThrottledUntil = queue.realtimePeriodStart + realtimePeriodNanos;
            queue.needResched = true;
            timers.add(queue.realtimeRelease(listener), queue.realtimeThrottledUntil);
        }
    }

    private @Nullable Task steal(RunQueue idle) {
        for (RunQueue other : queues) {
            Task task = firstAllowed(other, idle.cpu);
            if (task != null) {
                return task;
            }
        }
        return null;
    }

    /// The current task leaves its processor; one that still wants it is queued again.
    public void putCurrent(Task task) {
        updateCurrent(task);
        RunQueue queue = queues[task.sched().cpu];
        queue.switchedAtNanos = task.sched().execStartNanos;
        queue.current = null;
        SchedEntity e = task.sched();
        if (!task.state().runnable()) {
            e.discount();
            e.holdUntil = 0;
        } else if (e.frozen) {
            e.discount();
        } else if (e.holdUntil != 0) {
            hold(task, e.holdUntil);
        } else if (!e.mayRunOn(queue.cpu)) {
            e.queuedNanos = e.execStartNanos;
            enqueue(task, queues[place(task)]);
        } else {
            e.queuedNanos = e.execStartNanos;
            queue.add(task, !e.gaveWay);
            e.gaveWay = false;
        }
    }

    /// Counts the run time of a task up to now, if it runs.
    public void updateCurrent(Task task) {
        SchedEntity e = task.sched();
        RunQueue queue = queues[e.cpu];
        if (queue.current != task) {
            return;
        }
        long now = clocks.monotonicNanos();
        long ran = Math.max(0, now - e.execStartNanos);
        e.execStartNanos = now;
        e.sumExecNanos += ran;
        queue.ranNanos += ran;
        e.dlBudget -= ran;
        task.accounting().ran(ran);
        if (e.isFair()) {
            e.vruntime += e.weighted(ran);
            queue.fair.advanceMin(e.vruntime);
        } else if (e.isRealtime() && e.boost == 0) {
            countRealtime(queue, ran, now);
        }
        long until = e.group.ran(ran, now);
        if (until != 0 && e.isFair()) {
            e.holdUntil = until;
            queue.needResched = true;
        }
    }

    private static long slice(RunQueue queue, SchedEntity e) {
        long others = queue.fair.totalWeight();
        long slice = LATENCY_NANOS * e.weight / Math.max(1, others + e.weight);
        return Math.max(slice, MIN_GRANULARITY_NANOS);
    }

    /// A moment of the processor's time is over: the current task may have used up its slice.
    public void tick(int cpu) {
        RunQueue queue = queues[cpu];
        Task current = queue.current;
        if (current == null) {
            return;
        }
        if (queues.length > 1) {
            shareLoad(queue);
        }
        updateCurrent(current);
        SchedEntity e = current.sched();
        long used = e.sumExecNanos - e.sliceStartSum;
        if (e.isDeadline()) {
            if (e.dlBudget <= 0) {
                e.holdUntil = e.dlAbsolute - e.dlDeadline + e.dlPeriod;
                queue.needResched = true;
            }
        } else if (e.isRealtime()) {
            boolean spent = e.policy == SCHED_RR && used >= RR_SLICE_NANOS;
            e.gaveWay = spent && queue.waiting() > 0;
            queue.needResched |= e.gaveWay;
        } else if (queue.waiting() > 0) {
            queue.needResched |= used >= slice(queue, e) || !isFair(queue.first());
        }
    }

    private static boolean isFair(@Nullable Task task) {
        return task == null || task.sched().isFair();
    }

    /// sched_yield(2): others of the same kind go first.
    public void yieldNow(Task task) {
        RunQueue queue = queues[task.sched().cpu];
        queue.yields++;
        SchedEntity e = task.sched();
        if (e.isDeadline()) {
            e.holdUntil = e.dlAbsolute - e.dlDeadline + e.dlPeriod;
            e.dlBudget = 0;
            queue.needResched = true;
            return;
        }
        if (queue.waiting() == 0) {
            return;
        }
        e.gaveWay = e.isRealtime();
        Task first = queue.fair.first();
        if (e.isFair() && first != null) {
            e.vruntime = Math.max(e.vruntime, first.sched().vruntime + 1);
        }
        queue.needResched = true;
    }

    private static void renewDeadline(SchedEntity e, long now) {
        if (e.dlAbsolute <= now || e.dlBudget <= 0) {
            e.dlAbsolute = now + e.dlDeadline;
            e.dlBudget = e.dlRuntime;
        }
    }

    /// Changes how a task is scheduled; the values have been checked.
    public void setPolicy(Task task, int policy, int nice, int rtPriority, boolean resetOnFork) {
        SchedEntity e = task.sched();
        boolean queued = e.queued;
        int before = e.effectivePriority();
        updateCurrent(task);
        RunQueue queue = queues[e.cpu];
        if (queued) {
            queue.remove(task);
        }
        dropDeadline(task);
        boolean wasFair = e.isFair();
        e.policy = policy;
        e.rtPriority = rtPriority;
        e.resetOnFork = resetOnFork;
        e.setNice(nice);
        changeClass(e, wasFair);
        boolean runs = queue.current == task;
        if (queued) {
            queue.add(task, e.effectivePriority() < before);
            spread.push(queue);
        }
        if (runs || queued && preempts(queue, task)) {
            queue.needResched = true;
            listener.queued(queue.cpu, true);
        }
    }

    /// Outside the fair class a task keeps its distance to the least vruntime, so that it neither
    /// owes
    /// nor is owed what the others ran meanwhile. Linux: switched_from_fair, switched_to_fair.
    private void changeClass(SchedEntity e, boolean wasFair) {
        long least = queues[e.cpu].fair.minVruntime();
        if (wasFair && !e.isFair()) {
            e.vruntime -= least;
        } else if (!wasFair && e.isFair()) {
            e.vruntime += least;
        }
    }

    /// Lends a task a real-time priority, or takes it back with 0. Linux: rt_mutex_setprio.
    public void lendPriority(Task task, int priority) {
        SchedEntity e = task.sched();
        if (e.boost == priority) {
            return;
        }
        boolean queued = e.queued;
        updateCurrent(task);
        RunQueue queue = queues[e.cpu];
        if (queued) {
            queue.remove(task);
        }
        boolean lower = priority < e.boost;
        boolean wasFair = e.isFair();
        e.boost = priority;
        changeClass(e, wasFair);
        if (queued) {
            queue.add(task, lower);
            boolean preempts = preempts(queue, task);
            queue.needResched |= preempts;
            listener.queued(queue.cpu, preempts);
        } else if (queue.current == task) {
            queue.needResched = true;
        }
    }

    /// SCHED_DEADLINE's three numbers, sched_setattr(2).
    public static final long DEADLINE_RUNTIME_MIN = 1024;

    /// The share of all processors that deadline tasks may have, in 2⁻²⁰: 95 %.
    private static final long DEADLINE_SHARE = (950_000L << 20) / 1_000_000;

    /// Whether there is room for a task with a budget like this. Linux: sched_dl_overflow.
    public boolean admits(Task task, long runtime, long period) {
        SchedEntity e = task.sched();
        long own = e.isDeadline() ? share(e.dlRuntime, e.dlPeriod) : 0;
        long wanted = share(runtime, period);
        return wanted == own || deadlineShares - own + wanted <= DEADLINE_SHARE * queues.length;
    }

    private static long share(long runtime, long period) {
        return (long) ((double) runtime * (1 << 20) / period);
    }

    /// A deadline task's other flags.
    public void setDeadlineFlags(Task task, int flags, boolean resetOnFork) {
        task.sched().dlFlags = flags;
        task.sched().resetOnFork = resetOnFork;
    }

    /// A deadline task gives its share back: it ends or changes its policy.
    public void dropDeadline(Task task) {
        SchedEntity e = task.sched();
        if (e.isDeadline()) {
            deadlineShares -= share(e.dlRuntime, e.dlPeriod);
            e.dlRuntime = 0;
        }
    }

    /// What deadline tasks were promised, in 2⁻²⁰ of a processor.
    private long deadlineShares;

    public void setDeadline(Task task, long runtime, long deadline, long period) {
        SchedEntity e = task.sched();
        setPolicy(task, SCHED_DEADLINE, e.nice, 0, e.resetOnFork);
        e.dlRuntime = runtime;
        e.dlDeadline = deadline;
        e.dlPeriod = period == 0 ? deadline : period;
        deadlineShares += share(e.dlRuntime, e.dlPeriod);
        e.dlAbsolute = 0;
        renewDeadline(e, clocks.monotonicNanos());
    }
}
