package dev.murre.runtime.control;

import dev.murre.abi.Signal;
import dev.murre.kernel.explain.Inspector;
import dev.murre.kernel.task.Task;
import dev.murre.trace.TraceRequest;
import dev.murre.trace.TraceWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection: a command a line, answered in text.
final class ControlSession implements Runnable {
    private static final String HELP =
            """
            ps                   every task: state, priority, time, memory, what it waits in
            tree                 who is whose child
            calls                the system call each task is in, with its arguments
            stack PID            the kernel stack, every word named
            maps PID             the address space and its pages
            files PID            the open files
            kill [-SIGNAL] PID   send a signal (default: TERM)
            trace EVENTS[:FILTER]   show events as they happen, as with murre run --trace
            trace off            show no more
            quit                 leave; the machine runs on
            """;

    /// How many lines of a trace may wait for a slow reader.
    private static final int BACKLOG = 100_000;

    private final MachineView machine;
    private final SocketChannel connection;
    private final PrintWriter out;
    private volatile @Nullable TraceWriter trace;

    ControlSession(MachineView machine, SocketChannel connection) {
        this.machine = machine;
        this.connection = connection;
        Writer writer = Channels.newWriter(connection, StandardCharsets.UTF_8);
        this.out = new PrintWriter(writer);
    }

    @Override
    public void run() {
        try (connection;
                var in =
                        new BufferedReader(
                                Channels.newReader(connection, StandardCharsets.UTF_8))) {
            boolean open = true;
            for (String line = in.readLine(); open && line != null; line = in.readLine()) {
                open = command(line.strip());
            }
            while (trace != null && !out.checkError()) {
                Thread.sleep(100);
            }
        } catch (IOException e) {
            // The other side has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopTrace();
        }
    }

    /// Returns whether the connection stays open.
    private boolean command(String line) {
        String[] words = line.split("\\s+", 2);
        String rest = words.length > 1 ? words[1] : "";
        switch (words[0]) {
            case "" -> {}
            case "quit", "exit" -> {
                return false;
            }
            case "ps" -> look(Inspector::ps);
            case "tree" -> look(Inspector::tree);
            case "calls", "syscalls" -> look(Inspector::syscalls);
            case "stack" -> of(rest, (inspector, t) -> inspector.stack(t));
            case "maps" -> of(rest, (inspector, t) -> inspector.maps(t));
            case "files", "fds" -> of(rest, (inspector, t) -> inspector.files(t));
            case "kill" -> kill(rest);
            case "trace" -> trace(rest);
            case "help" -> say(HELP.stripTrailing());
            default -> say("no such command: " + words[0] + "; try: help");
        }
        return true;
    }

    private void say(String text) {
        synchronized (out) {
            out.println(text);
            out.flush();
        }
    }

    private void look(Function<Inspector, String> what) {
        say(machine.inspect(what));
    }

    /// Something about one task.
    @FunctionalInterface
    private interface About {
        String tell(Inspector inspector, Task t);
    }

    private void of(String number, About what) {
        int id;
        try {
            id = Integer.parseInt(number.strip());
        } catch (NumberFormatException e) {
            say("which task? its number goes behind the command");
            return;
        }
        look(
                inspector -> {
                    Task t = inspector.task(id);
                    return t == null ? "no task " + id : what.tell(inspector, t);
                });
    }

    private void kill(String words) {
        String name = "TERM";
        String number = words;
        if (words.startsWith("-")) {
            int blank = words.indexOf(' ');
            name = blank < 0 ? words.substring(1) : words.substring(1, blank);
            number = blank < 0 ? "" : words.substring(blank + 1);
        }
        Signal signal = signal(name);
        if (signal == null) {
            say("no such signal: " + name);
            return;
        }
        of(
                number,
                (inspector, t) -> {
                    Inspector.kill(t, signal);
                    return "sent " + signal.text() + " to " + t.comm() + "-" + t.tgidNumber();
                });
    }

    private static @Nullable Signal signal(String name) {
        if (name.matches("\\d+")) {
            return Signal.of(Integer.parseInt(name));
        }
        String full = name.toUpperCase(Locale.ROOT);
        full = full.startsWith("SIG") ? full : "SIG" + full;
        for (int i = 1; i <= Signal.COUNT; i++) {
            Signal signal = Signal.of(i);
            if (signal != null && signal.text().equals(full)) {
                return signal;
            }
        }
        return null;
    }

    private void trace(String request) {
        stopTrace();
        if (request.equals("off")) {
            return;
        }
        TraceRequest wanted;
        try {
            wanted = TraceRequest.parse(request);
        } catch (IllegalArgumentException e) {
            say(String.valueOf(e.getMessage()));
            return;
        }
        var lines = new ArrayBlockingQueue<String>(BACKLOG);
        // Called with the kernel's lock held: a reader that is too slow loses lines.
        var writer = TraceWriter.text(wanted, lines::offer);
        trace = writer;
        machine.addTrace(writer);
        Thread.ofPlatform().daemon().name("murre-trace").start(() -> pump(writer, lines));
    }

    private void pump(TraceWriter writer, ArrayBlockingQueue<String> lines) {
        try {
            while (trace == writer && !out.checkError()) {
                var line = new StringBuilder(lines.take());
                for (String more = lines.poll(); more != null; more = lines.poll()) {
                    line.append(more);
                }
                synchronized (out) {
                    out.print(line);
                    out.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void stopTrace() {
        TraceWriter old = trace;
        if (old != null) {
            trace = null;
            machine.removeTrace(old);
        }
    }
}
