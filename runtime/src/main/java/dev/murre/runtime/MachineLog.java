package dev.murre.runtime;

import dev.murre.kernel.base.KernelLog;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Passes the kernel's messages on to whoever wants them.
final class MachineLog implements KernelLog {
    private final @Nullable Consumer<String> receiver;

    MachineLog(@Nullable Consumer<String> receiver) {
        this.receiver = receiver;
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
}
