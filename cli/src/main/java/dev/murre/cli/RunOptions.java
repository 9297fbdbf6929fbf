package dev.murre.cli;

import dev.murre.runtime.Bind;
import dev.murre.runtime.Engine;
import dev.murre.runtime.NetworkMode;
import dev.murre.runtime.PortForward;
import dev.murre.runtime.RootFs;
import dev.murre.trace.TraceRequest;
import dev.murre.trace.story.StoryRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one `murre run` was asked for. A null or zero field was not given.
final class RunOptions {
    /// Which of the guest's standard descriptors are its terminal.
    enum Terminal {
        /// Those that are terminals here, when input and output both are.
        AUTOMATIC,
        ALWAYS,
        NEVER
    }

    /// Where the system call log goes.
    sealed interface SyscallLog {
        record Off() implements SyscallLog {}

        record StandardError() implements SyscallLog {}

        record ToFile(Path file) implements SyscallLog {}
    }

    /// A user and group, as numbers.
    record User(int uid, int gid) {}

    @Nullable RootFs root;
    final List<Bind> binds = new ArrayList<>();
    @Nullable String workingDirectory;
    final List<String> environment = new ArrayList<>();
    @Nullable User user;
    String hostname = "murre";
    long memoryBytes;
    int maxPids;
    long timeoutNanos;
    long stopTimeoutNanos;
    Terminal terminal = Terminal.AUTOMATIC;
    SyscallLog syscallLog = new SyscallLog.Off();
    @Nullable TraceRequest trace;
    @Nullable Path traceFile;
    @Nullable StoryRequest story;
    @Nullable Path storyPage;
    @Nullable Path controlSocket;
    boolean control = true;
    int gdbPort = -1;
    boolean quiet;
    NetworkMode network = NetworkMode.NONE;
    final List<PortForward> ports = new ArrayList<>();
    @Nullable Integer cpus;
    @Nullable Long seed;

    boolean randomAddresses;
    @Nullable Engine engine;
    boolean help;
    List<String> command = List.of();

    /// How many processors the machine has: with several, a run is never the same twice.
    int processors() {
        if (gdbPort >= 0 || story != null && cpus == null) {
            return 1; // gdb stops all there is, and a story is best told of one processor.
        }
        if (cpus != null) {
            return cpus;
        }
        return seed != null ? 1 : Math.min(64, Runtime.getRuntime().availableProcessors());
    }
}
