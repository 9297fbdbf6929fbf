package dev.murre.cli;

import dev.murre.abi.Signal;
import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.Machine;
import dev.murre.runtime.host.HostSignals;
import java.util.EnumSet;
import java.util.Set;

/// Sends signals that this process gets on to the guest: those that a terminal sends go to the
/// guest's process group, others to its first process. SIGPWR asks what all tasks are doing.
///
/// A guest may take SIGINT or SIGTERM as it likes, once. The second of its kind ends this process
/// there and then, whatever the machine is doing.
final class SignalForwarding {
    private static final int SIGNALLED = 128;

    private final Machine machine;
    private final GuestProcess process;
    private final RunCommand command;
    private final Set<Signal> asked = EnumSet.noneOf(Signal.class);

    private SignalForwarding(Machine machine, GuestProcess process, RunCommand command) {
        this.machine = machine;
        this.process = process;
        this.command = command;
    }

    /// Takes the signals from now on. Setting this up takes some milliseconds, which nobody should
    /// wait for.
    static void start(Machine machine, GuestProcess process, RunCommand command) {
        var forwarding = new SignalForwarding(machine, process, command);
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
            default -> process.signal(signal);
        }
    }

    /// The JVM calls for each signal on a thread of its own.
    private boolean isRepeated(Signal signal) {
        synchronized (asked) {
            return !asked.add(signal);
        }
    }
}
