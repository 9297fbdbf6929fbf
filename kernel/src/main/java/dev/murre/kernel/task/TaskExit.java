package dev.murre.kernel.task;

import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.ErrnoException;
import dev.murre.abi.SigactionFlags;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.Session;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.futex.Futexes;
import dev.murre.kernel.mm.Mm;
import dev.murre.kernel.signal.JobControl;
import dev.murre.kernel.signal.SigAction;
import dev.murre.kernel.signal.SignalSender;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of tasks: exit(2), exit_group(2), orphans and zombies.
public final class TaskExit {
    private TaskExit() {}

    /// Ends the whole process of the calling thread: exit_group(2), or a fatal signal.
    ///
    /// @param status as wait(2) has it
    public static void exitGroup(Task t, int status) {
        t.kernel().events().enter(DO_GROUP_EXIT, t, status, 0);
        ThreadGroup process = t.threadGroup;
        int code = process.exiting() ? process.exitCode() : status;
        process.beginExit(code);
        if (!process.isEmpty()) {
            for (Task other : List.copyOf(process.threads())) {
                if (other != t && !other.exiting) {
                    other.signals().pending.mark(Signal.SIGKILL);
                    other.signalWake(true);
                }
            }
        }
        exitThread(t, code);
    }

    /// Ends the calling thread, Linux: do_exit. Its kernel stack is given back once the processor
    /// has left it. Where a tracer wants to hear of it first, the thread stops, and ends on its way
    /// back to user mode.
    public static void exitThread(Task t, int status) {
        if (t.exiting) {
            throw new KernelOops("a task ends twice");
        }
        if (!t.leaving && t.tracing != null && t.tracing.exitEvent(status)) {
            t.leaving = true;
            t.exitWork = true;
            t.exitCode = status;
            return;
        }
        Events events = t.kernel().events();
        events.enter(DO_EXIT, t, status, 0);
        t.exiting = true;
        t.servedFaults.answered();
        if (t.mm != null) {
            t.mm.served().endWaiting();
        }
        JobControl.leave(t);
        t.finishWait();
        boolean last = t.threadGroup.live() == 0;
        if (last) {
            t.threadGroup.timers().stop();
            if (t.isGlobalInit()) {
                t.kernel().initEnded(status);
            }
            endNamespace(t);
        }
        t.exitCode = status;
        t.kernel().scheduler().updateCurrent(t);
        events.enter(EXIT_MM, t);
        releaseMemory(t);
        events.leave(EXIT_MM, t);
        t.kernel().lifeHooks().exit(t);
        t.kernel().scheduler().dropDeadline(t);
        if (t.seccomp != null) {
            t.seccomp.taskGone(t);
        }
        events.enter(EXIT_FILES, t);
        releaseFiles(t);
        events.leave(EXIT_FILES, t);
        if (last) {
            leaveTerminal(t);
        }
        events.exit(t, status);
        events.enter(EXIT_NOTIFY, t);
        notifyOthers(t, last);
        t.cgroup().countLiving(-1);
        events.leave(EXIT_NOTIFY, t);
    }

    /// When the init of a pid namespace ends, everybody in it does, pid_namespaces(7).
    private static void endNamespace(Task t) {
        PidNamespace pids = t.pidNamespace();
        Task init = pids.reaper();
        if (pids.level() == 0 || init == null || init.threadGroup != t.threadGroup) {
            return;
        }
        pids.close();
        // Whoever ends from now on is waited for by nobody. Linux: zap_pid_ns_processes.
        SigAction old = t.sigHand.action(Signal.SIGCHLD);
        t.sigHand.set(
                Signal.SIGCHLD,
                new SigAction(SigAction.IGNORE_HANDLER, old.flags(), old.restorer(), old.mask()));
        Task other = pids.nextTask(2);
        while (other != null) {
            SignalSender.sendToProcess(other.threadGroup, SigInfo.kernel(Signal.SIGKILL));
            other = pids.nextTask(other.pid.numberIn(pids) + 1);
        }
    }

    /// Lets go of the address space: at the end, and by exec of the old one. Linux: mm_release.
    public static void releaseMm(Task t) {
        Mm mm = t.mm;
        if (mm == null) {
            return;
        }
        t.robustList().exit(t);
        t.kernel().futexes().pi().taskEnds(t);
        if (t.options().clearChildTid != 0 && mm.users() > 1) {
            long address = t.options().clearChildTid;
            try {
                t.memory().putInt(address, 0);
                t.kernel().futexes().wake(t, address, 1, Futexes.ANY, Futexes.Scope.SHARED);
            } catch (ErrnoException ignored) {
                // The address is the program's own business.
            }
        }
        t.options().clearChildTid = 0;
        completeVfork(t);
    }

    static void completeVfork(Task t) {
        Completion vfork = t.vforkDone;
        if (vfork != null) {
            t.vforkDone = null;
            vfork.complete();
        }
    }

    private static void releaseMemory(Task t) {
        Mm mm = t.mm;
        if (mm == null) {
            completeVfork(t);
            return;
        }
        releaseMm(t);
        Accounting usage = t.accounting();
        usage.maxRssPages = Math.max(usage.maxRssPages, mm.peakPages());
        t.kernel().leaveMm(t);
        t.setMm(null);
        mm.put();
    }

    private static void releaseFiles(Task t) {
        if (t.files != null) {
            t.files.put(t);
            t.files = null;
        }
        if (t.fs != null) {
            t.fs.put();
            t.fs = null;
        }
    }

    private static void leaveTerminal(Task t) {
        if (!t.isSessionLeader()) {
            return;
        }
        Session.ControllingTerminal terminal = t.session().terminal();
        if (terminal != null) {
            terminal.disassociate();
            t.session().setTerminal(null);
        }
    }

    /// Linux: exit_notify.
    private static void notifyOthers(Task t, boolean last) {
        if (t.threadGroup.pid().task() != null) {
            forgetTraced(t);
            reparentChildren(t);
        }
        if (last) {
            killOrphanedGroup(t.threadGroup, null);
        }
        boolean reap;
        if (t.tracing != null) {
            reap = t.tracing.exited(t);
        } else if (t.isGroupLeader()) {
            reap = t.threadGroup.isEmpty() && notifyParent(t, t.exitSignal);
        } else {
            reap = true;
        }
        t.setState(reap ? TaskState.DEAD : TaskState.ZOMBIE);
        t.threadGroup.threadGone().wakeAll();
        if (reap) {
            release(t);
        }
    }

    private static void forgetTraced(Task t) {
        Tracing.tracerExits(t);
    }

    /// Tells the parent of the end of a process. Returns whether nobody will wait for it.
    static boolean notifyParent(Task t, int signalNumber) {
        Task parent = t.parent();
        ThreadGroup to = parent.threadGroup;
        boolean reap = false;
        Signal signal = Signal.of(signalNumber);
        SigInfo info = ThreadGroup.exitInfo(t.threadGroup, t.exitCode);
        t.pid.ended().wakeAll();
        if (signal == Signal.SIGCHLD && t.tracing == null) {
            SigAction action = parent.sigHand.action(Signal.SIGCHLD);
            boolean ignored = action.isIgnore();
            if (ignored || action.has(SigactionFlags.SA_NOCLDWAIT)) {
                reap = true;
                signal = ignored ? null : signal;
            }
        }
        if (signal != null) {
            SigInfo with =
                    new SigInfo(
                            signal,
                            0,
                            info.code(),
                            info.pid(),
                            info.uid(),
                            0,
                            0,
                            info.status(),
                            0,
                            info.userTime(),
                            info.systemTime());
            SignalSender.sendToProcess(to, with);
        }
        to.childExit().wakeAll();
        return reap;
    }

    /// The thread's children get another parent: a thread of the same process, the nearest
    /// subreaper, or the init of the namespace.
    private static void reparentChildren(Task t) {
        ThreadGroup process = t.threadGroup;
        Task sibling = liveThread(process, t);
        if (sibling != null) {
            for (Task child : process.children) {
                if (child.realParent == t) {
                    child.realParent = sibling;
                }
            }
            return;
        }
        if (process.children.isEmpty()) {
            return;
        }
        Task reaper = findReaper(t);
        for (Task child : process.children) {
            adopt(t, child, reaper);
        }
    }

    private static @Nullable Task liveThread(ThreadGroup process, Task without) {
        for (Task thread : process.threads()) {
            if (thread != without && !thread.exiting) {
                return thread;
            }
        }
        return null;
    }

    private static Task findReaper(Task t) {
        if (t.threadGroup.hasSubreaperAbove) {
            int level = t.pidNamespace().level();
            for (Task up = t.realParent; !up.isGlobalInit(); up = up.realParent) {
                if (up.pidNamespace().level() != level || up == up.realParent) {
                    break;
                }
                Task thread = liveThread(up.threadGroup, t);
                if (up.threadGroup.subreaper && thread != null) {
                    return thread;
                }
            }
        }
        Task init = t.pidNamespace().reaper();
        if (init == null || init.threadGroup == t.threadGroup) {
            init = t.kernel().pids().reaper();
        }
        if (init == null || init.threadGroup == t.threadGroup) {
            return t.kernel().idleTask();
        }
        Task thread = liveThread(init.threadGroup, t);
        return thread != null ? thread : t.kernel().idleTask();
    }

    private static void adopt(Task dead, Task child, Task reaper) {
        ChildList.remove(child);
        ThreadGroup process = child.threadGroup;
        for (Task thread : process.threads()) {
            thread.realParent = reaper;
            if (thread.options().parentDeathSignal != null) {
                SignalSender.sendToProcess(
                        process, SigInfo.user(thread.options().parentDeathSignal, 0, 0, 0));
            }
        }
        child.realParent = reaper;
        reaper.threadGroup.children.add(child);
        if (reaper.threadGroup == dead.threadGroup) {
            return;
        }
        child.exitSignal = Signal.SIGCHLD.number;
        if (child.state() == TaskState.ZOMBIE
                && process.isEmpty()
                && child.tracing == null
                && notifyParent(child, child.exitSignal)) {
            child.setState(TaskState.DEAD);
            release(child);
            return;
        }
        killOrphanedGroup(process, dead);
    }

    /// A process group that becomes an orphan and has stopped members is hung up and continued,
    /// setpgid(2).
    private static void killOrphanedGroup(ThreadGroup process, @Nullable Task formerParent) {
        TaskGroup group = process.processGroupOrNull();
        if (group == null) {
            return;
        }
        Task parent = formerParent != null ? formerParent : process.leader().realParent;
        ThreadGroup ignored = formerParent != null ? null : process;
        TaskGroup parentGroup = parent.threadGroup.processGroupOrNull();
        if (parentGroup != null
                && parentGroup != group
                && parentGroup.session() == group.session()
                && group.isOrphanedWithout(ignored)
                && group.hasStopped()) {
            group.send(SigInfo.kernel(Signal.SIGHUP));
            group.send(SigInfo.kernel(Signal.SIGCONT));
        }
    }

    /// Removes an ended task altogether. Linux: release_task.
    static void release(Task t) {
        ThreadGroup process = t.threadGroup;
        Kernel kernel = t.kernel();
        kernel.events().freed(t);
        kernel.taskGone(t);
        Task leader = process.leader();
        process.ended.add(t.accounting());
        process.remove(t);
        if (t == leader) {
            ChildList.remove(t);
            process.setProcessGroup(null);
        }
        process.threadGone().wakeAll();
        t.pid.setTask(null);
        t.sigHand.put();
        Tracing.release(t);
        kernel.stackToRelease(t);
        boolean leaderWaits =
                t != leader && leader.state() == TaskState.ZOMBIE && process.isEmpty();
        if (leaderWaits && notifyParent(leader, leader.exitSignal)) {
            leader.setState(TaskState.DEAD);
            release(leader);
        }
    }
}
