package dev.murre.cli;

import dev.murre.abi.Signal;
import dev.murre.abi.Sysno;
import dev.murre.trace.Category;
import dev.murre.trace.TraceEvent;
import dev.murre.trace.TraceSink;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a line for each system call in the form of strace(1), and for signals and ends of tasks.
final class SyscallLogFile implements TraceSink, AutoCloseable {
    private final OutputStream target;
    private boolean failed;

    private SyscallLogFile(OutputStream target) {
        this.target = target;
    }

    /// The log that was asked for, or null.
    static @Nullable SyscallLogFile open(RunOptions.SyscallLog wanted) throws IOException {
        // Not a switch: a switch over types costs every start some milliseconds to link.
        if (wanted instanceof RunOptions.SyscallLog.Off) {
            return null;
        }
        return wanted instanceof RunOptions.SyscallLog.ToFile(var file)
                ? new SyscallLogFile(new BufferedOutputStream(Files.newOutputStream(file)))
                : new SyscallLogFile(new FileOutputStream(FileDescriptor.err));
    }

    @Override
    public Set<Category> wants() {
        return EnumSet.of(Category.SYSCALL, Category.PROCESS, Category.SIGNAL);
    }

    @Override
    public boolean wantsSyscallText() {
        return true;
    }

    @Override
    public void on(TraceEvent event) {
        var line =
                switch (event) {
                    case TraceEvent.SyscallEnter enter -> entered(enter);
                    case TraceEvent.SyscallExit exit -> exit.tid() + " " + exit.text();
                    case TraceEvent.Exit exit -> exit.tid() + " " + ended(exit.status());
                    case TraceEvent.SignalDelivered signal ->
                            signal.tid() + " --- " + signal.signal().text() + " ---";
                    default -> null;
                };
        if (line != null) {
            write(line);
        }
    }

    /// Calls are told when they end; of those that never do, the beginning is all there is.
    private static @Nullable String entered(TraceEvent.SyscallEnter event) {
        boolean last = event.call() == Sysno.EXIT || event.call() == Sysno.EXIT_GROUP;
        return last ? event.tid() + " " + event.text() + " = ?" : null;
    }

    private static String ended(int status) {
        int number = status & 0x7f;
        if (number == 0) {
            return "+++ exited with " + (status >> 8) + " +++";
        }
        Signal signal = Signal.of(number);
        String name = signal == null ? Integer.toString(number) : signal.text();
        return "+++ killed by " + name + ((status & 0x80) != 0 ? " (core dumped) +++" : " +++");
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
