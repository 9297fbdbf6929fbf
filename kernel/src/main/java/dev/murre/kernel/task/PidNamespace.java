package dev.murre.kernel.task;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.Credentials;
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

    /// Makes an id with the next free numbers, see [#allocateChosen].
    Pid allocate() {
        return allocateChosen(Credentials.ROOT);
    }

    /// Makes an id with a number here and in all namespaces above.
    ///
    /// @param maker what its maker may do
    /// @param chosen numbers asked for, from here outwards; the others are the next free ones
    /// @throws dev.murre.abi.ErrnoException EAGAIN when there is no number left, ENOMEM when the
    ///     namespace's init is gone; EINVAL, EPERM or EEXIST for a number that cannot be chosen
    Pid allocateChosen(Credentials maker, int... chosen) {
        if (chosen.length > level + 1) {
            throw Errno.EINVAL.exception();
        }
        if (closed) {
            throw Errno.ENOMEM.exception();
        }
        int[] numbers = new int[level + 1];
        Pid pid = new Pid(this, numbers);
        for (PidNamespace ns = this; ns != null; ns = ns.parent) {
            int at = level - ns.level;
            try {
                numbers[ns.level] =
                        at < chosen.length ? ns.choose(maker, chosen[at]) : ns.reserve();
            } catch (ErrnoException e) {
                freeAbove(ns.level, numbers);
                throw e;
            }
            ns.table[numbers[ns.level]] = pid;
        }
        return pid;
    }

    private void freeAbove(int failedLevel, int[] numbers) {
        for (int i = failedLevel + 1; i <= level; i++) {
            ancestor(i).clear(numbers[i]);
        }
    }

    /// A number asked for by clone3(2); the first one of a namespace can only be its init's.
    private int choose(Credentials maker, int number) {
        boolean bad = number < 1 || number >= maximum || number != 1 && reaper == null;
        if (bad) {
            throw Errno.EINVAL.exception();
        }
        if (!maker.capableIn(owner, Capability.SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
        while (number >= table.length) {
            table = Arrays.copyOf(table, table.length * 2);
        }
        if (table[number] != null) {
            throw Errno.EEXIST.exception();
        }
        used++;
        return number;
    }

    private int reserve() {
        if (used >= maximum - 1) {
            throw Errno.EAGAIN.exception();
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
        throw Errno.EAGAIN.exception();
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
