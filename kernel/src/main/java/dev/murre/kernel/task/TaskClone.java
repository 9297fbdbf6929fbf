package dev.murre.kernel.task;

import static dev.murre.abi.CloneFlags.*;
import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Capability;
import dev.murre.abi.CloneFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.abi.Rlimit;
import dev.murre.abi.Signal;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.MountNamespace;
import dev.murre.kernel.fs.OpenFile;
import dev.murre.machine.memory.Host;
import dev.murre.trace.KernelSymbol;
import org.jspecify.annotations.Nullable;

/// Birth: the one way in which all tasks are made, clone(2).
public final class TaskClone {
    private static final int NAMESPACES =
            CLONE_NEWNS
                    | CLONE_NEWPID
                    | CLONE_NEWUTS
                    | CLONE_NEWNET
                    | CLONE_NEWIPC
                    | CLONE_NEWCGROUP;

    private TaskClone() {}

    /// Makes a task, starts it and returns its id as the maker sees it, or an error. With
    /// CLONE_VFORK the maker sleeps until the child has done exec or ended; entered again, this
    /// returns the id.
    public static long kernelClone(Task maker, CloneArgs args) {
        SyscallState state = maker.restart();
        if (state.firstEntry()) {
            if (maker.signalPending()) {
                return Errno.ERESTARTNOINTR.result();
            }
            Events events = maker.kernel().events();
            events.enter(DO_FORK, maker, args.flags() | args.exitSignal(), args.stack());
            Task child = copyProcess(maker, args);
            long number = maker.numberOf(child);
            state.progress = number;
            events.fork(maker, child, args.flags() | args.exitSignal());
            if (args.has(CLONE_PARENT_SETTID)) {
                storeQuietly(maker, args.parentTid(), (int) number);
            }
            state.object = child.vforkDone;
            events.enter(WAKE_UP_NEW_TASK, maker, child.id(), 0);
            maker.kernel().scheduler().wakeUpNew(child);
            events.leave(WAKE_UP_NEW_TASK, maker);
            if (maker.tracing != null && !args.has(CLONE_UNTRACED)) {
                maker.tracing.forked(args, number);
                if (!maker.state().runnable()) {
                    return SyscallResult.BLOCKED;
                }
            }
        }
        if (state.object instanceof Completion vfork && !vfork.isDone()) {
            maker.kernel().events().enter(WAIT_FOR_VFORK_DONE, maker, state.progress, 0);
            long result = maker.waitKillable(vfork.queue);
            if (result == SyscallResult.BLOCKED) {
                return result;
            }
        }
        maker.kernel().events().leave(DO_FORK, maker);
        if (state.object != null && maker.tracing != null) {
            maker.tracing.vforkDone(state.progress);
        }
        return state.progress;
    }

    /// Makes a kernel thread; it runs at once.
    static Task kernelThread(Task maker, String name, KernelFunction function, long flags) {
        Task child = copyProcess(maker, CloneArgs.kernelThread(function, flags));
        child.setComm(name);
        maker.kernel().scheduler().wakeUpNew(child);
        return child;
    }

    private static void storeQuietly(Task t, long address, int value) {
        try {
            t.memory().putInt(address, value);
        } catch (ErrnoException ignored) {
            // clone(2) does not report a bad parent_tid address.
        }
    }

    private static void refuse(Task maker, CloneArgs args) {
        boolean bad =
                args.has(CLONE_NEWNS) && args.has(CLONE_FS)
                        || args.has(CLONE_NEWUSER) && args.has(CLONE_FS)
                        || args.has(CLONE_THREAD) && !args.has(CLONE_SIGHAND)
                        || args.has(CLONE_SIGHAND) && !args.has(CLONE_VM)
                        || args.has(CLONE_NEWIPC) && args.has(CLONE_SYSVSEM)
                        || args.has(CLONE_PARENT) && maker.threadGroup.unkillable();
        if (args.has(CLONE_THREAD)) {
            bad |= args.has(CLONE_NEWUSER) || args.has(CLONE_NEWPID);
            bad |= maker.pidNamespaceForChildren != maker.pidNamespace();
        }
        if (args.has(CLONE_PIDFD)) {
            bad |= args.has(CLONE_DETACHED) || args.has(CLONE_THREAD);
        }
        if (bad) {
            throw Errno.EINVAL.exception();
        }
        if (args.has(NAMESPACES)
                && !args.has(CLONE_NEWUSER)
                && !maker.creds.capableAtHome(Capability.SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
    }

    private static Cgroup cgroup(Task maker, CloneArgs args) {
        Cgroup chosen = args.cgroup();
        return chosen == null ? maker.cgroup() : chosen;
    }

    private static void checkLimits(Task maker, Cgroup into) {
        Kernel kernel = maker.kernel();
        int uid = maker.creds.uid();
        if (Long.compareUnsigned(kernel.tasksOf(uid), maker.limits().soft(Rlimit.NPROC)) >= 0
                && uid != 0
                && !maker.creds.capable(Capability.SYS_RESOURCE)
                && !maker.creds.capable(Capability.SYS_ADMIN)) {
            throw Errno.EAGAIN.exception();
        }
        if (maker.sched().forbidsFork()
                || !into.admitsTask()
                || kernel.taskCount() >= kernel.config().maximumThreads()) {
            throw Errno.EAGAIN.exception();
        }
    }

    /// Linux: copy_process. Whatever fails, nothing is left behind.
    private static Task copyProcess(Task maker, CloneArgs args) {
        Events events = maker.kernel().events();
        events.enter(COPY_PROCESS, maker, args.flags(), args.stack());
        refuse(maker, args);
        checkLimits(maker, cgroup(maker, args));
        Task child = new Task(maker);
        Birth birth = new Birth(maker, child, args);
        boolean born = false;
        try {
            birth.copy();
            born = true;
        } finally {
            if (!born) {
                birth.undo();
            }
        }
        birth.publish();
        events.leave(COPY_PROCESS, maker);
        return child;
    }

    /// One birth in progress: what was taken is given back if a later step fails.
    private static final class Birth {
        private final Task maker;
        private final Task child;
        private final CloneArgs args;
        private @Nullable Pid pid;
        private int pidfd = -1;
        private boolean sharesHandlers;

        Birth(Task maker, Task child, CloneArgs args) {
            this.maker = maker;
            this.child = child;
            this.args = args;
        }

        void copy() {
            Kernel kernel = maker.kernel();
            kernel.events().enter(DUP_TASK_STRUCT, maker, maker.id(), 0);
            child.kind = args.function() != null ? Task.Kind.KERNEL_THREAD : Task.Kind.USER;
            child.stack = kernel.architectures().stacks(child.arch).allocate();
            child.stackCanary = kernel.entropy().nextLong() & ~0xffL;
            leave(DUP_TASK_STRUCT);
            copyCreds();
            enter(SCHED_FORK);
            kernel.scheduler().fork(maker, child);
            joinCgroup();
            leave(SCHED_FORK);
            enter(COPY_SEMUNDO);
            copyUndo();
            leave(COPY_SEMUNDO);
            enter(COPY_FILES);
            copyFiles();
            leave(COPY_FILES);
            enter(COPY_FS);
            copyFs();
            leave(COPY_FS);
            enter(COPY_SIGHAND);
            copySigHand();
            leave(COPY_SIGHAND);
            enter(COPY_SIGNAL);
            copySignals();
            leave(COPY_SIGNAL);
            enter(COPY_MM);
            copyMm();
            leave(COPY_MM);
            enter(COPY_NAMESPACES);
            copyNamespaces();
            leave(COPY_NAMESPACES);
            enter(COPY_THREAD);
            copyThread();
            leave(COPY_THREAD);
            enter(ALLOC_PID);
            pid = namespaceForChild().allocateChosen(maker.creds, args.ids());
            child.pid = pid;
            leave(ALLOC_PID);
            enter(PIDFD_CREATE);
            copyPidfd();
            leave(PIDFD_CREATE);
            if (args.has(CLONE_CHILD_CLEARTID)) {
                child.options().clearChildTid = args.childTid();
            }
        }

        private void joinCgroup() {
            Cgroup chosen = args.cgroup();
            if (chosen != null) {
                child.setCgroup(chosen);
                maker.kernel().scheduler().setGroup(child, chosen.sched());
            }
        }

        /// Begins a step, which fails if it is the one chosen by `/proc/PID/fail-nth`.
        private void enter(KernelSymbol step) {
            TaskOptions options = maker.options();
            if (options.failNth > 0 && --options.failNth == 0) {
                throw Errno.ENOMEM.exception();
            }
            maker.kernel().events().enter(step, maker, args.flags(), args.stack());
        }

        private void leave(KernelSymbol step) {
            maker.kernel().events().leave(step, maker);
        }

        private void copyCreds() {
            enter(COPY_CREDS);
            child.creds =
                    args.has(CLONE_NEWUSER)
                            ? maker.creds.within(TaskUnshare.newUserNamespace(maker))
                            : maker.creds;
            leave(COPY_CREDS);
        }

        private PidNamespace namespaceForChild() {
            return child.pidNamespaceForChildren;
        }

        private void copyUndo() {
            maker.kernel().lifeHooks().fork(maker, child, args.flags());
        }

        private void copyFiles() {
            FdTable files = maker.files;
            if (files != null) {
                child.files = args.has(CLONE_FILES) ? files.share() : files.copy();
            }
        }

        private void copyFs() {
            if (maker.fs != null) {
                child.fs = args.has(CLONE_FS) ? maker.fs.share() : maker.fs.copy();
                if (args.has(CLONE_NEWNS)) {
                    MountNamespace.unshare(child.fs, child.creds.user());
                }
            }
        }

        private void copySigHand() {
            child.sigHand = args.has(CLONE_SIGHAND) ? maker.sigHand.share() : maker.sigHand.copy();
            sharesHandlers = true;
        }

        private void copySignals() {
            boolean keepsStack = !args.has(CLONE_VM) || args.has(CLONE_VFORK);
            child.signals().copyFrom(maker.signals(), keepsStack);
            child.rseq().copyFrom(maker.rseq(), args.has(CLONE_VM));
            if (!args.has(CLONE_THREAD)) {
                child.threadGroup = new ThreadGroup(child, maker.limits().copy());
                child.threadGroup.terminalGivenUp = maker.threadGroup.terminalGivenUp;
                child.threadGroup.autogroup = maker.threadGroup.autogroup;
                child.threadGroup.oomScoreAdjust = maker.threadGroup.oomScoreAdjust;
                child.threadGroup.hugePagesDisabled = maker.threadGroup.hugePagesDisabled;
                child.threadGroup.coreFilter = maker.threadGroup.coreFilter;
                child.threadGroup.hasSubreaperAbove =
                        maker.threadGroup.subreaper || maker.threadGroup.hasSubreaperAbove;
            }
        }

        private void copyMm() {
            if (maker.mm == null || args.function() != null) {
                return;
            }
            if (args.has(CLONE_VM)) {
                child.setMm(maker.mm.get());
            } else {
                enter(DUP_MM);
                child.setMm(maker.mm.fork(child.limits()));
                Cgroup into = args.cgroup();
                if (into != null) {
                    child.mm().setGroup(into.memory());
                }
                leave(DUP_MM);
            }
        }

        private void copyNamespaces() {
            child.namespaces = maker.namespaces.copy(maker, args.flags(), child.creds.user());
            if (args.has(CLONE_NEWPID)) {
                child.pidNamespaceForChildren =
                        new PidNamespace(maker.pidNamespaceForChildren, child.creds.user());
            }
        }

        private void copyThread() {
            long regs = child.regs();
            int size = child.arch.regsBytes();
            KernelText text = maker.kernel().text();
            long first = 0;
            KernelFunction function = args.function();
            if (function == null) {
                Host.copy(maker.regs(), regs, size);
                child.arch.setResult(regs, 0);
                if (args.stack() != 0) {
                    child.arch.setSp(regs, args.stack());
                }
                maker.syncThread();
                child.thread().copyFrom(maker.thread());
                if (args.has(CLONE_SETTLS)) {
                    maker.kernel().architectures().tls(child.arch.abi()).set(child, args.tls());
                }
            } else {
                Host.fill(regs, size, (byte) 0);
                child.arch.resetThread(child.thread());
                first = text.addressOf(function, "kthread_" + maker.kernel().taskCount());
            }
            child.thread().sp =
                    child.arch.pushSwitchFrame(
                            child.stack(),
                            child.stack().regsAddress(),
                            maker.kernel().continuations().retFromFork(),
                            first,
                            0);
        }

        private void copyPidfd() {
            if (!args.has(CLONE_PIDFD)) {
                return;
            }
            OpenFile file = PidFile.open(maker, child.pid, 0);
            int fd =
                    maker.files()
                            .install(
                                    file,
                                    0,
                                    maker.limits().soft(Rlimit.NOFILE),
                                    FdTable.CloseOnExec.YES);
            if (fd < 0) {
                file.put();
                throw Errno.EMFILE.exception();
            }
            pidfd = fd;
            maker.memory().putInt(args.pidfd(), fd);
        }

        /// From here on nothing can fail: ids, parents, visible.
        void publish() {
            Kernel kernel = maker.kernel();
            child.startNanos = kernel.clocks().monotonicNanos();
            ThreadGroup group = child.threadGroup;
            if (args.has(CLONE_THREAD)) {
                child.exitSignal = -1;
                child.realParent = maker.realParent;
                group.add(child);
            } else {
                boolean sibling = args.has(CLONE_PARENT);
                child.exitSignal =
                        sibling ? maker.threadGroup.leader().exitSignal : args.exitSignal();
                child.realParent = sibling ? maker.realParent : maker;
                group.setLeader(child);
                group.add(child);
                child.realParent.threadGroup.children.add(child);
                joinGroup(group);
                if (args.has(CLONE_NEWPID)) {
                    group.setUnkillable(true);
                    child.pidNamespaceForChildren.setReaper(child);
                }
            }
            child.pid.setTask(child);
            kernel.taskBorn(child);
            Cgroup into = args.cgroup();
            if (into != null && into.frozen()) {
                kernel.scheduler().freeze(child);
            }
            if (args.has(CLONE_VFORK)) {
                child.vforkDone = new Completion("vfork");
            }
            if (args.has(CLONE_CHILD_SETTID)) {
                child.setTidAddress = args.childTid();
            }
            if (maker.tracing != null && !args.has(CLONE_UNTRACED)) {
                maker.tracing.adopt(child, args);
            }
        }

        private void joinGroup(ThreadGroup group) {
            TaskGroup of = maker.threadGroup.processGroupOrNull();
            if (of != null) {
                group.setProcessGroup(of);
            }
        }

        void undo() {
            if (pidfd >= 0) {
                maker.files().close(maker, pidfd);
            }
            if (pid != null) {
                pid.setTask(null);
            }
            if (child.mm != null) {
                child.mm.put();
            }
            if (sharesHandlers) {
                child.sigHand.put();
            }
            if (child.fs != null) {
                child.fs.put();
            }
            if (child.files != null) {
                child.files.put(maker);
            }
            maker.kernel().lifeHooks().exit(child);
            if (child.stack != null) {
                maker.kernel().architectures().stacks(child.arch).release(child.stack);
            }
        }
    }

    /// Checks the signal of clone3(2).
    public static boolean validExitSignal(long signal) {
        return signal >= 0 && signal <= Signal.COUNT;
    }

    /// Flags that a clone call of old cannot have together.
    public static boolean legacyPidfdConflict(long flags) {
        long both = CloneFlags.CLONE_PIDFD | CloneFlags.CLONE_PARENT_SETTID;
        return (flags & both) == both;
    }
}
