package dev.murre.kernel.explain;

import dev.murre.abi.CloneFlags;
import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.kernel.strace.FlagNames;
import dev.murre.kernel.task.Kernel;
import dev.murre.kernel.task.Task;
import dev.murre.trace.KernelSymbol;
import dev.murre.trace.story.Story;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The functions the kernel went through, with their arguments.
final class CallLog {
    private static final int MOST = 400;
    private static final FlagNames CLONE = new FlagNames(CloneFlags.class, "CLONE_");

    private static final class Line {
        final int depth;
        final String who;
        final String text;
        final KernelSymbol function;
        final long start;
        long took = -1;

        Line(int depth, String who, String text, KernelSymbol function, long start) {
            this.depth = depth;
            this.who = who;
            this.text = text;
            this.function = function;
            this.start = start;
        }
    }

    private final Kernel kernel;
    private final Stopwatch watch;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Task, ArrayDeque<Line>> open = new HashMap<>();

    CallLog(Kernel kernel, Stopwatch watch) {
        this.kernel = kernel;
        this.watch = watch;
    }

    void enter(KernelSymbol function, Task t, long a, long b, @Nullable String text) {
        if (lines.size() >= MOST) {
            return;
        }
        ArrayDeque<Line> stack = open.computeIfAbsent(t, key -> new ArrayDeque<>());
        if (Chapter.isReturn(function)) {
            stack.clear();
        }
        long now = watch.now();
        String who = t.comm() + "-" + t.id();
        var line = new Line(stack.size(), who, call(t, function, a, b, text), function, now);
        lines.add(line);
        stack.addLast(line);
    }

    void leave(KernelSymbol function, Task t) {
        ArrayDeque<Line> stack = open.get(t);
        if (stack == null || stack.stream().noneMatch(line -> line.function == function)) {
            return;
        }
        Line last;
        do {
            last = stack.removeLast();
            last.took = watch.now() - last.start;
        } while (last.function != function);
    }

    private String call(Task t, KernelSymbol function, long a, long b, @Nullable String text) {
        var out = new StringBuilder(function.text()).append('(');
        List<String> names = function.arguments();
        for (int i = 0; i < names.size(); i++) {
            out.append(i == 0 ? "" : ", ").append(names.get(i)).append('=');
            out.append(
                    function == KernelSymbol.DO_FORK && i == 0
                            ? cloneFlags((int) a)
                            : argument(t, names.get(i), i == 0 ? a : b, text));
        }
        return out.append(')').toString();
    }

    private String argument(Task t, String name, long value, @Nullable String text) {
        return switch (name) {
            case "filename" -> text == null ? "?" : text;

            case "nr" -> value + callName(t, value);
            case "sig" -> value + signalName(value);
            case "pid", "prev", "next", "orig" -> value + taskName(value);
            case "fd" -> value == -100 ? "AT_FDCWD" : Long.toString(value);
            case "argc", "envc", "depth" -> Long.toString(value);
            case "options", "code", "exit_code", "error_code", "flags" -> Look.hex(value);
            default -> value == 0 ? "0" : Look.hex(value);
        };
    }

    private String callName(Task t, long number) {
        Sysno name = kernel.syscalls().numbers(t.abi()).name(number);
        return name == null ? "" : " " + name.text();
    }

    private static String signalName(long number) {
        Signal signal = Signal.of((int) number);
        return signal == null ? "" : " " + signal.text();
    }

    private String taskName(long number) {
        var pid = kernel.pids().find((int) number);
        Task t = pid == null ? null : pid.task();
        return t == null ? number == 0 ? " swapper" : "" : " " + t.comm();
    }

    /// Flags of clone(2), with the signal in their low byte if there is one.
    static String cloneFlags(int value) {
        int flags = value & ~CloneFlags.CSIGNAL;
        int signal = value & CloneFlags.CSIGNAL;
        String text = flags == 0 ? "" : CLONE.flags(flags);
        String end = signal == 0 ? "" : signalName(signal).strip();
        return text.isEmpty() && end.isEmpty()
                ? "0"
                : text + (text.isEmpty() || end.isEmpty() ? "" : "|") + end;
    }

    Story.Calls block() {
        List<Story.Call> calls = new ArrayList<>();
        for (Line line : lines) {
            calls.add(new Story.Call(line.depth, line.who, line.text, took(line)));
        }
        return new Story.Calls(calls);
    }

    private static String took(Line line) {
        return line.took < 0 ? "" : String.format(Locale.ROOT, "%.1f µs", line.took / 1000.0);
    }
}
