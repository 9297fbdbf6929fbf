package dev.murre.runtime;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What other threads wait for of a machine. It all ends when the machine does, so that nobody
/// waits
/// for one that is off.
final class Pending {
    private final Set<CompletableFuture<?>> futures = new HashSet<>();
    private @Nullable RuntimeException ended;

    /// Has `future` end with the machine: at once, if the machine is off already.
    @SuppressWarnings("CollectionUndefinedEquality") // A future is itself and no other.
    void add(CompletableFuture<?> future) {
        RuntimeException reason;
        synchronized (this) {
            reason = ended;
            if (reason == null) {
                futures.add(future);
            }
        }
        if (reason != null) {
            future.completeExceptionally(reason);
        }
    }

    @SuppressWarnings("CollectionUndefinedEquality")
    synchronized void remove(CompletableFuture<?> future) {
        futures.remove(future);
    }

    /// The machine is off, for this reason.
    void end(RuntimeException reason) {
        List<CompletableFuture<?>> left;
        synchronized (this) {
            ended = reason;
            left = List.copyOf(futures);
            futures.clear();
        }
        left.forEach(future -> future.completeExceptionally(reason));
    }
}
