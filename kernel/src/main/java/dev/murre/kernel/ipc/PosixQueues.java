package dev.murre.kernel.ipc;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// POSIX message queues by name, mq_overview(7).
public final class PosixQueues {
    private static final int LIMIT = 256;

    private final Map<String, PosixQueue> byName = new TreeMap<>();

    public @Nullable PosixQueue find(String name) {
        return byName.get(name);
    }

    public boolean isFull() {
        return byName.size() >= LIMIT;
    }

    public void add(String name, PosixQueue queue) {
        byName.put(name, queue);
    }

    /// Takes a name away; the queue lives on while it is open.
    public void remove(String name) {
        byName.remove(name);
    }
}
