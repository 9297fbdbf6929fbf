package dev.murre.kernel.task;

import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Abi;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Credentials;
import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.mm.Mm;
import java.util.List;

/// What exec does to a task once its new program is ready: Linux's `flush_old_exec` and
/// `setup_new_exec`.
public final class TaskExec {
    private TaskExec() {}

    /// The new program.
    ///
    /// @param name the new comm
    /// @param secure whether it runs with more rights than its caller
    public record NewProgram(
            Mm mm,
            Abi abi,
            long entry,
            long sp,
            long vdsoBase,
            int personality,
            String name,
            Credentials creds,
            boolean secure) {}

    /// Ends the other threads of the caller and makes it the leader. Linux: de_thread.
    ///
    /// @return BLOCKED until they are gone, then 0
    public static long endOtherThreads(Task t) {
        t.kernel().events().enter(DE_THREAD, t);
        ThreadGroup process = t.threadGroup;
        Task leader = process.leader();
        if (process.execing == null && process.threads().size() > 1) {
            process.execing = t;
            for (Task other : List.copyOf(process.threads())) {
                if (other != t && !other.exiting) {
                    other.signals().pending.mark(Signal.SIGKILL);
                    other.signalWake(true);
                }
            }
        }
        boolean alone =
                process.threads().size() == 1
                        || process.threads().size() == 2
                                && leader != t
                                && leader.state() == TaskState.ZOMBIE;
        if (!alone) {
            return t.waitUninterruptible(process.threadGone());
        }
        process.execing = null;
        if (leader != t) {
            becomeLeader(t, leader);
        }
        t.exitSignal = Signal.SIGCHLD.number;
        t.kernel().events().leave(DE_THREAD, t);
        return 0;
    }

    /// The caller takes over the id and the place of the leader, which is gone.
    private static void becomeLeader(Task t, Task leader) {
        ThreadGroup process = t.threadGroup;
        Pid own = t.pid;
        Pid taken = leader.pid;
        t.pid = taken;
        leader.pid = own;
        taken.setTask(t);
        own.setTask(leader);
        t.startNanos = leader.startNanos;
        t.realParent = leader.realParent;
        ChildList.remove(leader);
        t.realParent.threadGroup.children.add(t);
        process.setLeader(t);
        leader.exitSignal = -1;
        leader.setState(TaskState.DEAD);
        TaskExit.release(leader);
    }

    /// Puts the new program in the place of the old one.
    public static void replace(Task t, NewProgram program) {
        Kernel kernel = t.kernel();
        Events events = kernel.events();
        events.enter(EXEC_MMAP, t);
        Mm old = t.mm;
        if (old != null) {
            Accounting usage = t.accounting();
            usage.maxRssPages = Math.max(usage.maxRssPages, old.peakPages());
        }
        TaskExit.releaseMm(t);
        kernel.leaveMm(t);
        t.setMm(program.mm());
        if (old != null) {
            old.put();
        } else {
            TaskExit.completeVfork(t);
        }
        events.leave(EXEC_MMAP, t);
        events.leave(FLUSH_OLD_EXEC, t);
        t.arch = kernel.architectures().of(program.abi());
        t.abi = program.abi();
        t.kind = Task.Kind.USER;
        t.arch.resetThread(t.thread());
        t.dropBreakpoints();
        events.enter(START_THREAD, t, program.entry(), program.sp());
        t.arch.startThread(t.regs(), program.entry(), program.sp());
        events.leave(START_THREAD, t);
        events.enter(SETUP_NEW_EXEC, t);
        t.vdsoBase = program.vdsoBase();
        t.options().personality = t.options().personality & ~0x00ff | program.personality() & 0xff;
        resetSignals(t);
        closeFiles(t);
        t.setComm(program.name());
        boolean changed =
                program.creds().euid() != t.creds.euid()
                        || program.creds().egid() != t.creds.egid();
        t.options().dumpable = !changed && !program.secure();
        if (changed || program.secure()) {
            t.options().parentDeathSignal = null;
        }
        t.setCreds(program.creds());
        t.forkedNoExec = false;
        t.options().clearChildTid = 0;
        kernel.reloadMm(t);
        events.leave(SETUP_NEW_EXEC, t);
    }

    private static void resetSignals(Task t) {
        if (t.sigHand.users() > 1) {
            var own = t.sigHand.copy();
            t.sigHand.put();
            t.sigHand = own;
        }
        t.sigHand.resetHandlers();
        t.signals().exec();
        t.rseq().forget();
        t.threadGroup.timers().exec();
    }

    private static void closeFiles(Task t) {
        FdTable files = t.files();
        if (files.users() > 1) {
            FdTable own = files.copy();
            files.put(t);
            t.files = own;
            files = own;
        }
        files.closeOnExec(t);
    }

    /// Tells a tracer of the exec.
    public static void traceExec(Task t, int oldTid) {
        if (t.tracing != null) {
            t.tracing.execEvent(oldTid);
        }
    }
}
