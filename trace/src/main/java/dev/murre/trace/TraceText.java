package dev.murre.trace;

import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A line an event, as ftrace has it; kernel functions as its function graph draws them.
final class TraceText extends TraceWriter {
    private static final String HEADER =
            """
            # tracer: murre
            #
            #            TASK-PID   CPU#     TIMESTAMP  EVENT
            #               | |       |          |         |
            """;

    private TraceEvent.@Nullable FunctionEnter held;
    private boolean begun;

    TraceText(TraceRequest request, Consumer<String> out) {
        super(request, out);
    }

    @Override
    void write(TraceEvent event) {
        if (!begun) {
            begun = true;
            put(HEADER);
        }
        TraceEvent.FunctionEnter open = held;
        held = null;
        if (open != null) {
            boolean leaf =
                    event instanceof TraceEvent.FunctionReturn end
                            && end.function() == open.function()
                            && end.tid() == open.tid();
            put(line(open, graph(open.depth(), duration(leaf ? event : null), call(open, leaf))));
            if (leaf) {
                return;
            }
        }
        switch (event) {
            case TraceEvent.FunctionEnter enter -> held = enter;
            case TraceEvent.FunctionReturn end -> put(line(end, closing(end)));
            case TraceEvent.SyscallEnter call when call.text() != null ->
                    put(line(event, event.name() + ": " + call.text()));
            case TraceEvent.SyscallExit call when call.text() != null ->
                    put(line(event, event.name() + ": " + call.text()));
            default -> put(line(event, event.name() + ":" + fields(event)));
        }
    }

    private String line(TraceEvent event, String what) {
        Moment at = event.at();
        long micros = since(at.nanos()) / 1000;
        return String.format(
                Locale.ROOT,
                "%17s-%-6d [%03d] %6d.%06d: %s%n",
                at.comm(),
                at.tid(),
                at.cpu(),
                micros / 1_000_000,
                micros % 1_000_000,
                what);
    }

    private static String graph(int depth, String duration, String code) {
        return String.format(Locale.ROOT, "%12s |  %s%s", duration, "  ".repeat(depth), code);
    }

    private static String duration(@Nullable TraceEvent end) {
        return end instanceof TraceEvent.FunctionReturn done
                ? micros(done.nanos() - done.enteredNanos())
                : "";
    }

    private static String micros(long nanos) {
        return String.format(Locale.ROOT, "%d.%03d us", nanos / 1000, nanos % 1000);
    }

    private static String call(TraceEvent.FunctionEnter event, boolean leaf) {
        StringBuilder arguments = new StringBuilder();
        event.fields(new ArgumentList(arguments));
        return event.function().text() + "(" + arguments + (leaf ? ");" : ") {");
    }

    private static String closing(TraceEvent.FunctionReturn end) {
        String code = "} /* " + end.function().text() + " */";
        return graph(end.depth(), duration(end), code);
    }

    private static String fields(TraceEvent event) {
        StringBuilder line = new StringBuilder();
        event.fields(new Fields(line));
        return line.toString();
    }

    @Override
    public void finish() {
        TraceEvent.FunctionEnter open = held;
        if (open != null) {
            put(line(open, graph(open.depth(), "", call(open, false))));
            held = null;
        }
    }

    /// `name=value` behind blanks.
    private record Fields(StringBuilder to) implements FieldSink {
        @Override
        public void text(String name, String value) {
            to.append(' ').append(name).append('=').append(value);
        }

        @Override
        public void number(String name, long value) {
            text(name, Long.toString(value));
        }

        @Override
        public void hex(String name, long value) {
            text(name, "0x" + Long.toHexString(value));
        }
    }

    /// `name=value` between commas; the function itself and its depth are shown otherwise.
    private record ArgumentList(StringBuilder to) implements FieldSink {
        @Override
        public void text(String name, String value) {
            if (!name.equals("func")) {
                to.append(to.isEmpty() ? "" : ", ").append(name).append('=').append(value);
            }
        }

        @Override
        public void number(String name, long value) {
            if (!name.equals("depth")) {
                text(name, Long.toString(value));
            }
        }

        @Override
        public void hex(String name, long value) {
            text(name, "0x" + Long.toHexString(value));
        }
    }
}
