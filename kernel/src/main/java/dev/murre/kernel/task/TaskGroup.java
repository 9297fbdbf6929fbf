package dev.murre.kernel.task;

import dev.murre.kernel.base.ProcessGroup;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.signal.SignalSender;
import java.util.ArrayList;
import java.util.List;

/// A process group, setpgid(2).
public final class TaskGroup implements ProcessGroup {
    private final Pid pid;
    private final TaskSession session;
    private final List<ThreadGroup> members = new ArrayList<>();

    TaskGroup(Pid pid, TaskSession session) {
        this.pid = pid;
        this.session = session;
        pid.setGroup(this);
        session.groups++;
    }

    public Pid pid() {
        return pid;
    }

    @Override
    public int id() {
        return pid.number();
    }

    @Override
    public TaskSession session() {
        return session;
    }

    /// The processes in it; not to be changed.
    public List<ThreadGroup> members() {
        return members;
    }

    void join(ThreadGroup process) {
        members.add(process);
    }

    void leave(ThreadGroup process) {
        members.remove(process);
        if (members.isEmpty()) {
            pid.setGroup(null);
            session.groupGone();
        }
    }

    @Override
    public void send(SigInfo info) {
        for (ThreadGroup process : List.copyOf(members)) {
            SignalSender.sendToProcess(process, info);
        }
    }

    @Override
    public boolean isOrphaned() {
        return isOrphanedWithout(null);
    }

    /// Whether it is orphaned when one process is not counted.
    boolean isOrphanedWithout(@org.jspecify.annotations.Nullable ThreadGroup ignored) {
        for (ThreadGroup member : members) {
            if (member == ignored || member.leader().exited() && member.isEmpty()) {
                continue;
            }
            ThreadGroup parent = member.leader().realParent().threadGroup();
            boolean foreign = parent.processGroup() != this && parent.session() == session;
            if (foreign && !parent.leader().isGlobalInit()) {
                return false;
            }
        }
        return true;
    }

    /// Whether a member is stopped by job control.
    boolean hasStopped() {
        for (ThreadGroup member : members) {
            if (member.stopped()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean isEmpty() {
        return members.isEmpty();
    }
}
