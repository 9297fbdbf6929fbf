package dev.murre.kernel.task;

import dev.murre.kernel.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/// What a blocked system call remembers until it is entered again. Cleared when a call is entered
/// for the first time; its meaning is the handler's own.
public final class SyscallState {
    /// Zero at first; a handler may count its steps here.
    public int step;

    /// An absolute monotonic deadline computed at the first entry.
    public long deadlineNanos;

    /// Progress, such as bytes transferred so far.
    public long progress;

    public long a;
    public long b;
    public @Nullable Object object;

    private @Nullable OpenFile held;

    /// Keeps a file for the next entry, whatever becomes of its descriptor meanwhile.
    public void hold(OpenFile file) {
        if (held != file) {
            release();
            file.share();
            held = file;
        }
    }

    /// The file kept by the entry before, or null.
    public @Nullable OpenFile held() {
        return held;
    }

    /// The call is over.
    void release() {
        OpenFile file = held;
        if (file != null) {
            held = null;
            file.put();
        }
    }

    /// Whether the handler is entered for the first time; tells so only once.
    public boolean firstEntry() {
        return step++ == 0;
    }

    void copyFrom(SyscallState other) {
        step = other.step;
        deadlineNanos = other.deadlineNanos;
        progress = other.progress;
        a = other.a;
        b = other.b;
        object = other.object;
    }

    public void clear() {
        step = 0;
        deadlineNanos = 0;
        progress = 0;
        a = 0;
        b = 0;
        object = null;
    }
}
