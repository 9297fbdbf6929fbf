package dev.murre.kernel.task;

import static dev.murre.abi.WaitFlags.*;
import static dev.murre.trace.KernelSymbol.*;

import dev.murre.abi.Errno;
import dev.murre.abi.SigCodes;
import org.jspecify.annotations.Nullable;

/// Waiting for children: wait4(2), waitid(2).
public final class ChildWait {
    /// Whom to wait for.
    public enum Who {
        ANY,
        PROCESS,
        GROUP
    }

    /// What a wait has found; one per call, filled in when it succeeds.
    public static final class Result {
        public int pid;
        public int uid;

        /// As wait(2) has it.
        public int status;

        /// CLD_ code and its status, as waitid(2) has them.
        public int code;

        public int codeStatus;
        public @Nullable Accounting usage;
    }

    private final Task parent;
    private final Who who;
    private final @Nullable Pid pid;
    private final int options;
    private final Result result;
    private boolean candidates;

    private ChildWait(Task parent, Who who, @Nullable Pid pid, int options, Result result) {
        this.parent = parent;
        this.who = who;
        this.pid = pid;
        this.options = options;
        this.result = result;
    }

    /// Looks for a child that has changed state.
    ///
    /// @param options bits of [dev.murre.abi.WaitFlags], with WEXITED and WSTOPPED as wanted
    /// @return the child's id; 0 with WNOHANG; BLOCKED; -ECHILD; -ERESTARTSYS
    public static long call(Task parent, Who who, @Nullable Pid pid, int options, Result result) {
        Events events = parent.kernel().events();
        events.enter(DO_WAIT, parent, options, 0);
        events.waits(parent, pid == null ? 0 : pid.number());
        ChildWait wait = new ChildWait(parent, who, pid, options, result);
        long found = wait.scan();
        if (found != 0) {
            events.leave(DO_WAIT, parent);
            return found;
        }
        if (!wait.candidates) {
            return Errno.ECHILD.result();
        }
        if ((options & WNOHANG) != 0) {
            return 0;
        }
        return parent.waitOn(parent.threadGroup.childExit());
    }

    private long scan() {
        ThreadGroup process = parent.threadGroup;
        if (who != Who.ANY && pid == null) {
            return 0;
        }
        for (Task child : process.children) {
            if ((options & WNOTHREAD) != 0 && child.realParent != parent) {
                continue;
            }
            long found = consider(child, false);
            if (found != 0) {
                return found;
            }
        }
        for (Task thread : process.threads()) {
            if ((options & WNOTHREAD) != 0 && thread != parent) {
                continue;
            }
            for (Task traced : Tracing.tracedBy(thread)) {
                long found = consider(traced, true);
                if (found != 0) {
                    return found;
                }
            }
        }
        return 0;
    }

    private boolean eligible(Task child, boolean traced) {
        boolean named =
                switch (who) {
                    case ANY -> true;
                    case PROCESS -> child.pid == pid;
                    case GROUP -> {
                        TaskGroup group = child.threadGroup.processGroupOrNull();
                        yield group != null && group.pid() == pid;
                    }
                };
        if (!named) {
            return false;
        }
        if (traced || (options & WALL) != 0) {
            return true;
        }
        boolean clone = child.exitSignal != dev.murre.abi.Signal.SIGCHLD.number;
        return clone == ((options & WCLONE) != 0);
    }

    private long consider(Task child, boolean throughTracer) {
        boolean traced = throughTracer || tracedByUs(child);
        if (!eligible(child, traced)) {
            return 0;
        }
        if (child.state() == TaskState.DEAD) {
            return 0;
        }
        boolean tracedByOther = !traced && child.tracing != null && !tracedByUs(child);
        if (tracedByOther) {
            candidates = true;
            return 0;
        }
        if (child.state() == TaskState.ZOMBIE) {
            boolean leaderWithThreads = child.isGroupLeader() && !child.threadGroup.isEmpty();
            if (!leaderWithThreads) {
                return (options & WEXITED) != 0 ? zombie(child, traced) : 0;
            }
            candidates = true;
            return 0;
        }
        candidates = true;
        long found = stopped(child, traced);
        return found != 0 ? found : continued(child);
    }

    private boolean tracedByUs(Task child) {
        Tracing by = child.tracing;
        return by != null && by.tracer().threadGroup == parent.threadGroup;
    }

    private long found(Task child, int status, int code, int codeStatus) {
        int number = parent.numberOf(child);
        result.pid = number;
        result.uid = child.creds.uid();
        result.status = status;
        result.code = code;
        result.codeStatus = codeStatus;
        return number;
    }

    private long zombie(Task child, boolean traced) {
        ThreadGroup process = child.threadGroup;
        int status =
                process.exiting() && child.isGroupLeader() ? process.exitCode() : child.exitCode;
        int code =
                (status & 0x7f) == 0
                        ? SigCodes.CLD_EXITED
                        : (status & 0x80) != 0 ? SigCodes.CLD_DUMPED : SigCodes.CLD_KILLED;
        int codeStatus = (status & 0x7f) == 0 ? status >> 8 : status & 0x7f;
        long number = found(child, status, code, codeStatus);
        Accounting usage = process.usage();
        usage.add(process.childrenUsage());
        result.usage = usage;
        if ((options & WNOWAIT) == 0) {
            if (child.tracing != null && child.tracing.zombieReaped(child, traced)) {
                return number;
            }
            parent.threadGroup.childrenAccounting.add(usage);
            child.setState(TaskState.DEAD);
            Events events = parent.kernel().events();
            events.enter(RELEASE_TASK, parent, child.id(), 0);
            TaskExit.release(child);
            events.leave(RELEASE_TASK, parent);
        }
        return number;
    }

    private long stopped(Task child, boolean traced) {
        if (traced) {
            return tracedStop(child);
        }
        ThreadGroup process = child.threadGroup;
        if ((options & WUNTRACED) == 0
                || !process.job().stopped()
                || process.job().exitCode() == 0) {
            return 0;
        }
        int signal = process.job().exitCode();
        if ((options & WNOWAIT) == 0) {
            process.job().stopReported();
        }
        result.usage = process.usage();
        return found(child, signal << 8 | 0x7f, SigCodes.CLD_STOPPED, signal);
    }

    private long tracedStop(Task child) {
        Tracing by = child.tracing;
        if (by == null || !by.hasStopToReport()) {
            return 0;
        }
        int code = by.stopCode();
        if ((options & WNOWAIT) == 0) {
            by.stopReported();
        }
        result.usage = child.threadGroup.usage();
        return found(child, code << 8 | 0x7f, SigCodes.CLD_TRAPPED, code);
    }

    private long continued(Task child) {
        ThreadGroup process = child.threadGroup;
        if ((options & WCONTINUED) == 0 || !process.job().continued()) {
            return 0;
        }
        if ((options & WNOWAIT) == 0) {
            process.job().continueReported();
        }
        result.usage = process.usage();
        int signal = dev.murre.abi.Signal.SIGCONT.number;
        return found(child, 0xffff, SigCodes.CLD_CONTINUED, signal);
    }
}
