package dev.murre.runtime;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.SigCodes;
import dev.murre.abi.Signal;
import dev.murre.kernel.base.SigInfo;
import dev.murre.kernel.debug.GdbServer;
import dev.murre.kernel.debug.KernelSymbolFile;
import dev.murre.kernel.explain.Explainer;
import dev.murre.kernel.explain.Inspector;
import dev.murre.kernel.fs.overlay.OverlayFs;
import dev.murre.kernel.init.Boot;
import dev.murre.kernel.init.EngineKind;
import dev.murre.kernel.init.InitProcess;
import dev.murre.kernel.init.ProgramStart;
import dev.murre.kernel.init.TranslatingEngine;
import dev.murre.kernel.signal.SignalSender;
import dev.murre.kernel.strace.SyscallNarrator;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.KernelConfig;
import dev.murre.kernel.task.Task;
import dev.murre.kernel.task.TaskReport;
import dev.murre.runtime.control.GdbSocket;
import dev.murre.runtime.control.MachineView;
import dev.murre.runtime.host.HostStreams;
import dev.murre.runtime.host.NioHostNetwork;
import dev.murre.trace.TraceSink;
import dev.murre.trace.story.Story;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A Linux machine inside this JVM: start programs in it, wait for them, close it.
///
/// ```java
/// try (var machine = Machine.builder().build()) {
///     var process = machine.process("echo", "hello").start();
///     System.out.write(process.getInputStream().readAllBytes());
///     process.waitFor();
/// }
/// ```
///
/// A JVM may hold several machines. All methods may be called from any thread.
public final class Machine implements AutoCloseable, MachineView {
    private static final long CPU_STACK_BYTES = 16L << 20;

    private final Kernel kernel;
    private final TranslatingEngine engine;
    private final InitProcess init;
    private final HostStreams streams;
    private final OverlayFs root;
    private final int filesAtStart;
    private final @Nullable MachineConsole console;
    private final @Nullable Explainer explainer;
    private final @Nullable GdbSocket gdb;
    private final Thread cpu;
    private final Pending pending = new Pending();

    private Machine(MachineConfig config) throws IOException {
        var kind =
                switch (config.engine) {
                    case INTERPRETER -> EngineKind.INTERPRETER;
                    case MIXED -> EngineKind.MIXED;
                    case COMPILED -> EngineKind.COMPILED;
                };
        engine = new TranslatingEngine(kind, config.cpus);
        kernel =
                new Kernel(
                        new KernelConfig(
                                Abi.X86_64,
                                config.cpus,
                                config.memoryBytes,
                                config.maxPids,
                                config.hostname,
                                config.clock,
                                config.entropy,
                                new MachineLog(config.kernelLog, config.failureLog),
                                engine));
        kernel.settings().randomizeVaSpace = config.randomAddresses ? 2 : 0;
        for (var sink : config.traces) {
            kernel.events().addSink(sink);
            if (sink.wantsSyscallText()) {
                kernel.events().setNarrator(new SyscallNarrator());
            }
        }
        explainer = config.story == null ? null : Explainer.watch(kernel, config.story);
        gdb = config.gdb;
        if (gdb != null) {
            var server = GdbServer.attach(kernel, gdb);
            gdb.onInterrupt(() -> kernel.post(server::interrupt));
        }
        var boot = new Boot(kernel);
        streams = new HostStreams(kernel.vfs());
        root = new FileSystemsSetup(kernel, boot, config).mountAll();
        filesAtStart = root.changedFiles();
        var terminal = config.terminal;
        console = terminal == null ? null : new MachineConsole(kernel, terminal);
        if (console != null) {
            boot.terminals().setConsole(console.console());
        }
        if (config.network == NetworkMode.HOST || !config.ports.isEmpty()) {
            var network = new NioHostNetwork(config.network, config.ports);
            kernel.idleTask().namespaces().net().attachHost(network);
        }
        init = boot.start();
        kernel.expectPost(); // a program may be asked for, or sent a signal, at any time
        cpu =
                Thread.ofPlatform()
                        .name("murre-cpu0")
                        .daemon()
                        .stackSize(CPU_STACK_BYTES)
                        .unstarted(this::runCpu);
        cpu.start();
    }

    /// A machine to be described.
    public static MachineBuilder builder() {
        return new MachineBuilder();
    }

    static Machine of(MachineConfig config) throws IOException {
        return new Machine(config);
    }

    private void runCpu() {
        RuntimeException reason;
        try {
            kernel.run();
            reason = new IllegalStateException("the machine is off");
        } catch (RuntimeException | Error e) {
            reason = new MachineFailure(e, tasksAfterFailure());
        }
        pending.end(reason);
    }

    private String tasksAfterFailure() {
        try {
            return TaskReport.of(kernel);
        } catch (RuntimeException | Error e) {
            return ""; // What failed is the kernel, after all, and its first failure is the one to
            // tell.
        }
    }

    /// What to throw when a future of the machine's did not come to a result.
    static IllegalStateException ended(ExecutionException e) {
        return e.getCause() instanceof IllegalStateException reason
                ? reason
                : new IllegalStateException("the machine is off", e.getCause());
    }

    /// A program to be started. Without a slash it is looked for in PATH.
    public GuestProcessBuilder process(String... command) {
        return new GuestProcessBuilder(this, List.of(command));
    }

    /// Starts a program and waits until it is loaded.
    GuestProcess start(GuestProcessBuilder builder) throws IOException {
        var process = new GuestProcess(this, kernel);
        var loaded = new CompletableFuture<Boolean>();
        pending.add(loaded);
        pending.add(process.exit());
        var listener = new StartListener(builder.command().getFirst(), process, loaded);
        var program =
                new ProgramStart(
                        builder.guestArguments(),
                        builder.guestEnvironment(),
                        builder.guestDirectory(),
                        builder.credentials(),
                        child -> builder.installFiles(child, process, streams),
                        listener);
        kernel.post(() -> init.start(program));
        try {
            loaded.get();
            return process;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a program was being started", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw ended(e);
        } finally {
            pending.remove(loaded);
        }
    }

    private final class StartListener implements ProgramStart.Listener {
        private final String name;
        private final GuestProcess process;
        private final CompletableFuture<Boolean> loaded;

        StartListener(String name, GuestProcess process, CompletableFuture<Boolean> loaded) {
            this.name = name;
            this.process = process;
            this.loaded = loaded;
        }

        @Override
        public void started(int pid) {
            process.setPid(pid);
        }

        @Override
        public void loaded() {
            loaded.complete(true);
        }

        @Override
        public void failed(Errno errno) {
            loaded.completeExceptionally(new ProgramException(name, errno));
        }

        @Override
        public void refused(String what, Errno errno) {
            loaded.completeExceptionally(new IOException(what + ": " + errno.message));
        }

        @Override
        public void ended(int status) {
            pending.remove(process.exit());
            process.exit().complete(status);
        }
    }

    /// Sends a signal to a process; does nothing when there is none of this number.
    void kill(long pid, Signal signal) {
        withTask(pid, task -> SignalSender.sendToProcess(task.threadGroup(), fromOutside(signal)));
    }

    /// Sends a signal to all processes of a process's group, as a terminal does.
    void killGroup(long pid, Signal signal) {
        withTask(pid, task -> task.processGroup().send(fromOutside(signal)));
    }

    private void withTask(long pid, Consumer<Task> action) {
        kernel.post(
                () -> {
                    var found = kernel.pids().find((int) pid);
                    var task = found == null ? null : found.task();
                    if (task != null) {
                        action.accept(task);
                    }
                });
    }

    private static SigInfo fromOutside(Signal signal) {
        return SigInfo.user(signal, SigCodes.SI_USER, 0, 0);
    }

    /// The terminal has another size.
    public void terminalResized() {
        if (console != null) {
            console.resize();
        }
    }

    /// Every task, its state and what it waits for, as text for people.
    public String describeTasks() {
        return ask(() -> TaskReport.of(kernel));
    }

    /// How many files of the root file system were made or changed and still had a name at the end:
    /// what is gone with the machine. To be asked after [#close].
    public int droppedFiles() {
        return root.changedFiles() - filesAtStart;
    }

    @Override
    public String inspect(Function<Inspector, String> look) {
        return ask(() -> look.apply(new Inspector(kernel)));
    }

    private String ask(Supplier<String> question) {
        var text = new CompletableFuture<String>();
        pending.add(text);
        kernel.post(() -> text.complete(question.get()));
        try {
            return text.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        } catch (ExecutionException e) {
            return "the machine is off";
        } finally {
            pending.remove(text);
        }
    }

    @Override
    public void addTrace(TraceSink sink) {
        kernel.post(
                () -> {
                    kernel.events().addSink(sink);
                    if (sink.wantsSyscallText()) {
                        kernel.events().setNarrator(new SyscallNarrator());
                    }
                });
    }

    @Override
    public void removeTrace(TraceSink sink) {
        kernel.post(() -> kernel.events().removeSink(sink));
    }

    /// An ELF file with the names of the kernel's functions, for gdb's add-symbol-file.
    public byte[] kernelSymbols() {
        return KernelSymbolFile.of(kernel);
    }

    /// The event that [MachineBuilder#story] asked for; null if it has not come. Once the
    /// machine is closed.
    public @Nullable Story story() {
        return explainer == null ? null : explainer.story();
    }

    /// Switches the machine off: programs that still run are gone without a word.
    @Override
    public void close() {
        kernel.post(() -> kernel.halt(0));
        try {
            cpu.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (console != null) {
            console.close();
        }
        engine.close();
    }
}
