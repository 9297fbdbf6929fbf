package dev.murre.runtime;

import dev.murre.kernel.base.Entropy;
import dev.murre.kernel.base.HostClock;
import dev.murre.runtime.control.GdbSocket;
import dev.murre.runtime.host.ScreenTerminal;
import dev.murre.trace.TraceSink;
import dev.murre.trace.story.StoryRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Describes a [Machine]; what is not said has a default.
public final class MachineBuilder {
    private final MachineConfig config = new MachineConfig();

    MachineBuilder() {}

    /// What the machine has for `/`; by default this host's files, kept as they are.
    public MachineBuilder root(RootFs root) {
        config.root = root;
        return this;
    }

    /// Lets the machine see a host directory or file.
    public MachineBuilder bind(Path hostPath, String guestPath, Bind.Access access) {
        config.binds.add(new Bind(hostPath, guestPath, access));
        return this;
    }

    /// The machine's name; by default `murre`.
    public MachineBuilder hostname(String name) {
        config.hostname = name;
        return this;
    }

    /// Memory for all programs and files in memory; 4 GiB by default.
    public MachineBuilder memoryBytes(long bytes) {
        config.memoryBytes = bytes;
        return this;
    }

    /// Most processes and threads at once; 32768 by default.
    public MachineBuilder maxPids(int count) {
        config.maxPids = count;
        return this;
    }

    /// Virtual processors; one by default.
    public MachineBuilder cpus(int count) {
        config.cpus = count;
        return this;
    }

    /// How guest instructions are run.
    public MachineBuilder engine(Engine engine) {
        config.engine = engine;
        return this;
    }

    /// What the machine's sockets reach; by default nothing outside it.
    public MachineBuilder network(NetworkMode mode) {
        config.network = mode;
        return this;
    }

    /// Lets connections to a host port into the machine.
    public MachineBuilder forward(int hostPort, int guestPort) {
        config.ports.add(new PortForward(hostPort, guestPort));
        return this;
    }

    /// Makes the machine's randomness repeat itself.
    public MachineBuilder seed(long seed) {
        config.seed(seed);
        return this;
    }

    /// Has programs run at random addresses (`/proc/sys/kernel/randomize_va_space`) instead of
    /// always the same ones.
    public MachineBuilder randomAddresses() {
        config.randomAddresses = true;
        return this;
    }

    /// Takes the time from here instead of from the host.
    public MachineBuilder clock(HostClock clock) {
        config.clock = clock;
        return this;
    }

    /// Takes randomness from here instead of from the host.
    public MachineBuilder entropy(Entropy entropy) {
        config.entropy = entropy;
        return this;
    }

    /// Puts a terminal behind the machine's console.
    public MachineBuilder terminal(ScreenTerminal terminal) {
        config.terminal = terminal;
        return this;
    }

    /// Sends the machine's events here too; called under its lock, so it must be quick and must not
    /// call back.
    public MachineBuilder trace(TraceSink sink) {
        config.traces.add(sink);
        return this;
    }

    /// Has one event recorded, for [Machine#story()].
    public MachineBuilder story(StoryRequest request) {
        config.story = request;
        return this;
    }

    /// Puts the machine under gdb: its first program waits until gdb has connected. One processor
    /// only.
    public MachineBuilder gdb(GdbSocket socket) {
        config.gdb = socket;
        return this;
    }

    /// Gets the kernel's warnings, such as of system calls that do not exist.
    public MachineBuilder kernelLog(Consumer<String> receiver) {
        config.kernelLog = receiver;
        return this;
    }

    /// Gets the mistakes of Murre's own that cost one program and not the machine: what happened to
    /// which, and where.
    public MachineBuilder failureLog(BiConsumer<String, Throwable> receiver) {
        config.failureLog = receiver;
        return this;
    }

    /// Switches the machine on.
    ///
    /// @throws IOException if the root file system or a bind cannot be used
    public Machine build() throws IOException {
        return Machine.of(config);
    }
}
