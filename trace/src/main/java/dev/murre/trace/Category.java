package dev.murre.trace;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What kind of event: what can be asked for with `--trace`.
public enum Category {
    /// Births, execs and ends of tasks.
    PROCESS,
    /// Switches and wake-ups.
    SCHED,
    /// System calls.
    SYSCALL,
    /// Signals sent and delivered.
    SIGNAL,
    /// Page faults.
    FAULT,
    /// The kernel's own functions.
    KERNEL;

    /// As the user writes it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The category of a name; null if there is none.
    public static @Nullable Category of(String name) {
        for (Category category : values()) {
            if (category.text().equals(name)) {
                return category;
            }
        }
        return null;
    }
}
