package dev.murre.cli;

import dev.murre.abi.Signal;
import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.Machine;
import dev.murre.runtime.host.HostSignals;

/// Sends signals that this process gets on to the guest: those that a terminal sends go to the
/// guest's process group, others to its first process. SIGPWR asks what all tasks are doing.
final class SignalForwarding {
    private SignalForwarding() {}

    /// Takes the signals from now on. Setting this up takes some milliseconds, which nobody should
    /// wait for.
    static void start(Machine machine, GuestProcess process, Runnable whenAsked) {
        Thread.ofPlatform()
                .daemon()
                .name("murre-signals")
                .start(() -> HostSignals.catchAll(s -> forward(s, machine, process, whenAsked)));
    }

    private static void forward(
            Signal signal, Machine machine, GuestProcess process, Runnable whenAsked) {
        switch (signal) {
            case SIGPWR -> whenAsked.run();
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
}
