package dev.murre.runtime;

import dev.murre.kernel.base.KernelLog;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes the kernel's messages on to whoever wants them.
final class MachineLog implements KernelLog {
    private final @Nullable Consumer<String> receiver;
    private final @Nullable BiConsumer<String, Throwable> failures;

    MachineLog(
            @Nullable Consumer<String> receiver, @Nullable BiConsumer<String, Throwable> failures) {
        this.receiver = receiver;
        this.failures = failures;
    }

    @Override
    public void info(String message) {
        // Nothing that a user of the library has to know.
    }

    @Override
    public void warn(String message) {
        if (receiver != null) {
            receiver.accept(message);
        }
    }

    @Override
    public void bug(String message, Throwable cause) {
        if (failures != null) {
            failures.accept(message, cause);
        } else {
            warn(message + ": " + cause);
        }
    }
}
