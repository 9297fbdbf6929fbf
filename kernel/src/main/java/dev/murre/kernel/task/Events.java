package dev.murre.kernel.task;

import dev.murre.abi.Abi;
import dev.murre.abi.Sysno;
import dev.murre.kernel.base.SigInfo;
import dev.murre.trace.Category;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.Moment;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The points at which the kernel tells what it does. Without a listener each costs one test.
public final class Events {
    private final Kernel kernel;
    private @Nullable TraceSink sink;
    private @Nullable Narrator narrator;
    private @Nullable KernelProbe probe;
    private @Nullable Debugger debugger;
    private final List<TraceSink> sinks = new ArrayList<>();
    private final List<KernelProbe> probes = new ArrayList<>();
    private @Nullable FunctionGraph graph;

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

    /// Sends events to one more listener from now on.
    public void addSink(TraceSink listener) {
        sinks.add(listener);
        listenersChanged();
    }

    /// Sends no more events to a listener.
    public void removeSink(TraceSink listener) {
        sinks.remove(listener);
        listenersChanged();
    }

    /// Has one more probe see the kernel's functions.
    public void addProbe(KernelProbe more) {
        probes.add(more);
        listenersChanged();
    }

    /// Takes a probe away.
    public void removeProbe(KernelProbe less) {
        probes.remove(less);
        listenersChanged();
    }

    private void listenersChanged() {
        List<TraceSink> all = List.copyOf(sinks);
        sink =
                switch (all.size()) {
                    case 0 -> null;
                    case 1 -> all.getFirst();
                    default -> event -> all.forEach(one -> one.on(event));
                };
        boolean functions = all.stream().anyMatch(one -> one.wants().contains(Category.KERNEL));
        if (functions && graph == null) {
            graph = new FunctionGraph(this);
            probes.add(graph);
        } else if (!functions && graph != null) {
            probes.remove(graph);
            graph = null;
        }
        List<KernelProbe> every = List.copyOf(probes);
        probe =
                switch (every.size()) {
                    case 0 -> null;
                    case 1 -> every.getFirst();
                    default -> new Several(every);
                };
    }

    private record Several(List<KernelProbe> all) implements KernelProbe {
        @Override
        public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
            all.forEach(one -> one.enter(function, t, a, b, text));
        }

        @Override
        public void leave(KernelSymbol function, Task t) {
            all.forEach(one -> one.leave(function, t));
        }
    }

    /// The debugger of the machine, or null.
    public @Nullable Debugger debugger() {
        return debugger;
    }

    /// Puts the machine under a debugger, or takes it away.
    public void setDebugger(@Nullable Debugger by) {
        debugger = by;
    }

    /// Whether anybody listens to events.
    public boolean on() {
        return sink != null;
    }

    /// Whether anybody watches the kernel's functions.
    public boolean probing() {
        return probe != null;
    }

    // The kernel's functions.

    /// A function begins in the name of `t`; each `enter` has its `leave`, but for errors.
    public void enter(KernelSymbol function, Task t) {
        if (probe != null) {
            probe.enter(function, t, 0, 0, null);
        }
    }

    /// A function with arguments begins.
    public void enter(KernelSymbol function, Task t, long a, long b) {
        if (probe != null) {
            probe.enter(function, t, a, b, null);
        }
    }

    /// A function that is given a file name begins.
    public void enter(KernelSymbol function, Task t, long a, String text) {
        if (probe != null) {
            probe.enter(function, t, a, 0, text);
        }
    }

    /// A function ends.
    public void leave(KernelSymbol function, Task t) {
        if (probe != null) {
            probe.leave(function, t);
        }
    }

    // Events.

    private long now() {
        return kernel.clocks().monotonicNanos();
    }

    Moment moment(Task t) {
        int cpu = kernel.currentCpu();
        return new Moment(now(), cpu, t.id(), t.tgidNumber(), commOf(t, cpu));
    }

    private Moment here() {
        Task by = kernel.currentOrNull();
        return moment(by == null ? kernel.idleTask() : by);
    }

    private static String commOf(Task t, int cpu) {
        return t.id() == 0 && cpu > 0 ? "swapper/" + cpu : t.comm();
    }

    private TraceEvent.Subject subject(Task t) {
        String comm = commOf(t, kernel.currentCpu());
        return new TraceEvent.Subject(comm, t.id(), t.sched().priority());
    }

    void send(TraceEvent event) {
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
            send(new TraceEvent.SyscallEnter(moment(t), abi, number, call, arguments, text));
        }
    }

    void syscallExit(Task t, Abi abi, long number, @Nullable Sysno call, long result) {
        if (sink != null) {
            Narrator teller = narrator;
            String text = teller == null ? null : teller.exit(t, number, call, result);
            send(new TraceEvent.SyscallExit(moment(t), abi, number, call, result, text));
        }
    }

    void fork(Task parent, Task child, long flags) {
        if (sink != null) {
            send(
                    new TraceEvent.Fork(
                            moment(parent), child.comm(), child.id(), child.tgidNumber(), flags));
        }
    }

    /// A task became another program.
    public void exec(Task t, int oldTid, String file) {
        if (sink != null) {
            send(new TraceEvent.Exec(moment(t), oldTid, file));
        }
    }

    void exit(Task t, int status) {
        if (sink != null) {
            send(new TraceEvent.Exit(moment(t), t.sched().priority(), status));
        }
    }

    void freed(Task t) {
        if (sink != null) {
            send(new TraceEvent.Free(here(), subject(t)));
        }
        if (graph != null) {
            graph.forget(t);
        }
    }

    void waits(Task t, int pid) {
        if (sink != null) {
            send(new TraceEvent.Wait(moment(t), pid, t.sched().priority()));
        }
    }

    void contextSwitch(Task previous, Task next) {
        if (sink != null) {
            char state = previous.id() == 0 ? 'R' : previous.state().letter;
            send(new TraceEvent.Switch(moment(previous), subject(previous), state, subject(next)));
        }
    }

    void wake(TraceEvent.Wake.Kind kind, Task woken, int cpu) {
        if (sink != null) {
            send(new TraceEvent.Wake(here(), kind, subject(woken), cpu));
        }
    }

    void migrate(Task t, int from, int to) {
        if (sink != null) {
            send(new TraceEvent.Migrate(here(), subject(t), from, to));
        }
    }

    /// A signal was sent.
    public void signalSent(
            Task target,
            SigInfo info,
            TraceEvent.SignalSent.Target to,
            TraceEvent.SignalSent.Sent how) {
        if (sink != null) {
            send(
                    new TraceEvent.SignalSent(
                            here(),
                            info.signal(),
                            info.code(),
                            target.comm(),
                            target.id(),
                            to,
                            how));
        }
    }

    /// A signal was taken.
    public void signalDelivered(Task t, SigInfo info, long handler, long flags) {
        if (sink != null) {
            send(
                    new TraceEvent.SignalDelivered(
                            moment(t), info.signal(), info.code(), handler, flags));
        }
    }

    /// A page fault was handled.
    void fault(
            Task t,
            long address,
            long errorCode,
            TraceEvent.Access access,
            TraceEvent.Resolution resolution) {
        if (sink != null) {
            long ip = t.arch().ip(t.regs());
            send(new TraceEvent.Fault(moment(t), address, ip, errorCode, access, resolution));
        }
    }
}
