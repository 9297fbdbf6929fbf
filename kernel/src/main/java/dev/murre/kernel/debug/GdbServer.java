package dev.murre.kernel.debug;

import static dev.murre.trace.KernelSymbol.DO_FORK;

import dev.murre.abi.CloneFlags;
import dev.murre.abi.Errno;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.kernel.task.Debugger;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.KernelProbe;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.WakeReason;
import dev.murre.machine.ir.Trap;
import dev.murre.trace.Category;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// When the machine stops for gdb and what goes on again: every program is an inferior. The answers
/// to gdb's packets are in [GdbPackets].
public final class GdbServer implements Debugger, KernelProbe, TraceSink {
    private final Kernel kernel;
    private final GdbConnection connection;
    final GdbMemory memory;
    final GdbWatchpoints watchpoints = new GdbWatchpoints();
    final KernelFrames frames;
    private final GdbPackets packets;
    final GdbThreads threads = new GdbThreads();

    /// The processes gdb has, by number; and those it has given back.
    final Set<Integer> inferiors = new TreeSet<>();

    private final Set<Integer> released = new HashSet<>();
    private final Set<Integer> passed = new HashSet<>();
    private final Set<Task> held = new HashSet<>();
    private final Set<Task> vforking = new HashSet<>();
    private boolean connected;
    private boolean gone;
    private @Nullable Task stepping;
    private long stepFrom;
    private boolean stepBegun;
    private boolean kernelStep;
    @Nullable Task stopped;
    String lastStop = "";

    /// The signal that the stopped thread goes on with, by Linux's number; −1 for the one it has.
    private int resumeSignal = -1;

    private GdbServer(Kernel kernel, GdbConnection connection) {
        this.kernel = kernel;
        this.connection = connection;
        this.memory = new GdbMemory(kernel);
        this.frames = new KernelFrames(kernel);
        this.packets = new GdbPackets(kernel, this);
    }

    /// Puts a machine under gdb, before it runs. The first program waits for gdb.
    public static GdbServer attach(Kernel kernel, GdbConnection connection) {
        var server = new GdbServer(kernel, connection);
        kernel.events().setDebugger(server);
        kernel.events().addProbe(server);
        kernel.events().addSink(server);
        return server;
    }

    /// gdb wants the machine to stop: Ctrl-C. Called with the lock held.
    public void interrupt() {
        Task t = kernel.currentOrNull();
        if (t == null || !isInferior(t)) {
            t = anyThread();
        }
        if (t != null && connected) {
            stop(t, "T02");
        }
    }

    private @Nullable Task anyThread() {
        for (int id : inferiors) {
            Task t = kernel.pids().task(id);
            if (t != null && !t.exited()) {
                return t;
            }
        }
        return null;
    }

    boolean isInferior(Task t) {
        return inferiors.contains(t.tgidNumber());
    }

    // Debugger.

    @Override
    public boolean mayRun(Task t) {
        if (gone || t.isKernelThread() || released.contains(t.tgidNumber())) {
            return true;
        }
        if (!connected) {
            connected = true;
            inferiors.add(t.tgidNumber());
            connection.await();
            stop(t, "");
        }
        if (!isInferior(t) || t.fatalSignalPending()) {
            return true;
        }
        if (stepping == t && kernelStep) {
            kernelStep = false;
            stepping = null;
            stop(t, "T05");
        }
        if (stepping == t && stepBegun && t.arch().ip(t.regs()) != stepFrom) {
            endStep(t);
            stop(t, "T05");
        }
        boolean goes = threads.of(t) != null;
        if (goes && stepping == t) {
            stepBegun = true;
            t.arch().setSingleStep(t.regs(), true);
        }
        if (!goes && !gone) {
            held.add(t);
            return false;
        }
        watchpoints.prepare(t);
        return true;
    }

    private void endStep(Task t) {
        stepping = null;
        t.arch().setSingleStep(t.regs(), false);
    }

    @Override
    public boolean trapped(Task t, int trap) {
        if (!isInferior(t)) {
            return false;
        }
        if (trap == Trap.BREAKPOINT) {
            long at = t.arch().ip(t.regs()) - 1;
            if (!memory.hasBreakpoint(t, at)) {
                return false;
            }
            t.arch().setIp(t.regs(), at);
            if (stepping == t) {
                endStep(t);
            }
            stop(t, "T05swbreak:;");
            return true;
        }
        boolean watched = watchpoints.stepped(t);
        long changed = watched ? watchpoints.changed(t) : 0;
        if (changed != 0) {
            stepping = stepping == t ? null : stepping;
            stop(t, "T05watch:" + Long.toHexString(changed) + ";");
            return true;
        }
        if (stepping != t) {
            return watched;
        }
        endStep(t);
        stop(t, "T05");
        return true;
    }

    @Override
    public @Nullable SigInfo signal(Task t, SigInfo info) {
        int number = GdbText.signal(info.signal().number);
        if (!isInferior(t) || passed.contains(number) || info.signal() == Signal.SIGKILL) {
            return info;
        }
        resumeSignal = -1;
        stop(t, String.format("T%02x", number));
        if (gone || resumeSignal == info.signal().number) {
            return info;
        }
        Signal other = resumeSignal > 0 ? Signal.of(resumeSignal) : null;
        return other == null ? null : SigInfo.user(other, 0, 0, 0);
    }

    /// Signals that need not stop the machine.
    void pass(Set<Integer> signals) {
        passed.clear();
        passed.addAll(signals);
    }

    // Stopping and going on.

    /// Stops the machine until gdb lets it go on.
    ///
    /// @param reply what gdb is told; empty if it will ask
    private void stop(Task t, String reply) {
        if (gone) {
            return;
        }
        stopped = t;
        packets.general = t;
        resumeSignal = 0;
        lastStop = (reply.isEmpty() ? "T05" : reply) + "thread:" + GdbThreads.Id.of(t) + ";";
        if (!reply.isEmpty()) {
            connection.send(lastStop);
        }
        serve();
        stopped = null;
    }

    private void serve() {
        boolean stands = true;
        while (stands) {
            String packet = connection.receive();
            if (packet == null) {
                letGo();
                return;
            }
            String answer = packets.answer(packet);
            stands = answer != null && !inferiors.isEmpty();
            if (answer != null) {
                connection.send(answer);
            }
        }
        wakeHeld();
    }

    /// gdb has gone without a word: everything runs on.
    private void letGo() {
        gone = true;
        for (int id : List.copyOf(inferiors)) {
            release(id);
        }
        wakeHeld();
    }

    /// The threads do as gdb has ordered.
    void resume(@Nullable Task steps, int signal) {
        resumeSignal = signal;
        stepping = steps;
        stepBegun = false;
        kernelStep = steps != null && frames.of(steps).isPresent();
        if (steps != null) {
            stepFrom = steps.arch().ip(steps.regs());
        }
        if (signal > 0 && stopped != null && !lastStop.startsWith(signalStop(signal))) {
            Signal known = Signal.of(signal);
            if (known != null) {
                SignalSender.sendToThread(stopped, SigInfo.user(known, 0, 0, 0));
            }
        }
    }

    private static String signalStop(int linux) {
        return String.format("T%02x", GdbText.signal(linux));
    }

    private void wakeHeld() {
        for (Task t : List.copyOf(held)) {
            if (gone || !isInferior(t) || threads.of(t) != null) {
                held.remove(t);
                t.resumeStopped(WakeReason.EVENT);
            }
        }
    }

    /// gdb gives a process back: detach.
    void release(int process) {
        Task t = kernel.pids().task(process);
        if (t != null) {
            memory.removeAll(t);
        }
        inferiors.remove(process);
        released.add(process);
    }

    void kill(int process) {
        Task t = kernel.pids().task(process);
        release(process);
        if (t != null) {
            SignalSender.sendToProcess(t.threadGroup(), SigInfo.kernel(Signal.SIGKILL));
        }
    }

    // What the kernel tells.

    @Override
    public Set<Category> wants() {
        return EnumSet.of(Category.PROCESS);
    }

    @Override
    public void on(TraceEvent event) {
        Task t = kernel.pids().task(event.tid());
        if (gone || t == null || !isInferior(t)) {
            return;
        }
        switch (event) {
            case TraceEvent.Fork fork -> forked(t, fork);
            case TraceEvent.Exec exec -> {
                frames.clear(t);
                if (packets.execEvents) {
                    stop(t, "T05exec:" + GdbText.hex(GdbPackets.program(t)) + ";");
                }
            }
            case TraceEvent.Exit exit -> exited(t, exit.status());
            default -> {}
        }
    }

    private void forked(Task t, TraceEvent.Fork fork) {
        Task child = kernel.pids().task(fork.childTid());
        if (child == null || child.threadGroup() == t.threadGroup()) {
            return;
        }
        boolean vfork = (fork.flags() & CloneFlags.CLONE_VFORK) != 0;
        memory.forked(t, child);
        if (!(vfork ? packets.vforkEvents : packets.forkEvents)) {
            memory.removeAll(child);
            released.add(child.id());
            return;
        }
        inferiors.add(child.id());
        if (vfork) {
            vforking.add(t);
        }
        String kind = vfork ? "T05vfork:" : "T05fork:";
        stop(t, kind + GdbThreads.Id.of(child) + ";");
    }

    private void exited(Task t, int status) {
        held.remove(t);
        frames.clear(t);
        if (stepping == t) {
            stepping = null;
        }
        if (t.threadGroup().live() > 0) {
            return;
        }
        int process = t.tgidNumber();
        int code = t.threadGroup().exiting() ? t.threadGroup().exitCode() : status;
        inferiors.remove(process);
        int signal = code & 0x7f;
        String how =
                signal == 0
                        ? String.format("W%02x", code >> 8 & 0xff)
                        : String.format("X%02x", GdbText.signal(signal));
        lastStop = how + ";process:" + Integer.toHexString(process);
        connection.send(lastStop);
        if (!inferiors.isEmpty()) {
            serve();
        }
    }

    @Override
    public void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        if (gone || !isInferior(t)) {
            return;
        }
        frames.enter(function, t, a, b);
        boolean stepped = kernelStep && stepping == t;
        if (stepped || memory.hasBreakpoint(t, frames.addressOf(function))) {
            kernelStep = false;
            stepping = stepping == t ? null : stepping;
            frames.stopIn(t);
            stop(t, stepped ? "T05" : "T05swbreak:;");
            frames.stopIn(null);
        }
    }

    @Override
    public void leave(KernelSymbol function, Task t) {
        if (gone || !isInferior(t)) {
            return;
        }
        frames.leave(function, t);
        if (function == DO_FORK && vforking.remove(t) && packets.vforkEvents) {
            stop(t, "T05vforkdone:;");
        }
    }

    static String error(Errno errno) {
        return String.format("E%02x", errno.number & 0xff);
    }
}
