package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.SigInfo;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import org.jspecify.annotations.Nullable;

/// The points at which the kernel tells what it does. Without a listener each costs one test.
public final class Events {
    private final Kernel kernel;
    private @Nullable TraceSink sink;
    private @Nullable Narrator narrator;

    /// Puts system calls into words.
    public interface Narrator {
        /// A call begins: its name and what can be told of its arguments yet.
        String enter(Task t, long number, @Nullable Sysno call);

        /// A call has ended: the whole line.
        String exit(Task t, long number, @Nullable Sysno call, long result);
    }

    /// Has system call events carry text too, which costs some.
    public void setNarrator(@Nullable Narrator teller) {
        narrator = teller;
    }

    Events(Kernel kernel) {
        this.kernel = kernel;
    }

    /// Sends events to a listener from now on, or to nobody.
    public void setSink(@Nullable TraceSink listener) {
        sink = listener;
    }

    /// Whether anybody listens.
    public boolean on() {
        return sink != null;
    }

    private long now() {
        return kernel.clocks().monotonicNanos();
    }

    private void send(TraceEvent event) {
        TraceSink to = sink;
        if (to != null) {
            to.on(event);
        }
    }

    void syscallEnter(Task t, Abi abi, long number, @Nullable Sysno call) {
        if (sink != null) {
            long[] arguments = new long[6];
            for (int i = 0; i < 6; i++) {
                arguments[i] = t.syscallArgument(i);
            }
            Narrator teller = narrator;
            String text = teller == null ? null : teller.enter(t, number, call);
            send(new TraceEvent.SyscallEnter(now(), t.id(), abi, number, call, arguments, text));
        }
    }

    void syscallExit(Task t, Abi abi, long number, @Nullable Sysno call, long result) {
        if (sink != null) {
            Narrator teller = narrator;
            String text = teller == null ? null : teller.exit(t, number, call, result);
            send(new TraceEvent.SyscallExit(now(), t.id(), abi, number, call, result, text));
        }
    }

    void fork(Task parent, Task child, long flags) {
        if (sink != null) {
            send(new TraceEvent.Fork(now(), parent.id(), child.id(), child.tgidNumber(), flags));
        }
    }

    /// A task became another program.
    public void exec(Task t, int oldTid, String file) {
        if (sink != null) {
            send(new TraceEvent.Exec(now(), t.id(), oldTid, file, t.comm()));
        }
    }

    void exit(Task t, int status) {
        if (sink != null) {
            send(new TraceEvent.Exit(now(), t.id(), t.tgidNumber(), status));
        }
    }

    void contextSwitch(Task previous, Task next, int cpu) {
        if (sink != null) {
            char state = previous.state().letter;
            send(new TraceEvent.Switch(now(), previous.id(), cpu, next.id(), state));
        }
    }

    void wake(Task woken, int cpu) {
        if (sink != null) {
            Task by = kernel.currentOrNull();
            send(new TraceEvent.Wake(now(), by == null ? 0 : by.id(), woken.id(), cpu));
        }
    }

    /// A signal was queued.
    public void signalSent(Task target, SigInfo info) {
        if (sink != null) {
            Task by = kernel.currentOrNull();
            int from = by == null ? 0 : by.id();
            send(new TraceEvent.SignalSent(now(), from, info.signal(), info.code(), target.id()));
        }
    }

    /// A signal was taken.
    public void signalDelivered(Task t, SigInfo info, long handler) {
        if (sink != null) {
            send(
                    new TraceEvent.SignalDelivered(
                            now(), t.id(), info.signal(), info.code(), handler));
        }
    }

    /// A page fault was handled.
    public void fault(
            Task t, long address, TraceEvent.Access access, TraceEvent.Resolution resolution) {
        if (sink != null) {
            send(new TraceEvent.Fault(now(), t.id(), address, access, resolution));
        }
    }
}
