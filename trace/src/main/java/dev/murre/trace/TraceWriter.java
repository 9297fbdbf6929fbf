package dev.murre.trace;

import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Turns events into text, piece by piece.
public abstract class TraceWriter implements TraceSink {
    private final TraceRequest request;
    private final Consumer<String> out;
    private long start = -1;

    TraceWriter(TraceRequest request, Consumer<String> out) {
        this.request = request;
        this.out = out;
    }

    /// Text with a line for each event, as ftrace writes it.
    public static TraceWriter text(TraceRequest request, Consumer<String> out) {
        return new TraceText(request, out);
    }

    /// JSON that Chrome's tracing and Perfetto read.
    public static TraceWriter json(TraceRequest request, Consumer<String> out) {
        return new PerfettoTrace(request, out);
    }

    @Override
    public final Set<Category> wants() {
        return request.categories();
    }

    @Override
    public boolean wantsSyscallText() {
        return request.categories().contains(Category.SYSCALL);
    }

    @Override
    public final void on(TraceEvent event) {
        if (start < 0) {
            start = event.nanos();
        }
        if (request.matches(event)) {
            write(event);
        }
    }

    /// Writes what has been held back, and the end.
    public abstract void finish();

    abstract void write(TraceEvent event);

    final void put(@Nullable CharSequence text) {
        out.accept(String.valueOf(text));
    }

    /// Nanoseconds since the first event.
    final long since(long nanos) {
        return nanos - start;
    }
}
