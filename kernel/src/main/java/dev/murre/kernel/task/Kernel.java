package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.CloneFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.Sysno;
import dev.murre.arch.Architecture;
import dev.murre.arch.KernelStack;
import dev.murre.arch.x86.Vdso32;
import dev.murre.arch.x86.Vdso64;
import dev.murre.arch.x86.X8664;
import dev.murre.arch.x86.X86Compat;
import dev.murre.kernel.base.Clocks;
import dev.murre.kernel.base.Entropy;
import dev.murre.kernel.base.KernelLog;
import dev.murre.kernel.base.KernelServices;
import dev.murre.kernel.base.MessageRing;
import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.base.UserNamespace;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.fs.Vfs;
import dev.murre.kernel.futex.Futexes;
import dev.murre.kernel.mm.MemoryAccount;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.sched.Scheduler;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.trace.TraceEvent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The machine: its tasks, processors, clocks and services. There is no static state; a JVM may
/// hold
/// several.
public final class Kernel implements KernelServices {
    private final KernelConfig config;
    private final ConcurrentLinkedQueue<Runnable> posted = new ConcurrentLinkedQueue<>();
    private volatile boolean hasPosted;
    private int expectedPosts;

    private final Clocks clocks;
    private final Timers timers;
    private final Timekeeping timekeeping;
    private final Events events = new Events(this);
    private final SyscallTable syscalls = new SyscallTable();
    private final LifeHooks lifeHooks = new LifeHooks();
    private final MemoryAccount memory;
    private final Mm kernelMm;
    private final KernelText text;
    private final Continuations continuations;
    private final Cgroup rootCgroup;
    private final Vfs vfs;
    private final NamespaceFiles namespaceFiles;
    private final LoadAverage load = new LoadAverage(this);
    private final Futexes futexes = new Futexes();
    private final PidNamespace pids = new PidNamespace(null, UserNamespace.INITIAL);
    private final Scheduler scheduler;
    private final List<VirtualCpu> cpus = new ArrayList<>();
    private final KernelLock lock = new KernelLock(cpus);
    private final Ticker ticker = new Ticker(cpus);
    private final Task idleTask;
    private final KernelThreads threads;

    private final Architectures architectures;
    private final Map<Integer, int[]> tasksByUser = new HashMap<>();
    private final boolean[] toldUnknown = new boolean[Sysno.values().length];
    private int taskCount;
    private long forks;
    private final KernelSettings settings = new KernelSettings();
    private final MessageRing messages;
    private boolean halted;
    private volatile @Nullable Throwable failure;
    private int exitStatus;

    public Kernel(KernelConfig config) {
        this.config = config;
        clocks = new Clocks(config.clock());
        timers = new Timers(clocks);
        timekeeping = new Timekeeping(this);
        messages = new MessageRing(clocks, config.log());
        memory = new MemoryAccount(config.memoryBytes());
        text = new KernelText(config.abi().is64());
        continuations = Continuations.in(text);
        scheduler = new Scheduler(clocks, timers, config.cpus(), new SchedulerPort());
        rootCgroup = new Cgroup(this);
        vfs = new Vfs(this, memory.host());
        namespaceFiles = new NamespaceFiles(vfs);
        Architecture arch = new X8664();
        architectures = new Architectures(memory.host());
        architectures.add(arch);
        architectures.add(new X86Compat());
        architectures.setVdso(Abi.X86_64, new Architectures.VdsoImage(Vdso64.build(), 0, 0, 0, 0));
        architectures.setVdso(Abi.I386, Architectures.VdsoImage.of(Vdso32.build()));
        kernelMm = Mm.empty(memory);
        idleTask = makeIdleTask(arch);
        threads = new KernelThreads(this);
        for (int i = 0; i < config.cpus(); i++) {
            cpus.add(new VirtualCpu(this, i, idleTask));
        }
        if (cpus.size() > 1) {
            memory.setProcessors(this::othersLeave);
        }
    }

    /// Has every other processor leave guest code once: all its accesses so far are done then.
    public void leaveAll() {
        Thread me = Thread.currentThread();
        for (VirtualCpu cpu : cpus) {
            if (cpu.javaThread != me) {
                cpu.leave();
            }
        }
    }

    private void othersLeave(Mm mm) {
        Thread me = Thread.currentThread();
        for (VirtualCpu cpu : cpus) {
            if (cpu.javaThread != me) {
                cpu.leave(mm);
            }
        }
    }

    private Task makeIdleTask(Architecture arch) {
        Pid zero = new Pid(pids, new int[] {0});
        Task idle = new Task(this, arch, zero, pids);
        idle.threadGroup.add(idle);
        TaskSession session = new TaskSession(zero);
        idle.threadGroup.setProcessGroup(new TaskGroup(zero, session));
        idle.namespaces.uts().setHost(config.hostName());
        idle.setState(TaskState.IDLE);
        return idle;
    }

    // Parts.

    public KernelConfig config() {
        return config;
    }

    /// The files of `/proc/PID/ns`.
    public NamespaceFiles namespaceFiles() {
        return namespaceFiles;
    }

    public KernelSettings settings() {
        return settings;
    }

    @Override
    public Clocks clocks() {
        return clocks;
    }

    /// Setting and adjusting the clock.
    public Timekeeping timekeeping() {
        return timekeeping;
    }

    @Override
    public Timers timers() {
        return timers;
    }

    @Override
    public Entropy entropy() {
        return config.entropy();
    }

    @Override
    public KernelLog log() {
        return messages;
    }

    /// The kernel's last messages.
    public MessageRing messages() {
        return messages;
    }

    public Events events() {
        return events;
    }

    /// The system calls of this machine.
    public SyscallTable syscalls() {
        return syscalls;
    }

    public LifeHooks lifeHooks() {
        return lifeHooks;
    }

    public MemoryAccount memory() {
        return memory;
    }

    public LoadAverage load() {
        return load;
    }

    /// The machine's memory in bytes: its limit, or what the host lets the JVM have.
    public long totalMemoryBytes() {
        long limit = config.memoryBytes();
        return limit != 0 ? limit : 4L << 30;
    }

    public Vfs vfs() {
        return vfs;
    }

    public Futexes futexes() {
        return futexes;
    }

    public Scheduler scheduler() {
        return scheduler;
    }

    /// The machine's first pid namespace, with all tasks.
    public PidNamespace pids() {
        return pids;
    }

    /// Task 0.
    public Task idleTask() {
        return idleTask;
    }

    public KernelThreads threads() {
        return threads;
    }

    public KernelText text() {
        return text;
    }

    Continuations continuations() {
        return continuations;
    }

    Mm kernelMm() {
        return kernelMm;
    }

    /// The instruction sets.
    public Architectures architectures() {
        return architectures;
    }

    // The lock and what comes from outside.

    KernelLock bigLock() {
        return lock;
    }

    /// Runs something with the kernel lock held, on the calling thread; for the embedding program.
    public void withLock(Runnable work) {
        lock.hold(work);
    }

    @Override
    public void post(Runnable work) {
        posted.add(work);
        hasPosted = true;
        for (VirtualCpu cpu : cpus) {
            cpu.kick();
            LockSupport.unpark(cpu.javaThread);
        }
    }

    @Override
    public void expectPost() {
        expectedPosts++;
    }

    @Override
    public void postDone() {
        expectedPosts--;
    }

    boolean hasPosted() {
        return hasPosted;
    }

    void runPosted() {
        hasPosted = false;
        for (Runnable work = posted.poll(); work != null; work = posted.poll()) {
            work.run();
        }
    }

    // Running.

    /// Runs the machine on the calling thread until its init ends; further processors get threads
    /// of
    /// their own.
    ///
    /// @return init's status as wait(2) has it
    public int run() {
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < cpus.size(); i++) {
            VirtualCpu cpu = cpus.get(i);
            others.add(Thread.ofPlatform().name("cpu" + i).start(() -> runOther(cpu)));
        }
        ticker.start();
        try {
            cpus.getFirst().loop();
        } finally {
            ticker.stop();
            lock.hold(() -> halt(0));
            for (Thread thread : others) {
                LockSupport.unpark(thread);
                joinQuietly(thread);
            }
        }
        if (failure != null) {
            throw new IllegalStateException("a processor failed", failure);
        }
        return exitStatus;
    }

    /// A failure of a further processor is the machine's: it ends, and the first processor tells.
    private void runOther(VirtualCpu cpu) {
        try {
            cpu.loop();
        } catch (RuntimeException | Error e) {
            failure = e;
            lock.hold(() -> halt(0));
        }
    }

    private static void joinQuietly(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Makes the first program's task: process 1, which runs `boot` as its kernel function and is
    /// to
    /// become a program there, and kthreadd as process 2. Linux: rest_init.
    public Task start(FsContext fs, FdTable files, KernelFunction boot) {
        idleTask.fs = fs;
        idleTask.files = files;
        Task init = TaskClone.kernelThread(idleTask, "init", boot, CloneFlags.CLONE_FS | 17L);
        TaskSession session = new TaskSession(init.pid);
        init.threadGroup.setProcessGroup(new TaskGroup(init.pid, session));
        init.threadGroup.setUnkillable(true);
        pids.setReaper(init);
        threads.start();
        return init;
    }

    /// Makes a child of process 1, in a session of its own, that runs `boot` and is to become a
    /// program there.
    public Task startChild(Task init, KernelFunction boot) {
        Task child = TaskClone.kernelThread(init, "init", boot, 17L);
        TaskSession session = new TaskSession(child.pid);
        child.threadGroup.setProcessGroup(new TaskGroup(child.pid, session));
        return child;
    }

    boolean halted() {
        return halted;
    }

    /// Ends the machine.
    public void halt(int status) {
        if (!halted) {
            halted = true;
            exitStatus = status;
            post(() -> {});
        }
    }

    void initEnded(int status) {
        halt(status);
    }

    /// Nothing can run on a processor: waits for a timer or for something posted.
    void idle(VirtualCpu cpu) {
        if (hasPosted) {
            runPosted();
            return;
        }
        timers.runExpired();
        if (cpu.hasWork()) {
            return;
        }
        long deadline = timers.nextDeadline();
        if (deadline == Timers.NEVER && expectedPosts == 0 && scheduler.running() == 0) {
            log().warn("nothing can run again; " + TaskReport.of(this));
            halt(TaskReport.STATUS);
            return;
        }
        boolean nothing = deadline == Timers.NEVER || isWatched(deadline);
        long wait = nothing ? Long.MAX_VALUE : deadline - timers.now();
        cpu.sleepsUntil = nothing ? Timers.NEVER : deadline;
        lock.unlock();
        if (!hasPosted && wait > 0) {
            LockSupport.parkNanos(this, Math.min(wait, TimeUnit.SECONDS.toNanos(1)));
        }
        lock.lock();
        cpu.sleepsUntil = Timers.NEVER;
    }

    /// Whether an idle processor will look at the timers by then.
    private boolean isWatched(long deadline) {
        for (int i = 0; i < cpus.size(); i++) {
            if (cpus.get(i).sleepsUntil <= deadline) {
                return true;
            }
        }
        return false;
    }

    /// A processor has found a task: there must be ticks.
    void becomesBusy() {
        ticker.wake();
    }

    void oops(Task t, RuntimeException e) {
        log().bug("BUG in " + t.comm() + " " + t.id(), e);
    }

    /// A system call that nothing serves: ENOSYS, told once by name.
    long unknownSyscall(Task t, long number) {
        Sysno name = syscalls.numbers(t.abi()).name(number);
        if (name != null && !toldUnknown[name.ordinal()]) {
            toldUnknown[name.ordinal()] = true;
            log().warn("system call " + name.text() + " (" + number + ") is not implemented");
        }
        return Errno.ENOSYS.result();
    }

    // Tasks.

    /// The task whose system call or fault is being served on this Java thread, or null.
    public @Nullable Task currentOrNull() {
        VirtualCpu here = here();
        return here == null ? null : here.current();
    }

    /// The processor whose Java thread this is, or null.
    private @Nullable VirtualCpu here() {
        Thread me = Thread.currentThread();
        for (int i = 0; i < cpus.size(); i++) {
            if (cpus.get(i).javaThread == me) {
                return cpus.get(i);
            }
        }
        return null;
    }

    /// The number of the processor whose Java thread this is; 0 for other threads.
    int currentCpu() {
        VirtualCpu here = here();
        return here == null ? 0 : here.number();
    }

    public int taskCount() {
        return taskCount;
    }

    /// How many tasks were ever made, `/proc/stat`.
    public long forks() {
        return forks;
    }

    int tasksOf(int uid) {
        int[] count = tasksByUser.get(uid);
        return count == null ? 0 : count[0];
    }

    /// The root of the cgroup hierarchy.
    public Cgroup rootCgroup() {
        return rootCgroup;
    }

    void taskBorn(Task t) {
        t.cgroup().count(1);
        t.cgroup().countLiving(1);
        taskCount++;
        forks++;
        countFor(t.creds.uid(), 1);
    }

    void taskGone(Task t) {
        t.cgroup().count(-1);
        taskCount--;
        countFor(t.creds.uid(), -1);
    }

    /// A task changes its real user id: its limit on processes is that user's.
    public void countFor(int uid, int change) {
        int[] count = tasksByUser.computeIfAbsent(uid, key -> new int[1]);
        count[0] += change;
    }

    void leaveMm(Task t) {
        for (VirtualCpu cpu : cpus) {
            cpu.forget(t);
        }
    }

    /// The running task got another address space or architecture.
    public void reloadMm(Task t) {
        for (VirtualCpu cpu : cpus) {
            cpu.reload(t);
        }
    }

    /// An address space got another local descriptor table.
    public void reloadDescriptors(Mm mm) {
        for (VirtualCpu cpu : cpus) {
            cpu.reloadDescriptors(mm);
        }
    }

    void stackToRelease(Task t) {
        KernelStack stack = t.stack;
        if (stack != null) {
            t.stack = null;
            architectures.stacks(t.arch).release(stack);
        }
    }

    @Override
    public @Nullable ProcessGroup processGroup(int id, Subject as) {
        PidNamespace in = as instanceof Task t ? t.pidNamespace() : pids;
        Pid pid = in.find(id);
        return pid == null ? null : pid.group();
    }

    @Override
    public void signalOwner(int ownerType, int id, SigInfo info) {
        Pid pid = pids.find(id);
        if (pid == null) {
            return;
        }
        Task task = pid.task();
        TaskGroup group = pid.group();
        if (ownerType == 2 && group != null) {
            group.send(info);
        } else if (ownerType == 1 && task != null) {
            task.sendSignal(info);
        } else if (ownerType == 0 && task != null) {
            SignalSender.sendToThread(task, info);
        }
    }

    private final class SchedulerPort implements Scheduler.Listener {
        @Override
        public int currentCpu() {
            VirtualCpu here = here();
            return here == null ? -1 : here.number();
        }

        @Override
        public void queued(int cpu, boolean preempts) {
            if (cpu < cpus.size() && cpus.size() > 1) {
                VirtualCpu target = cpus.get(cpu);
                Thread thread = target.javaThread;
                if (thread != Thread.currentThread()) {
                    if (preempts) {
                        target.kick();
                    }
                    LockSupport.unpark(thread);
                }
            }
        }

        @Override
        public void woken(TraceEvent.Wake.Kind how, Task task, int cpu) {
            events.wake(how, task, cpu);
        }

        @Override
        public void migrated(Task task, int from, int to) {
            events.migrate(task, from, to);
        }
    }
}
