package dev.murre.kernel.base;

import java.util.List;

/// How the ids of a user namespace stand for the machine's, user_namespaces(7). Ids are unsigned.
///
/// @param extents in the order they were written
public record IdMap(List<Extent> extents) {
    /// What stands for an id that has no counterpart.
    public static final int OVERFLOW = 65534;

    /// Nothing is mapped yet.
    public static final IdMap EMPTY = new IdMap(List.of());

    /// Every id stands for itself.
    public static final IdMap IDENTITY = new IdMap(List.of(new Extent(0, 0, 0xffffffffL)));

    /// A run of ids.
    ///
    /// @param inside its first id in the namespace
    /// @param outside the machine's
    public record Extent(long inside, long outside, long count) {}

    /// The machine's id for one of the namespace's, -1 if there is none.
    public int toKernel(int id) {
        long wanted = id & 0xffffffffL;
        for (Extent e : extents) {
            if (wanted >= e.inside && wanted - e.inside < e.count) {
                return (int) (e.outside + wanted - e.inside);
            }
        }
        return -1;
    }

    /// The namespace's id for one of the machine's, -1 if there is none.
    public int fromKernel(int id) {
        long wanted = id & 0xffffffffL;
        for (Extent e : extents) {
            if (wanted >= e.outside && wanted - e.outside < e.count) {
                return (int) (e.inside + wanted - e.outside);
            }
        }
        return -1;
    }

    /// As [#fromKernel], with [#OVERFLOW] for what has no counterpart.
    public int shown(int id) {
        int own = fromKernel(id);
        return own == -1 ? OVERFLOW : own;
    }
}
