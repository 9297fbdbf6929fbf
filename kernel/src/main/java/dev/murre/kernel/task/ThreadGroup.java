package dev.murre.kernel.task;

import dev.murre.abi.SigCodes;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.WaitQueue;
import dev.murre.kernel.sched.Autogroup;
import dev.murre.kernel.signal.JobState;
import dev.murre.kernel.signal.SigAction;
import dev.murre.kernel.signal.SigQueue;
import dev.murre.kernel.signal.SignalSender;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A process: the threads made with CLONE_THREAD and what they share. Linux: `signal_struct`.
@SuppressWarnings("JavaLangClash") // Linux calls it so, and nobody here uses the other one.
public final class ThreadGroup {
    private final Kernel kernel;
    private Task leader;
    private final List<Task> threads = new ArrayList<>(1);
    final ChildList children = new ChildList();
    private @Nullable TaskGroup processGroup;
    private Rlimits limits;

    private final SigQueue pending = new SigQueue();
    private final WaitQueue signalWaiters = new WaitQueue("signalfd");
    private final WaitQueue childExit = new WaitQueue("do_wait");
    private final JobState job = new JobState();
    private final ProcessTimers timers = new ProcessTimers(this);

    /// Sums of ended threads, and of children waited for.
    final Accounting ended = new Accounting();

    final Accounting childrenAccounting = new Accounting();

    private boolean exiting;
    private int exitCode;
    private boolean unkillable;
    boolean subreaper;
    boolean hasSubreaperAbove;
    int oomScoreAdjust;
    boolean hugePagesDisabled;

    /// `/proc/PID/coredump_filter`.
    int coreFilter = 0x33;

    @Nullable Task execing;
    private final WaitQueue threadGone = new WaitQueue("de_thread");

    /// It has no controlling terminal although its session has one, TIOCNOTTY.
    boolean terminalGivenUp;

    /// The session as a group of the scheduler; null before the first setsid(2) of all.
    @Nullable Autogroup autogroup;

    ThreadGroup(Task leader, Rlimits limits) {
        this.kernel = leader.kernel();
        this.leader = leader;
        this.limits = limits;
    }

    public @Nullable Autogroup autogroup() {
        return autogroup;
    }

    public Kernel kernel() {
        return kernel;
    }

    public Task leader() {
        return leader;
    }

    void setLeader(Task task) {
        leader = task;
    }

    /// The process id.
    public Pid pid() {
        return leader.pid;
    }

    /// Threads that have not been released; not to be changed.
    public List<Task> threads() {
        return threads;
    }

    void add(Task thread) {
        threads.add(thread);
    }

    void remove(Task thread) {
        threads.remove(thread);
    }

    /// Whether the leader is alone.
    public boolean isEmpty() {
        return threads.size() <= 1;
    }

    /// How many threads have not begun to end.
    public int live() {
        int count = 0;
        for (Task thread : threads) {
            if (!thread.exiting) {
                count++;
            }
        }
        return count;
    }

    public TaskGroup processGroup() {
        TaskGroup group = processGroup;
        if (group == null) {
            throw new IllegalStateException("process without a group");
        }
        return group;
    }

    /// The group, or null once the process was released.
    public @Nullable TaskGroup processGroupOrNull() {
        return processGroup;
    }

    public TaskSession session() {
        return processGroup().session();
    }

    /// Moves to another group, or out of any.
    void setProcessGroup(@Nullable TaskGroup group) {
        TaskGroup old = processGroup;
        processGroup = group;
        if (group != null) {
            group.join(this);
        }
        if (old != null) {
            old.leave(this);
        }
    }

    public Rlimits limits() {
        return limits;
    }

    /// Signals for any of the threads.
    public SigQueue pending() {
        return pending;
    }

    /// Woken when a signal is queued for the process or one of its threads.
    public WaitQueue signalWaiters() {
        return signalWaiters;
    }

    /// Woken when a child changes state.
    public WaitQueue childExit() {
        return childExit;
    }

    /// Woken when a thread has ended: exec waits for that.
    WaitQueue threadGone() {
        return threadGone;
    }

    public JobState job() {
        return job;
    }

    /// Whether it is stopped by job control.
    public boolean stopped() {
        return job.stopped();
    }

    public ProcessTimers timers() {
        return timers;
    }

    /// Whether default actions of signals do nothing to it: init.
    public boolean unkillable() {
        return unkillable;
    }

    public void setUnkillable(boolean value) {
        unkillable = value;
    }

    /// Drops signals of a set from the process and its threads.
    public void flushSignals(long signals) {
        pending.flush(signals);
        for (Task thread : threads) {
            thread.signals().pending.flush(signals);
        }
    }

    /// Whether all threads are to end.
    public boolean exiting() {
        return exiting;
    }

    /// Whether a thread is to end because another one does an exec.
    public boolean execMakesGo(Task t) {
        return execing != null && execing != t;
    }

    /// With what status, as wait(2) has it.
    public int exitCode() {
        return exitCode;
    }

    /// All threads are to end with a status; the first one counts.
    public void beginExit(int code) {
        if (!exiting) {
            exiting = true;
            exitCode = code;
            job.forget();
        }
    }

    /// Everything its live and ended threads have used.
    public Accounting usage() {
        Accounting sum = new Accounting();
        sum.add(ended);
        for (Task thread : threads) {
            thread.kernel().scheduler().updateCurrent(thread);
            sum.add(thread.accounting());
        }
        return sum;
    }

    /// What waited-for children have used.
    public Accounting childrenUsage() {
        return childrenAccounting;
    }

    /// Whether children's orphans come to it, prctl(2) PR_SET_CHILD_SUBREAPER.
    public boolean subreaper() {
        return subreaper;
    }

    public void setSubreaper(boolean on) {
        subreaper = on;
    }

    /// prctl(2) PR_SET_THP_DISABLE; exec keeps it.
    public boolean hugePagesDisabled() {
        return hugePagesDisabled;
    }

    public void setHugePagesDisabled(boolean disabled) {
        hugePagesDisabled = disabled;
    }

    /// Which mappings are dumped, core(5).
    public int coreFilter() {
        return coreFilter;
    }

    public void setCoreFilter(int value) {
        coreFilter = value;
    }

    public int oomScoreAdjust() {
        return oomScoreAdjust;
    }

    public void setOomScoreAdjust(int value) {
        oomScoreAdjust = value;
    }

    /// The children of all its threads, for procfs.
    public List<Task> childList() {
        List<Task> list = new ArrayList<>();
        children.forEach(list::add);
        return list;
    }

    /// Tells the parent that the process has stopped or goes on: SIGCHLD and wait(2).
    public void notifyParentOfStop(int code, int status) {
        ThreadGroup parent = leader.parent().threadGroup();
        SigAction action = leader.parent().sigHand().action(Signal.SIGCHLD);
        if (!action.isIgnore() && !action.has(SigactionFlags.SA_NOCLDSTOP)) {
            SignalSender.sendToProcess(parent, childInfo(code, status));
        }
        parent.childExit.wakeAll();
    }

    /// siginfo_t of SIGCHLD about this process.
    SigInfo childInfo(int code, int status) {
        Accounting usage = usage();
        Task parent = leader.parent();
        int pidThere = leader.pid.numberIn(parent.pidNamespace());
        return SigInfo.child(
                code,
                pidThere,
                parent.creds.seenUser(leader.creds.uid()),
                status,
                usage.userNanos() / 10_000_000,
                usage.systemNanos() / 10_000_000);
    }

    /// The code and status of SIGCHLD for an exit status.
    static SigInfo exitInfo(ThreadGroup process, int status) {
        if ((status & 0x7f) == 0) {
            return process.childInfo(SigCodes.CLD_EXITED, status >> 8);
        }
        int code = (status & 0x80) != 0 ? SigCodes.CLD_DUMPED : SigCodes.CLD_KILLED;
        return process.childInfo(code, status & 0x7f);
    }
}
