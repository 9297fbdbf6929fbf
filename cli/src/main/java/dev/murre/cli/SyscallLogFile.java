package dev.murre.cli;

import dev.murre.abi.Errno;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.jspecify.annotations.Nullable;

/// Writes a line for each system call: who, which, arguments as numbers, and what came of it.
final class SyscallLogFile implements TraceSink, AutoCloseable {
    private final OutputStream target;
    private boolean failed;

    private SyscallLogFile(OutputStream target) {
        this.target = target;
    }

    /// The log that was asked for, or null.
    static @Nullable SyscallLogFile open(RunOptions.SyscallLog wanted) throws IOException {
        return switch (wanted) {
            case RunOptions.SyscallLog.Off off -> null;
            case RunOptions.SyscallLog.StandardError here ->
                    new SyscallLogFile(new FileOutputStream(FileDescriptor.err));
            case RunOptions.SyscallLog.ToFile(var file) ->
                    new SyscallLogFile(new BufferedOutputStream(Files.newOutputStream(file)));
        };
    }

    @Override
    public void on(TraceEvent event) {
        var line =
                switch (event) {
                    case TraceEvent.SyscallEnter enter -> entered(enter);
                    case TraceEvent.SyscallExit exit -> left(exit);
                    case TraceEvent.Exec exec -> exec.tid() + " runs " + exec.file();
                    case TraceEvent.Fork fork -> fork.tid() + " makes " + fork.childTid();
                    case TraceEvent.Exit exit ->
                            exit.tid() + " ends, status " + Integer.toHexString(exit.status());
                    case TraceEvent.SignalDelivered signal ->
                            signal.tid() + " gets " + signal.signal();
                    default -> null;
                };
        if (line != null) {
            write(line);
        }
    }

    private static String entered(TraceEvent.SyscallEnter event) {
        var text = new StringBuilder();
        text.append(event.tid()).append(' ');
        text.append(event.call() == null ? "#" + event.number() : event.call().text());
        char separator = '(';
        for (var argument : event.arguments()) {
            text.append(separator).append("0x").append(Long.toHexString(argument));
            separator = ',';
        }
        return text.append(')').toString();
    }

    private static String left(TraceEvent.SyscallExit event) {
        var name = event.call() == null ? "#" + event.number() : event.call().text();
        var errno = Errno.isError(event.result()) ? Errno.of((int) -event.result()) : null;
        var shown =
                errno != null
                        ? "-1 " + errno
                        : event.result() > 0xffff
                                ? "0x" + Long.toHexString(event.result())
                                : Long.toString(event.result());
        return event.tid() + " " + name + " = " + shown;
    }

    private void write(String line) {
        if (failed) {
            return;
        }
        try {
            target.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            failed = true;
            System.err.println("murre: the system call log ends here: " + e.getMessage());
        }
    }

    @Override
    public void close() throws IOException {
        target.flush();
    }
}
