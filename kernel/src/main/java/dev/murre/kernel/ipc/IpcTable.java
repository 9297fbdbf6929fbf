package dev.murre.kernel.ipc;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The objects of one kind, by key and by id. An id is an index and a sequence number, so that it
/// is not soon
/// used again.
public final class IpcTable<T extends IpcObject> {
    public static final int IPC_PRIVATE = 0;
    public static final int IPC_CREAT = 01000;
    public static final int IPC_EXCL = 02000;
    private static final int INDICES = 32768;

    private final List<@Nullable T> byIndex = new ArrayList<>();
    private final Map<Integer, T> byKey = new HashMap<>();
    private final int limit;
    private int sequence;

    IpcTable(int limit) {
        this.limit = limit;
    }

    /// Finds the object of a key or makes one, as shmget(2) and its like do.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOENT, EEXIST, EACCES, ENOSPC
    public T get(Credentials who, int key, int flags, Supplier<T> maker) {
        T found = key == IPC_PRIVATE ? null : byKey.get(key);
        if (found == null) {
            if (key != IPC_PRIVATE && (flags & IPC_CREAT) == 0) {
                throw Errno.ENOENT.exception();
            }
            return add(maker.get());
        }
        if ((flags & (IPC_CREAT | IPC_EXCL)) == (IPC_CREAT | IPC_EXCL)) {
            throw Errno.EEXIST.exception();
        }
        found.checkAccess(who, (flags >> 6 | flags >> 3 | flags) & 7 & ~1);
        return found;
    }

    private T add(T made) {
        int index = byIndex.indexOf(null);
        if (index < 0) {
            index = byIndex.size();
            if (index >= Math.min(limit, INDICES)) {
                throw Errno.ENOSPC.exception();
            }
            byIndex.add(made);
        } else {
            byIndex.set(index, made);
        }
        made.setId(sequence * INDICES + index);
        sequence = sequence + 1 & 0xffff;
        if (made.key() != IPC_PRIVATE) {
            byKey.put(made.key(), made);
        }
        return made;
    }

    /// @throws dev.murre.abi.ErrnoException EINVAL for an id that is not in use
    public T require(int id) {
        T found = id < 0 ? null : at(id % INDICES);
        if (found == null || found.id() != id) {
            throw Errno.EINVAL.exception();
        }
        return found;
    }

    /// The object at an index, as `SHM_STAT` and its like count, or null.
    public @Nullable T at(int index) {
        return index >= 0 && index < byIndex.size() ? byIndex.get(index) : null;
    }

    /// The highest index in use; 0 when there is none.
    public int highestIndex() {
        for (int i = byIndex.size() - 1; i > 0; i--) {
            if (byIndex.get(i) != null) {
                return i;
            }
        }
        return 0;
    }

    /// Takes the key away: the object can be reached by id only.
    void forgetKey(T object) {
        byKey.remove(object.key(), object);
    }

    public void remove(T object) {
        forgetKey(object);
        int index = object.id() % INDICES;
        if (at(index) == object) {
            byIndex.set(index, null);
        }
        object.remove();
    }

    public Collection<T> all() {
        List<T> all = new ArrayList<>();
        for (T object : byIndex) {
            if (object != null) {
                all.add(object);
            }
        }
        return all;
    }
}
