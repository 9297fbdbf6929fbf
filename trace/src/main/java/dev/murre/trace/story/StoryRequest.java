package dev.murre.trace.story;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which event is to be told.
///
/// @param nth 1 for the first of its kind
/// @param pid the task that it must be about, 0 for any
public record StoryRequest(Kind kind, int nth, int pid) {
    /// What can be told.
    public enum Kind {
        /// A new process with memory of its own, by whichever call.
        FORK,
        /// A new process that borrows its parent's memory until it execs.
        VFORK,
        /// Any birth by clone(2) or clone3(2), such as a thread's.
        CLONE,
        /// A program takes another's place.
        EXEC,
        /// A processor goes from one program to another.
        SWITCH,
        /// A signal is taken.
        SIGNAL;

        /// As the user writes it.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// The kind of a name; null if there is none.
        public static @Nullable Kind of(String name) {
            for (Kind kind : values()) {
                if (kind.text().equals(name)) {
                    return kind;
                }
            }
            return null;
        }
    }
}
