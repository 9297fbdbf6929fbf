package dev.murre.cli;

import dev.murre.abi.Errno;
import dev.murre.runtime.GuestProcess;
import dev.murre.runtime.GuestProcessBuilder;
import dev.murre.runtime.Machine;
import dev.murre.runtime.MachineBuilder;
import dev.murre.runtime.ProgramException;
import dev.murre.runtime.control.ControlSocket;
import dev.murre.runtime.control.GdbSocket;
import dev.murre.runtime.host.Terminal;
import dev.murre.runtime.host.Terminals;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `murre run`: one program in a machine of its own.
final class RunCommand {
    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_FOUND = 127;
    private static final int TIMED_OUT = 124;
    private static final long CONTROL_DELAY_MILLIS = 1000;

    private final RunOptions options;
    private final HostDescriptors descriptors = new HostDescriptors();
    private final Interaction interaction;
    private @Nullable Terminal terminal;
    private @Nullable Machine running;

    private RunCommand(RunOptions options) {
        this.options = options;
        this.interaction = interaction();
    }

    static int run(RunOptions options) throws UsageException {
        return options.help ? Main.help() : new RunCommand(options).run();
    }

    private Interaction interaction() {
        return switch (options.terminal) {
            case ALWAYS -> Interaction.TERMINAL;
            case NEVER -> Interaction.STREAMS;
            case AUTOMATIC ->
                    descriptors.isTerminal(0) && descriptors.isTerminal(1)
                            ? Interaction.TERMINAL
                            : Interaction.STREAMS;
        };
    }

    private int run() throws UsageException {
        try (var log = SyscallLogFile.open(options.syscallLog);
                var trace = TraceFile.open(options.trace, options.traceFile);
                var gdb =
                        options.gdbPort < 0
                                ? null
                                : new GdbSocket(options.gdbPort, this::gdbMayCome);
                var machine = machine(log, trace, gdb);
                var _ = control(machine)) {
            running = machine;
            int status = run(machine);
            if (options.story != null) {
                ExplainCommand.tell(machine, options.story, options.storyPage);
            }
            return status;
        } catch (IOException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } finally {
            if (terminal != null) {
                terminal.close();
            }
        }
    }

    /// Lets `murre attach` find the machine; null if that is not wanted.
    private @Nullable ControlSocket control(Machine machine) throws IOException {
        var path = options.controlSocket;
        if (path != null) {
            return ControlSocket.at(machine, path);
        }
        return options.control
                ? ControlSocket.later(machine, CONTROL_DELAY_MILLIS, problem -> {})
                : null;
    }

    /// The first program is ready and waits for gdb.
    private void gdbMayCome(int port) {
        say("waiting for gdb: target extended-remote :" + port);
        var machine = running;
        if (machine != null) {
            try {
                var symbols = Files.createTempFile("murre-kernel-", ".elf");
                symbols.toFile().deleteOnExit();
                Files.write(symbols, machine.kernelSymbols());
                say("for breakpoints on the kernel's own functions: add-symbol-file " + symbols);
            } catch (IOException e) {
                say("no symbols of the kernel: " + e.getMessage());
            }
        }
    }

    private Machine machine(
            @Nullable SyscallLogFile log, @Nullable TraceFile trace, @Nullable GdbSocket gdb)
            throws IOException {
        var builder = Machine.builder().hostname(options.hostname).cpus(options.processors());
        if (gdb != null) {
            builder.gdb(gdb);
        }
        builder.network(options.network);
        describeRoot(builder);
        if (options.memoryBytes > 0) {
            builder.memoryBytes(options.memoryBytes);
        }
        if (options.maxPids > 0) {
            builder.maxPids(options.maxPids);
        }
        if (options.randomAddresses) {
            builder.randomAddresses();
        }
        if (options.seed != null) {
            builder.seed(options.seed);
        }
        if (options.engine != null) {
            builder.engine(options.engine);
        }
        for (var port : options.ports) {
            builder.forward(port.hostPort(), port.guestPort());
        }
        if (!options.quiet) {
            builder.kernelLog(this::say);
        }
        builder.failureLog((what, cause) -> say(FailureReport.write(what, cause)));
        if (log != null) {
            builder.trace(log);
        }
        if (options.story != null) {
            builder.story(options.story);
        }
        if (trace != null) {
            builder.trace(trace.sink());
        }
        if (interaction == Interaction.TERMINAL) {
            if (descriptors.isTerminal(0)) {
                terminal = Terminals.open(0);
                terminal.makeRaw();
            }
            builder.terminal(new KeyboardTerminal(terminal, this::showTasks));
        }
        return builder.build();
    }

    private void describeRoot(MachineBuilder builder) {
        var root = options.root;
        if (root != null) {
            builder.root(root);
        }
        for (var bind : options.binds) {
            builder.bind(bind.hostPath(), bind.guestPath(), bind.access());
        }
    }

    private int run(Machine machine) throws IOException {
        var builder = machine.process(options.command.toArray(String[]::new));
        builder.environment().putAll(HostEnvironment.forGuest(options, interaction));
        builder.directory(directory());
        setUser(builder);
        var connected = new boolean[3];
        for (int fd = 0; fd < 3; fd++) {
            connected[fd] =
                    interaction == Interaction.TERMINAL
                            && (options.terminal == RunOptions.Terminal.ALWAYS
                                    || descriptors.isTerminal(fd));
            if (connected[fd]) {
                builder.onTerminal(fd);
            }
        }
        boolean merged = !connected[1] && !connected[2] && descriptors.same(1, 2);
        builder.redirectErrorStream(merged);
        try {
            var process = builder.start();
            var pumps = new StreamPumps(process);
            if (!connected[0]) {
                pumps.input();
            }
            if (!connected[1]) {
                pumps.output();
            }
            if (!connected[2] && !merged) {
                pumps.errors();
            }
            SignalForwarding.start(machine, process, this, options.stopTimeoutNanos);
            int status;
            try {
                status = await(process);
            } finally {
                machine.close();
                pumps.drain();
            }
            tellDropped(machine.droppedFiles());
            return status;
        } catch (ProgramException e) {
            say(e.getMessage());
            return e.errno() == Errno.ENOENT ? NOT_FOUND : NOT_EXECUTABLE;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Main.FAILED;
        }
    }

    private int await(GuestProcess process) throws InterruptedException {
        if (options.timeoutNanos == 0) {
            return process.waitFor();
        }
        if (process.waitFor(options.timeoutNanos, TimeUnit.NANOSECONDS)) {
            return process.exitValue();
        }
        say("stopped after its time was up");
        return TIMED_OUT;
    }

    private void tellDropped(int files) {
        if (files > 0 && !options.quiet) {
            var what = files == 1 ? "1 changed file was" : files + " changed files were";
            say(what + " dropped; -v HOST:GUEST keeps what is written in a directory");
        }
    }

    /// Where the guest starts: here, when it runs on this machine's own files.
    private String directory() {
        var given = options.workingDirectory;
        if (given != null) {
            return given;
        }
        return options.root == null ? Path.of("").toAbsolutePath().toString() : "/";
    }

    private void setUser(GuestProcessBuilder builder) {
        var user = options.user;
        if (user != null) {
            builder.user(user.uid(), user.gid());
        } else if (options.root == null) {
            try {
                var self = Path.of("/proc/self");
                int uid = (int) Files.getAttribute(self, "unix:uid");
                int gid = (int) Files.getAttribute(self, "unix:gid");
                builder.user(uid, gid);
            } catch (IOException | UnsupportedOperationException e) {
                // A host without users: the guest is its own superuser.
            }
        }
    }

    /// Ends this process without waiting for the machine.
    void endNow(int status, String why) {
        say(why);
        if (terminal != null) {
            terminal.close();
        }
        Runtime.getRuntime().halt(status);
    }

    void showTasks() {
        var machine = running;
        if (machine != null) {
            say(machine.describeTasks());
        }
    }

    private void say(@Nullable String message) {
        // A raw terminal does not go back to the first column by itself.
        var end = terminal == null ? "\n" : "\r\n";
        System.err.print(("murre: " + message + "\n").replace("\n", end));
        System.err.flush();
    }
}
