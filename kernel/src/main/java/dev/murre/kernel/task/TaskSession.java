package dev.murre.kernel.task;

import dev.murre.kernel.base.Session;
import dev.murre.kernel.base.SigInfo;
import org.jspecify.annotations.Nullable;

/// A session, setsid(2).
public final class TaskSession implements Session {
    private final Pid pid;
    private @Nullable ControllingTerminal terminal;
    int groups;

    TaskSession(Pid pid) {
        this.pid = pid;
        pid.setSession(this);
    }

    public Pid pid() {
        return pid;
    }

    @Override
    public int id() {
        return pid.number();
    }

    @Override
    public @Nullable ControllingTerminal terminal() {
        return terminal;
    }

    @Override
    public void setTerminal(@Nullable ControllingTerminal value) {
        terminal = value;
    }

    @Override
    public void signalLeader(SigInfo info) {
        Task leader = pid.task();
        if (leader != null) {
            leader.sendSignal(info);
        }
    }

    void groupGone() {
        if (--groups == 0) {
            pid.setSession(null);
        }
    }
}
