package dev.murre.kernel.task;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserNamespace;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One space of process ids, pid_namespaces(7). The first one has level 0 and no parent.
public final class PidNamespace {
    /// Ids below this are not used a second time.
    private static final int RESERVED = 300;

    private final @Nullable PidNamespace parent;
    private final UserNamespace owner;
    private final int level;
    private @Nullable Pid[] table = new @Nullable Pid[1024];
    private int last;
    private int used;
    private int maximum = 32768;
    private @Nullable Task reaper;
    private boolean closed;

    PidNamespace(@Nullable PidNamespace parent, UserNamespace owner) {
        this.parent = parent;
        this.owner = owner;
        this.level = parent == null ? 0 : parent.level + 1;
    }

    /// The user namespace it belongs to.
    public UserNamespace owner() {
        return owner;
    }

    public int level() {
        return level;
    }

    public @Nullable PidNamespace parent() {
        return parent;
    }

    /// Whether it is `other` or lies below it.
    boolean isWithin(PidNamespace other) {
        return level >= other.level && ancestor(other.level) == other;
    }

    PidNamespace ancestor(int atLevel) {
        PidNamespace ns = this;
        while (ns.level > atLevel && ns.parent != null) {
            ns = ns.parent;
        }
        return ns;
    }

    /// Its init: who gets orphans.
    public @Nullable Task reaper() {
        return reaper;
    }

    void setReaper(@Nullable Task init) {
        reaper = init;
    }

    /// The first id that is never given out, `/proc/sys/kernel/pid_max`.
    public int maximum() {
        return maximum;
    }

    public void setMaximum(int value) {
        maximum = value;
    }

    /// The last id given out, for `/proc/loadavg`.
    public int last() {
        return last;
    }

    /// Makes an id with a number here and in all namespaces above.
    ///
    /// @throws dev.murre.abi.ErrnoException EAGAIN when there is no number left, ENOMEM when the
    ///     namespace's init is gone
    Pid allocate() {
        if (closed) {
            throw Errno.ENOMEM.exception();
        }
        int[] numbers = new int[level + 1];
        Pid pid = new Pid(this, numbers);
        for (PidNamespace ns = this; ns != null; ns = ns.parent) {
            int number = ns.reserve();
            if (number == 0) {
                freeAbove(ns.level, numbers);
                throw Errno.EAGAIN.exception();
            }
            numbers[ns.level] = number;
            ns.table[number] = pid;
        }
        return pid;
    }

    private void freeAbove(int failedLevel, int[] numbers) {
        for (int i = failedLevel + 1; i <= level; i++) {
            ancestor(i).clear(numbers[i]);
        }
    }

    private int reserve() {
        if (used >= maximum - 1) {
            return 0;
        }
        int number = last;
        for (int tries = 0; tries < maximum; tries++) {
            number++;
            if (number >= maximum) {
                number = Math.min(RESERVED, maximum - 1);
            }
            if (number >= table.length) {
                table = Arrays.copyOf(table, table.length * 2);
            }
            if (table[number] == null) {
                used++;
                last = number;
                return number;
            }
        }
        return 0;
    }

    private void clear(int number) {
        table[number] = null;
        used--;
    }

    void free(Pid pid) {
        int[] numbers = pid.numbers();
        for (int i = 0; i < numbers.length; i++) {
            PidNamespace ns = ancestor(i);
            if (ns.table[numbers[i]] == pid) {
                ns.clear(numbers[i]);
            }
        }
    }

    /// The id with this number, or null.
    public @Nullable Pid find(int number) {
        return number > 0 && number < table.length ? table[number] : null;
    }

    /// The thread with this number, or null.
    public @Nullable Task task(int number) {
        Pid pid = find(number);
        return pid == null ? null : pid.task();
    }

    /// The next thread with a number of at least `from`, or null: for walking through all.
    public @Nullable Task nextTask(int from) {
        for (int i = Math.max(from, 1); i < table.length; i++) {
            Pid pid = table[i];
            if (pid != null && pid.task() != null) {
                return pid.task();
            }
        }
        return null;
    }

    /// No more ids: its init is gone.
    void close() {
        closed = true;
    }
}
