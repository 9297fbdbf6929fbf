package dev.murre.cli;

import dev.murre.trace.TraceRequest;
import dev.murre.trace.TraceSink;
import dev.murre.trace.TraceWriter;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where `--trace` goes: a file, as text or as JSON by its name, or standard error.
final class TraceFile implements AutoCloseable {
    private final OutputStream target;
    private final TraceWriter writer;
    private boolean failed;

    private TraceFile(OutputStream target, TraceRequest request, boolean json) {
        this.target = target;
        this.writer =
                json
                        ? TraceWriter.json(request, this::write)
                        : TraceWriter.text(request, this::write);
    }

    /// The trace that was asked for, or null.
    static @Nullable TraceFile open(@Nullable TraceRequest request, @Nullable Path file)
            throws IOException {
        if (request == null) {
            return null;
        }
        if (file == null) {
            return new TraceFile(new FileOutputStream(FileDescriptor.err), request, false);
        }
        boolean json = file.toString().endsWith(".json");
        return new TraceFile(
                new BufferedOutputStream(Files.newOutputStream(file), 1 << 16), request, json);
    }

    TraceSink sink() {
        return writer;
    }

    private synchronized void write(String text) {
        if (failed) {
            return;
        }
        try {
            target.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            failed = true;
            System.err.println("murre: the trace ends here: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        writer.finish();
        target.flush();
    }
}
