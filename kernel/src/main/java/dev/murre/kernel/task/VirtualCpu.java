package dev.murre.kernel.task;

import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Abi;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.Signal;
import dev.murre.arch.Architecture;
import dev.murre.kernel.base.Timers;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.sched.RunQueue;
import dev.murre.kernel.signal.SignalDelivery;
import dev.murre.machine.cpu.Cpu;
import dev.murre.machine.ir.Trap;
import org.jspecify.annotations.Nullable;

/// One processor of the machine and the loop that is its life: take a task, restore it from its
/// kernel stack, run it until something traps, save it, do the work, take the next.
///
/// The kernel lock is held everywhere but inside [GuestEngine#run] and while idling.
public final class VirtualCpu {
    /// Guest instructions after which a processor looks up even if no tick came.
    private static final long TICK_INSTRUCTIONS = 100_000_000;

    /// Every so many kernel entries one is timed, and counts for all.
    private static final int SAMPLE = 16;

    private final Kernel kernel;
    private final KernelLock lock;
    private final GuestEngine engine;
    private final int number;
    private final Cpu cpu;
    private final RunQueue queue;
    private final Traps traps;
    private final SyscallEntry calls;
    private final Events events;

    /// Whose registers the processor holds besides those on the kernel stack.
    private @Nullable Task owner;

    private Abi mode;
    private Mm loadedMm;
    private Task last;
    private int entries;
    private long sampleStart;
    volatile @Nullable Thread javaThread;
    private volatile boolean busy;

    /// While it idles: when it will look for timers that have run out.
    long sleepsUntil = Timers.NEVER;

    /// Whether guest code runs here, without the kernel's lock.
    private volatile boolean inUser;

    VirtualCpu(Kernel kernel, int number, Task idle) {
        this.kernel = kernel;
        this.lock = kernel.bigLock();
        this.engine = kernel.config().engine();
        this.number = number;
        this.events = kernel.events();
        this.queue = kernel.scheduler().queue(number);
        this.mode = kernel.config().abi();
        this.loadedMm = kernel.kernelMm();
        loadedMm.memory().load();
        this.cpu = engine.newCpu(loadedMm.memory(), loadedMm.code(), mode);
        this.cpu.clock = kernel.clocks()::monotonicNanos;
        this.traps = new Traps(kernel);
        this.calls = new SyscallEntry(kernel, this, traps);
        this.last = idle;
    }

    /// The processor proper.
    public Cpu processor() {
        return cpu;
    }

    public int number() {
        return number;
    }

    /// The task that runs here, or null when idle.
    public @Nullable Task current() {
        return queue.current();
    }

    /// Whether a task wants this processor.
    boolean hasWork() {
        return queue.waiting() > 0;
    }

    /// Has the processor leave guest code soon. From any thread.
    void kick() {
        cpu.interrupt();
    }

    /// Whether it has a task: then it wants ticks.
    boolean isBusy() {
        return busy;
    }

    /// Has the processor leave guest code if it runs in `mm`, and waits until it has. It comes back
    /// only with the kernel's lock, which the caller holds.
    void leave(Mm mm) {
        if (loadedMm == mm) {
            leave();
        }
    }

    /// The same whatever it runs in.
    void leave() {
        if (inUser) {
            cpu.interrupt();
            while (inUser) {
                Thread.onSpinWait();
            }
        }
    }

    /// Runs until the machine halts.
    void loop() {
        javaThread = Thread.currentThread();
        lock.lock();
        try {
            while (!kernel.halted()) {
                if (kernel.hasPosted()) {
                    kernel.runPosted();
                }
                Task next = pickNext();
                setBusy(next != null);
                if (next == null) {
                    idle();
                    kernel.idle(this);
                } else {
                    runTask(next);
                }
            }
        } finally {
            lock.unlock();
            javaThread = null;
        }
    }

    private @Nullable Task pickNext() {
        events.enter(PICK_NEXT_TASK, last);
        Task next = kernel.scheduler().pickNext(number);
        events.leave(PICK_NEXT_TASK, last);
        return next;
    }

    /// Nobody wants the processor: its idle task has it. Registers and memory stay as they are.
    private void idle() {
        if (last.id() != 0) {
            Task previous = last;
            Task idle = kernel.idleTask();
            events.enter(CONTEXT_SWITCH, previous, previous.id(), 0);
            events.contextSwitch(previous, idle);
            events.enter(SWITCH_TO, previous, previous.id(), 0);
            last = idle;
            events.leave(CONTEXT_SWITCH, idle);
        }
    }

    private void setBusy(boolean now) {
        if (now != busy) {
            busy = now;
            if (now) {
                kernel.becomesBusy();
            }
            lock.countBusy(now ? 1 : -1);
        }
    }

    private void runTask(Task next) {
        if (!next.stack().endIntact()) {
            throw new KernelPanic(
                    "corrupted stack end of "
                            + next.comm()
                            + " "
                            + next.id()
                            + " in the scheduler");
        }
        contextSwitch(next);
        events.leave(CONTEXT_SWITCH, next);
        events.leave(SCHEDULE, next);
        try {
            long back = next.arch.switchReturnAddress(next.stack(), next.thread().sp);
            kernel.text().continuation(back).resume(this, next);
        } catch (KernelOops | IllegalStateException e) {
            oops(next, e);
        }
    }

    private void oops(Task t, RuntimeException e) {
        kernel.oops(t, e);
        if (!t.exited()) {
            t.setState(TaskState.RUNNING);
            t.leaving = true;
            TaskExit.exitThread(t, Signal.SIGSEGV.number);
        }
        if (queue.current() == t) {
            kernel.scheduler().putCurrent(t);
        }
    }

    /// Linux: context_switch. The address space first, then registers; kernel threads borrow both.
    private void contextSwitch(Task next) {
        Task previous = last;
        if (next != previous) {
            events.enter(CONTEXT_SWITCH, previous, previous.id(), next.id());
            events.contextSwitch(previous, next);
            last = next;
        }
        loadTask(previous, next);
        if (next != previous) {
            events.enter(SWITCH_TO, previous, previous.id(), next.id());
        }
    }

    private void loadTask(Task previous, Task next) {
        Mm mm = next.mm;
        if (mm != null) {
            events.enter(SWITCH_MM, previous, previous.id(), next.id());
            switchMm(mm);
            events.leave(SWITCH_MM, previous);
            if (owner != next) {
                saveOwner();
                if (mode != next.arch.abi()) {
                    mode = next.arch.abi();
                    engine.setMode(cpu, mode);
                }
                takeOwner(next);
            }
        }
    }

    private void takeOwner(Task next) {
        VirtualCpu other = next.cpu;
        if (other != null && other != this) {
            other.saveOwner();
        }
        next.arch.loadThread(cpu, next.thread());
        next.cpu = this;
        owner = next;
    }

    private void saveOwner() {
        Task old = owner;
        if (old != null) {
            old.arch.saveThread(cpu, old.thread());
            old.cpu = null;
            owner = null;
        }
    }

    private void switchMm(Mm mm) {
        if (mm != loadedMm) {
            loadedMm.memory().unload();
            mm.memory().load();
            loadedMm = mm;
            cpu.memory = mm.memory();
            cpu.code = mm.code();
            cpu.localDescriptors = mm.localDescriptors();
        }
    }

    /// An address space got another descriptor table.
    void reloadDescriptors(Mm mm) {
        if (mm == loadedMm) {
            cpu.localDescriptors = mm.localDescriptors();
        }
    }

    /// The running task has another address space: exec.
    void reload(Task t) {
        if (queue.current() == t) {
            contextSwitch(t);
        }
    }

    /// A task lets go of its address space or ends: the processor must not use it any more.
    void forget(Task t) {
        if (owner == t) {
            owner = null;
            t.cpu = null;
        }
        Task current = queue.current();
        boolean used = current != null && current != t && current.mm == loadedMm;
        if (t.mm == loadedMm && !used) {
            switchMm(kernel.kernelMm());
        }
    }

    /// Gives the processor up; the task will go on at a continuation.
    void park(Task t, long continuation, long first) {
        events.enter(SCHEDULE, t);
        Architecture arch = t.arch;
        t.thread().sp =
                arch.pushSwitchFrame(t.stack(), t.stack().regsAddress(), continuation, first, 0);
        kernel.scheduler().putCurrent(t);
    }

    /// The task has ended or given up the processor for good.
    void leave(Task t) {
        events.enter(SCHEDULE, t);
        kernel.scheduler().putCurrent(t);
    }

    // Continuations.

    /// A new task's first steps. Linux: ret_from_fork.
    void retFromFork(Task t) {
        events.enter(RET_FROM_FORK, t);
        long function = t.arch.switchFirst(t.stack(), t.thread().sp);
        if (function != 0) {
            runKernelFunction(t, function);
            return;
        }
        if (t.setTidAddress != 0) {
            try {
                t.memory().putInt(t.setTidAddress, t.pid());
            } catch (ErrnoException ignored) {
                // clone(2) does not report a bad child_tid address.
            }
            t.setTidAddress = 0;
        }
        events.leave(RET_FROM_FORK, t);
        toUser(t);
    }

    void kernelThreadAgain(Task t) {
        t.finishWait();
        runKernelFunction(t, t.arch.switchFirst(t.stack(), t.thread().sp));
    }

    private void runKernelFunction(Task t, long function) {
        long result = kernel.text().function(function).run(t);
        if (result == SyscallResult.BLOCKED) {
            t.accounting().voluntarySwitches++;
            park(t, kernel.continuations().kernelThread(), function);
        } else if (t.exited()) {
            leave(t);
        } else if (t.mm != null) {
            toUser(t);
        } else {
            TaskExit.exitThread(t, 0);
            leave(t);
        }
    }

    void syscallAgain(Task t) {
        if (events.probing()) {
            traps.tellSyscallDone(t);
            traps.tellSyscall(t);
        }
        t.finishWait();
        if (calls.after(t, calls.invoke(t))) {
            toUser(t);
        }
    }

    /// The page that a task waited for outside of a call may be there. Linux: handle_userfault.
    void faultServed(Task t) {
        t.finishWait();
        t.servedFaults.answered();
        toUser(t);
    }

    void syscallStart(Task t) {
        if (calls.begin(t)) {
            toUser(t);
        }
    }

    /// The way back to user mode, and all that follows until the task gives up the processor.
    void toUser(Task t) {
        do {
            if (kernel.hasPosted()) {
                kernel.runPosted();
            }
            Debugger debugger = events.debugger();
            if (debugger != null && t.state().runnable() && !debugger.mayRun(t)) {
                t.stop(TaskState.TRACED);
            }
            if (!t.state().runnable()) {
                if (t.exited()) {
                    leave(t);
                } else {
                    parkBeforeUser(t);
                }
                return;
            }
            if (queue.needResched()) {
                t.accounting().involuntarySwitches++;
                t.rseq().preempted(t);
                park(t, kernel.continuations().returnToUser(), 0);
                return;
            }
            if (t.exitWork || t.signalPending()) {
                if (!exitWork(t)) {
                    return;
                }
            }
        } while (runUser(t));
    }

    /// Signals and stops on the way out. Returns whether the task still has the processor.
    private boolean exitWork(Task t) {
        t.exitWork = false;
        if (t.leaving) {
            TaskExit.exitThread(t, t.exitCode);
            leave(t);
            return false;
        }
        Tracing by = t.tracing;
        if (by != null && (by.exitStopPending || by.pendingEventStop)) {
            if (by.exitStopPending) {
                by.exitStopPending = false;
                by.syscallStop(Tracing.Phase.EXIT);
            } else {
                by.pendingEventStop = false;
                by.eventStop();
            }
            park(t, kernel.continuations().returnToUser(), 0);
            return false;
        }
        if (t.servedFaults.settle(t)
                && deliver(t) == SignalDelivery.Outcome.GOES_ON
                && t.servedFaults.settle(t)) {
            return true;
        }
        if (t.exited()) {
            leave(t);
        } else {
            parkBeforeUser(t);
        }
        return false;
    }

    private static SignalDelivery.Outcome deliver(Task t) {
        if (!t.mm().served().any()) {
            return SignalDelivery.deliver(t);
        }
        var outcome = new SignalDelivery.Outcome[1];
        t.servedFaults.run(
                t,
                () -> {
                    outcome[0] = SignalDelivery.deliver(t);
                    return 0;
                });
        return outcome[0];
    }

    private void parkBeforeUser(Task t) {
        Continuations all = kernel.continuations();
        park(t, t.servedFaults.asking() ? all.faultServed() : all.returnToUser(), 0);
    }

    /// Runs guest code once and serves the trap. Returns false when the task gave up the processor.
    private boolean runUser(Task t) {
        Architecture arch = t.arch;
        long regs = t.stack().regs();
        if (events.probing()) {
            traps.tellReturn(t, regs);
        }
        arch.leave(cpu, regs);
        if (cpu.budget <= 0) {
            cpu.grantBudget(TICK_INSTRUCTIONS);
        }
        if (sampleStart != 0) {
            t.accounting().sampleSystem((System.nanoTime() - sampleStart) * SAMPLE);
            sampleStart = 0;
        }
        int trap = lock.isWanted() ? runUnlocked() : engine.run(cpu);
        if (++entries % SAMPLE == 0) {
            sampleStart = System.nanoTime();
        }
        if (trap == Trap.SYSCALL) {
            arch.enter(cpu, regs, Architecture.Entry.SYSCALL);
            t.abi = arch.abi();
            return calls.enter(t);
        }
        if (trap == Trap.SYSENTER) {
            t.abi = Abi.I386;
            return !traps.enterBySysenter(t, cpu) || calls.enter(t);
        }
        if (traps.isSyscall(t, trap, cpu)) {
            arch.enter(cpu, regs, Architecture.Entry.INTERRUPT_SYSCALL);
            t.abi = Abi.I386;
            return calls.enter(t);
        }
        arch.enter(cpu, regs, Architecture.Entry.INTERRUPT);
        traps.serve(this, t, trap);
        return true;
    }

    private int runUnlocked() {
        inUser = true;
        lock.unlock();
        try {
            return engine.run(cpu);
        } finally {
            inUser = false;
            lock.lock();
        }
    }

    /// The instruction budget is spent: time for timers and the scheduler.
    void tick() {
        kernel.timers().runExpired();
        kernel.scheduler().tick(number);
        Task t = queue.current();
        if (t != null) {
            t.threadGroup.timers().checkCpuLimit();
        }
    }
}
