package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.arch.Architecture;
import dev.murre.arch.KernelStack;
import dev.murre.arch.ThreadState;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.base.ProcessId;
import dev.murre.kernel.base.Rlimits;
import dev.murre.kernel.base.Session;
import dev.murre.kernel.base.UserIoBuf;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.FsContext;
import dev.murre.kernel.futex.RobustList;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.net.NetNamespace;
import dev.murre.kernel.net.NetnsFinder;
import dev.murre.kernel.sched.SchedEntity;
import dev.murre.kernel.signal.SigHand;
import dev.murre.kernel.signal.TaskSignals;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A thread of a program or of the kernel: Linux's `task_struct`. Topics are in files of their own:
/// birth in [TaskClone], end in [TaskExit], waiting for children in [ChildWait], running in
/// [VirtualCpu]. Fields belong to this package; others use the methods.
public final class Task extends TaskWaits implements NetnsFinder {
    /// What a task is besides a thread of a program.
    public enum Kind {
        USER,
        /// Linux: PF_KTHREAD. It has no address space and never sees user mode.
        KERNEL_THREAD
    }

    Kind kind;

    // Identity.
    Pid pid;
    ThreadGroup threadGroup;
    String comm;
    private AuditLogin auditLogin = AuditLogin.NONE;
    Credentials creds;
    PidNamespace pidNamespaceForChildren;
    Namespaces namespaces;

    // Relations. Only a task that leads its thread group is on its parent's list of children.
    Task realParent;
    int exitSignal;
    final ChildList.Links siblings = new ChildList.Links(this);
    long startNanos;
    boolean forkedNoExec = true;
    boolean superuserUsed;

    // What may be shared with other tasks; null after the end, and mm for kernel threads.
    @Nullable Mm mm;
    @Nullable UserMemory memory;
    @Nullable UserIoBuf ioBuf;
    @Nullable FdTable files;
    @Nullable FsContext fs;
    SigHand sigHand;
    private final TaskSignals signals = new TaskSignals();

    // The processor's side.
    Architecture arch;
    @Nullable KernelStack stack;
    private final ThreadState thread = new ThreadState();
    @Nullable VirtualCpu cpu;

    /// The ABI of the system call being served; differs from the architecture's for int 0x80.
    Abi abi;

    long vdsoBase;
    long stackCanary;

    // Running.
    private final SchedEntity sched;
    private Cgroup cgroup;
    private final Accounting accounting = new Accounting();
    final RestartBlock restartBlock = new RestartBlock();
    @Nullable SyscallHandler handler;
    long syscallNumber;

    final ServedFaults servedFaults = new ServedFaults();

    /// Something is to be looked at before the return to user mode besides pending signals.
    boolean exitWork;

    // The end.
    boolean exiting;
    int exitCode;

    /// Stopped on its way out to tell its tracer: all that is left to do is to end.
    boolean leaving;

    /// Stopped because a seccomp filter asked its tracer about the call it is in.
    boolean askedTracer;
    @Nullable Completion vforkDone;
    long setTidAddress;
    private final RobustList robustList = new RobustList();
    private final RestartableSequence rseq = new RestartableSequence();

    // Ptrace and personality.
    @Nullable Tracing tracing;
    @Nullable List<Task> tracees;
    @Nullable Seccomp seccomp;
    private @Nullable HardwareBreakpoints breakpoints;
    private final TaskOptions options = new TaskOptions();

    /// Task 0, the ancestor of all.
    Task(Kernel kernel, Architecture arch, Pid pid, PidNamespace pids) {
        super(kernel);
        this.kind = Kind.KERNEL_THREAD;
        this.pid = pid;
        this.arch = arch;
        this.abi = arch.abi();
        this.comm = "swapper/0";
        this.creds = Credentials.ROOT;
        this.sched = new SchedEntity(kernel.scheduler().rootGroup());
        this.cgroup = kernel.rootCgroup();
        this.pidNamespaceForChildren = pids;
        this.namespaces = Namespaces.initial(kernel);
        this.sigHand = new SigHand();
        this.realParent = this;
        this.threadGroup = new ThreadGroup(this, Rlimits.forInit());
    }

    /// A task about to be made; [TaskClone] fills in what it shares and what it copies.
    Task(Task maker) {
        super(maker.kernel);
        this.kind = maker.kind;
        this.pid = maker.pid;
        this.arch = maker.arch;
        this.abi = maker.arch.abi();
        this.comm = maker.comm;
        this.auditLogin = maker.auditLogin;
        this.sched = new SchedEntity(maker.sched.group());
        this.cgroup = maker.cgroup;
        this.creds = maker.creds; // until copyCreds
        this.pidNamespaceForChildren = maker.pidNamespaceForChildren;
        this.namespaces = maker.namespaces;
        this.sigHand = maker.sigHand;
        this.realParent = maker;
        this.threadGroup = maker.threadGroup;
        this.vdsoBase = maker.vdsoBase;
        this.options.copyFrom(maker.options);
        this.seccomp = maker.seccomp;
    }

    // Identity.

    /// The id of this thread in the machine's first pid namespace.
    public int id() {
        return pid.number();
    }

    /// The id of its process in the machine's first pid namespace.
    public int tgidNumber() {
        return threadGroup.pid().number();
    }

    public Pid pidStruct() {
        return pid;
    }

    @Override
    public int pid() {
        return pid.ownNumber();
    }

    @Override
    public int tgid() {
        return threadGroup.pid().ownNumber();
    }

    @Override
    public ProcessId processId() {
        return threadGroup.pid();
    }

    @Override
    public String comm() {
        return comm;
    }

    /// Sets the name, cut to 15 bytes: prctl(2) PR_SET_NAME.
    public void setComm(String name) {
        comm = name.length() > 15 ? name.substring(0, 15) : name;
    }

    public AuditLogin auditLogin() {
        return auditLogin;
    }

    public void setAuditLogin(AuditLogin login) {
        auditLogin = login;
    }

    @Override
    public @Nullable NetNamespace networkOfProcess(int number) {
        Task found = pidNamespace().task(number);
        return found == null ? null : found.namespaces().net();
    }

    @Override
    public NetNamespace networkOfDescriptor(int fd) {
        if (files().require(fd) instanceof NamespaceFile file
                && file.namespace() instanceof NetNamespace found) {
            return found;
        }
        throw Errno.EINVAL.exception();
    }

    /// The pid namespace it is in.
    public PidNamespace pidNamespace() {
        return pid.namespace();
    }

    public Namespaces namespaces() {
        return namespaces;
    }

    /// Another task's thread id as this one sees it; 0 if it does not.
    public int numberOf(Task other) {
        return other.pid.numberIn(pidNamespace());
    }

    @Override
    public Credentials creds() {
        return creds;
    }

    public void setCreds(Credentials value) {
        creds = value;
    }

    public boolean isKernelThread() {
        return kind == Kind.KERNEL_THREAD;
    }

    /// Whether it is the init of the machine.
    public boolean isGlobalInit() {
        return threadGroup.pid().number() == 1;
    }

    public boolean isGroupLeader() {
        return threadGroup.leader() == this;
    }

    public ThreadGroup threadGroup() {
        return threadGroup;
    }

    /// Who made it, or who adopted it.
    public Task realParent() {
        return realParent;
    }

    /// Who waits for it: its tracer, or the real parent.
    public Task parent() {
        Tracing by = tracing;
        return by == null ? realParent : by.tracer();
    }

    @Override
    public TaskGroup processGroup() {
        return threadGroup.processGroup();
    }

    @Override
    public TaskSession session() {
        return threadGroup.session();
    }

    @Override
    public Session.@Nullable ControllingTerminal terminal() {
        return threadGroup.terminalGivenUp ? null : session().terminal();
    }

    @Override
    public void giveUpTerminal(boolean up) {
        threadGroup.terminalGivenUp = up;
    }

    @Override
    public boolean isSessionLeader() {
        return threadGroup.session().pid() == threadGroup.pid();
    }

    @Override
    public Rlimits limits() {
        return threadGroup.limits();
    }

    /// When it was made, monotonic nanoseconds.
    public long startNanos() {
        return startNanos;
    }

    /// Forked but did not exec; Linux: PF_FORKNOEXEC.
    public boolean forkedNoExec() {
        return forkedNoExec;
    }

    public int exitSignal() {
        return exitSignal;
    }

    // What it uses.

    @Override
    public UserMemory memory() {
        UserMemory m = memory;
        if (m == null) {
            throw new IllegalStateException(comm + " has no memory");
        }
        return m;
    }

    /// The address space; null for kernel threads and after the end.
    public @Nullable Mm mmOrNull() {
        return mm;
    }

    /// The address space of a program.
    public Mm mm() {
        Mm m = mm;
        if (m == null) {
            throw new IllegalStateException(comm + " has no address space");
        }
        return m;
    }

    void setMm(@Nullable Mm value) {
        mm = value;
        memory = value == null ? null : value.user();
        ioBuf = null;
    }

    /// The buffer over its memory that system calls use one at a time.
    public UserIoBuf ioBuf() {
        UserIoBuf buffer = ioBuf;
        if (buffer == null) {
            buffer = new UserIoBuf(memory());
            ioBuf = buffer;
        }
        return buffer;
    }

    @Override
    public FdTable files() {
        FdTable table = files;
        if (table == null) {
            throw new IllegalStateException(comm + " has no files");
        }
        return table;
    }

    /// The descriptors, or null after the end.
    public @Nullable FdTable filesOrNull() {
        return files;
    }

    /// Replaces the descriptor table: unshare(2), exec.
    public void setFiles(FdTable table) {
        files = table;
    }

    @Override
    public FsContext fs() {
        FsContext context = fs;
        if (context == null) {
            throw new IllegalStateException(comm + " has no file system context");
        }
        return context;
    }

    /// Root and working directory, or null after the end.
    public @Nullable FsContext fsOrNull() {
        return fs;
    }

    /// Replaces root and working directory: unshare(2).
    public void setFs(FsContext context) {
        fs = context;
    }

    // Processor.

    @Override
    public Abi abi() {
        return abi;
    }

    public Architecture arch() {
        return arch;
    }

    public KernelStack stack() {
        KernelStack s = stack;
        if (s == null) {
            throw new IllegalStateException(comm + " has no stack");
        }
        return s;
    }

    /// The kernel stack, or null when the task is gone.
    public @Nullable KernelStack stackOrNull() {
        return stack;
    }

    public ThreadState thread() {
        return thread;
    }

    /// Host address of the saved user registers.
    public long regs() {
        return stack().regs();
    }

    /// Argument 0 to 5 of the system call being served.
    public long syscallArgument(int index) {
        return abi == arch.abi()
                ? arch.argument(regs(), index)
                : arch.compatArgument(regs(), index);
    }

    long syscallNumberInRegs() {
        long number = arch.syscallNumber(regs());
        return abi == Abi.X86_64 ? number : (int) number;
    }

    /// The number of the system call being served.
    public long syscallNumber() {
        return syscallNumber;
    }

    /// Whether it runs on a processor now.
    public boolean isRunningNow() {
        return cpu != null && state() == TaskState.RUNNING;
    }

    /// The processor it runs on, or null.
    public @Nullable VirtualCpu cpuOrNull() {
        return cpu;
    }

    /// Brings [#thread()] up to date if a processor holds newer values.
    public void syncThread() {
        VirtualCpu on = cpu;
        if (on != null) {
            arch.saveThread(on.processor(), thread);
        }
    }

    /// Brings the processor up to date after [#thread()] was changed.
    public void threadChanged() {
        VirtualCpu on = cpu;
        if (on != null) {
            arch.loadThread(on.processor(), thread);
        }
    }

    /// Gives the thread a fresh FPU.
    public void resetFpu() {
        syncThread();
        arch.resetFpu(thread);
        threadChanged();
    }

    /// Where the vDSO is mapped, 0 if it is not.
    public long vdsoBase() {
        return vdsoBase;
    }

    public void setVdsoBase(long address) {
        vdsoBase = address;
    }

    /// Return code in the vDSO for handlers without a restorer; 0 if there is none.
    public long vdsoRestorer(boolean withInfo) {
        return vdsoBase == 0
                ? 0
                : vdsoBase + kernel.architectures().vdsoRestorer(arch.abi(), withInfo);
    }

    // Signals.

    public SigHand sigHand() {
        return sigHand;
    }

    public TaskSignals signals() {
        return signals;
    }

    /// The tasks it traces.
    List<Task> tracees() {
        List<Task> list = tracees;
        if (list == null) {
            list = new ArrayList<>();
            tracees = list;
        }
        return list;
    }

    /// The debug registers that its tracer has set.
    public HardwareBreakpoints breakpoints() {
        HardwareBreakpoints set = breakpoints;
        if (set == null) {
            set = new HardwareBreakpoints();
            breakpoints = set;
        }
        return set;
    }

    /// A new program has no breakpoints. Linux: flush_ptrace_hw_breakpoint.
    void dropBreakpoints() {
        breakpoints = null;
        thread.debug = null;
    }

    /// What prctl(2) and personality(2) have set.
    public TaskOptions options() {
        return options;
    }

    public RestartableSequence rseq() {
        return rseq;
    }

    public RobustList robustList() {
        return robustList;
    }

    // Life.

    /// The cgroup it is a member of.
    public Cgroup cgroup() {
        return cgroup;
    }

    void setCgroup(Cgroup to) {
        cgroup = to;
    }

    public SchedEntity sched() {
        return sched;
    }

    public Accounting accounting() {
        return accounting;
    }

    /// Whether it has begun to end.
    public boolean exiting() {
        return exiting;
    }

    /// The status that wait(2) reports.
    public int exitCode() {
        return exitCode;
    }
}
