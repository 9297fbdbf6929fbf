package dev.murre.cli;

import dev.murre.runtime.MachineFailure;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Tells the user of a mistake of Murre's own: one line, and all that helps to find it in a file.
final class FailureReport {
    private FailureReport() {}

    /// What the line says of `failure`; where the details are, if they could be written.
    static String line(String what, Throwable failure, @Nullable Path details) {
        var cause = rootOf(failure);
        var text = new StringBuilder("internal error: ").append(what);
        text.append(": ").append(cause.toString().lines().findFirst().orElse("?"));
        if (details != null) {
            text.append("; details: ").append(details);
        }
        return text.toString();
    }

    /// Writes the details into `directory` and returns the line for the user.
    static String write(String what, Throwable failure, Path directory) {
        try {
            var file = Files.createTempFile(directory, "murre-failure-", ".txt");
            Files.writeString(file, details(what, failure));
            return line(what, failure, file);
        } catch (IOException e) {
            return line(what, failure, null);
        }
    }

    /// The same in the user's directory for temporary files.
    static String write(String what, Throwable failure) {
        return write(what, failure, Path.of(System.getProperty("java.io.tmpdir", ".")));
    }

    private static String details(String what, Throwable failure) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        out.println(what);
        out.println("murre " + Main.VERSION + ", Java " + Runtime.version());
        ProcessHandle.current()
                .info()
                .arguments()
                .ifPresent(words -> out.println("arguments: " + String.join(" ", words)));
        out.println();
        failure.printStackTrace(out);
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof MachineFailure machine && !machine.tasks().isEmpty()) {
                out.println();
                out.println(machine.tasks());
            }
        }
        return text.toString();
    }

    private static Throwable rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
