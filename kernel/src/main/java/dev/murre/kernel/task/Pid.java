package dev.murre.kernel.task;

import dev.murre.kernel.base.ProcessId;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.base.WaitQueue;
import org.jspecify.annotations.Nullable;

/// A process id with its number in every pid namespace from the first one down, pid_namespaces(7),
/// and what it names at present. Its numbers are free again when it names nothing more.
public final class Pid implements ProcessId {
    private final PidNamespace namespace;
    private final int[] numbers;
    private @Nullable Task task;
    private @Nullable TaskGroup group;
    private @Nullable TaskSession session;

    /// Woken when the process ends, for pidfd_open(2).
    private final WaitQueue ended = new WaitQueue("pidfd");

    Pid(PidNamespace namespace, int[] numbers) {
        this.namespace = namespace;
        this.numbers = numbers;
    }

    /// The number in the machine's first namespace.
    public int number() {
        return numbers[0];
    }

    /// The number in a namespace, or 0 if it is not visible there.
    public int numberIn(PidNamespace in) {
        int level = in.level();
        return level < numbers.length && namespace.ancestor(level) == in ? numbers[level] : 0;
    }

    /// The number in the deepest namespace: what the task itself sees.
    public int ownNumber() {
        return numbers[numbers.length - 1];
    }

    @Override
    public int seenBy(Subject who) {
        return who instanceof Task t ? numberIn(t.pidNamespace()) : number();
    }

    /// The deepest namespace it is in.
    public PidNamespace namespace() {
        return namespace;
    }

    /// The thread with this id.
    public @Nullable Task task() {
        return task;
    }

    /// The process group with this id.
    public @Nullable TaskGroup group() {
        return group;
    }

    /// The session with this id.
    public @Nullable TaskSession session() {
        return session;
    }

    /// Woken when the process with this id ends.
    public WaitQueue ended() {
        return ended;
    }

    int[] numbers() {
        return numbers;
    }

    void setTask(@Nullable Task value) {
        task = value;
        freeIfUnused();
    }

    void setGroup(@Nullable TaskGroup value) {
        group = value;
        freeIfUnused();
    }

    void setSession(@Nullable TaskSession value) {
        session = value;
        freeIfUnused();
    }

    private void freeIfUnused() {
        if (task == null && group == null && session == null) {
            namespace.free(this);
        }
    }
}
