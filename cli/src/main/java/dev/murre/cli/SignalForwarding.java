package dev.murre.cli;

import dev.murre.abi.Signal;
import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.Machine;
import dev.murre.runtime.host.HostSignals;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Sends signals that this process gets on to the guest: those that a terminal sends go to the
/// guest's process group, others to its first process. SIGPWR asks what all tasks are doing.
///
/// A guest may take SIGINT or SIGTERM as it likes, once, and for as long as `--stop-timeout` says.
/// The
/// second of its kind ends this process there and then, whatever the machine is doing.
final class SignalForwarding {
    private static final int SIGNALLED = 128;
    private static final long AT_ONCE_NANOS = 500_000_000;

    /// What a machine may need to notice that its program was killed.
    private static final long KILL_SECONDS = 10;

    private final Machine machine;
    private final GuestProcess process;
    private final RunCommand command;
    private final long stopTimeoutNanos;
    private final Map<Signal, Long> asked = new EnumMap<>(Signal.class);

    private SignalForwarding(
            Machine machine, GuestProcess process, RunCommand command, long stopTimeoutNanos) {
        this.machine = machine;
        this.process = process;
        this.command = command;
        this.stopTimeoutNanos = stopTimeoutNanos;
    }

    /// Takes the signals from now on. Setting this up takes some milliseconds, which nobody should
    /// wait for.
    static void start(
            Machine machine, GuestProcess process, RunCommand command, long stopTimeoutNanos) {
        var forwarding = new SignalForwarding(machine, process, command, stopTimeoutNanos);
        Thread.ofPlatform()
                .daemon()
                .name("murre-signals")
                .start(() -> HostSignals.catchAll(forwarding::take));
    }

    private void take(Signal signal) {
        if ((signal == Signal.SIGINT || signal == Signal.SIGTERM) && isRepeated(signal)) {
            command.endNow(SIGNALLED + signal.number, "ended by a second " + signal);
        }
        switch (signal) {
            case SIGPWR -> command.showTasks();
            case SIGWINCH -> machine.terminalResized();
            case SIGINT -> process.signalGroup(signal);
            case SIGTSTP -> {
                process.signalGroup(signal);
                HostSignals.stopThisProcess();
            }
            case SIGCONT -> process.signalGroup(signal);
            case SIGTERM -> {
                process.signal(signal);
                stopInTime();
            }
            default -> process.signal(signal);
        }
    }

    /// The JVM calls for each signal on a thread of its own. What comes at once is no second
    /// request:
    /// timeout(1) sends its signal to its child and again to the group that the child is in.
    private boolean isRepeated(Signal signal) {
        long now = System.nanoTime();
        synchronized (asked) {
            Long first = asked.putIfAbsent(signal, now);
            return first != null && now - first > AT_ONCE_NANOS;
        }
    }

    /// Kills the program if it does not end in the time it has for that.
    private void stopInTime() {
        if (stopTimeoutNanos == 0) {
            return;
        }
        try {
            if (!process.waitFor(stopTimeoutNanos, TimeUnit.NANOSECONDS)) {
                process.signal(Signal.SIGKILL);
                if (!process.waitFor(KILL_SECONDS, TimeUnit.SECONDS)) {
                    command.endNow(SIGNALLED + Signal.SIGKILL.number, "ended: nothing else helped");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
