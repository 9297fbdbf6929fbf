package dev.murre.runtime;

import dev.murre.kernel.base.Entropy;
import dev.murre.kernel.base.HostClock;
import dev.murre.runtime.control.GdbSocket;
import dev.murre.runtime.host.HostEntropy;
import dev.murre.runtime.host.ScreenTerminal;
import dev.murre.runtime.host.SeededEntropy;
import dev.murre.runtime.host.SystemClock;
import dev.murre.trace.TraceSink;
import dev.murre.trace.story.StoryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What a machine is built from; [MachineBuilder] fills it in.
final class MachineConfig {
    RootFs root = RootFs.host();
    final List<Bind> binds = new ArrayList<>();
    String hostname = "murre";
    long memoryBytes = 4L << 30;
    int maxPids = 32768;
    int cpus = 1;
    Engine engine = Engine.MIXED;
    NetworkMode network = NetworkMode.NONE;
    final List<PortForward> ports = new ArrayList<>();
    HostClock clock = new SystemClock();
    Entropy entropy = new HostEntropy();
    boolean randomAddresses;
    @Nullable ScreenTerminal terminal;
    final List<TraceSink> traces = new ArrayList<>();
    @Nullable StoryRequest story;
    @Nullable GdbSocket gdb;
    @Nullable Consumer<String> kernelLog;
    @Nullable BiConsumer<String, Throwable> failureLog;

    void seed(long seed) {
        entropy = new SeededEntropy(seed);
    }
}
