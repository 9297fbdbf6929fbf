package dev.murre.kernel.task;

import dev.murre.abi.Errno;

/// Process groups and sessions: setpgid(2), setsid(2).
public final class TaskRelations {
    private TaskRelations() {}

    /// Makes a session with the caller as its leader.
    ///
    /// @return its id, or -EPERM when the caller leads a group
    public static long setsid(Task t) {
        ThreadGroup process = t.threadGroup;
        Pid pid = process.pid();
        if (pid.group() != null || pid.session() != null) {
            return Errno.EPERM.result();
        }
        process.setProcessGroup(new TaskGroup(pid, new TaskSession(pid)));
        Autogroups.begin(process);
        return pid.numberIn(t.pidNamespace());
    }

    /// Moves a process, the caller or a child of it, to a group of the same session, making the
    /// group if its id is the process's own.
    public static long setpgid(Task caller, Task target, int groupNumber) {
        ThreadGroup process = target.threadGroup;
        if (!target.isGroupLeader()) {
            return Errno.EINVAL.result();
        }
        boolean child = target.realParent.threadGroup == caller.threadGroup;
        if (child) {
            if (process.session() != caller.session()) {
                return Errno.EPERM.result();
            }
            if (!target.forkedNoExec) {
                return Errno.EACCES.result();
            }
        } else if (process != caller.threadGroup) {
            return Errno.ESRCH.result();
        }
        if (target.isSessionLeader()) {
            return Errno.EPERM.result();
        }
        TaskGroup group;
        Pid pid = caller.pidNamespace().find(groupNumber);
        if (pid != null && pid == target.pid) {
            group = pid.group() != null ? pid.group() : new TaskGroup(pid, process.session());
        } else {
            group = pid == null ? null : pid.group();
            if (group == null || group.session() != caller.session()) {
                return Errno.EPERM.result();
            }
        }
        if (process.processGroup() != group) {
            process.setProcessGroup(group);
        }
        return 0;
    }
}
