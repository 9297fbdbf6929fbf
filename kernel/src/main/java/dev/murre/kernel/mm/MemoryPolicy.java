package dev.murre.kernel.mm;

import dev.murre.abi.Errno;
import org.jspecify.annotations.Nullable;

/// From which nodes memory is to come, set_mempolicy(2). There is one node, so it is kept and shown
/// and changes nothing.
///
/// @param mode MPOL_ mode and flags; never the default, which is no policy
/// @param nodes a bit for each node
public record MemoryPolicy(int mode, long nodes) {
    private static final int INTERLEAVE = 3;

    private static final int DEFAULT = 0;
    private static final int PREFERRED = 1;
    private static final int BIND = 2;
    private static final int LOCAL = 4;
    private static final int PREFERRED_MANY = 5;
    private static final int LAST = 6;

    private static final int STATIC_NODES = 1 << 15;
    private static final int RELATIVE_NODES = 1 << 14;
    private static final int NUMA_BALANCING = 1 << 13;
    private static final int FLAGS = STATIC_NODES | RELATIVE_NODES | NUMA_BALANCING;

    /// The nodes there are.
    public static final long ALL_NODES = 1;

    /// Checks a mode with its flags before anything else is looked at. Linux: sanitize_mpol_flags.
    public static void checkMode(int given) {
        int mode = given & ~FLAGS;
        boolean both = (given & STATIC_NODES) != 0 && (given & RELATIVE_NODES) != 0;
        boolean balances = (given & NUMA_BALANCING) != 0;
        if (mode < 0 || mode > LAST || both || balances && mode != BIND && mode != PREFERRED_MANY) {
            throw Errno.EINVAL.exception();
        }
    }

    /// A checked policy, null for the default. Linux: mpol_new, mpol_set_nodemask.
    public static @Nullable MemoryPolicy of(int given, long nodes) {
        checkMode(given);
        int mode = given & ~FLAGS;
        int flags = given & FLAGS;
        switch (mode) {
            case DEFAULT -> {
                if (nodes != 0) {
                    throw Errno.EINVAL.exception();
                }
                return null;
            }
            case LOCAL -> {
                if (nodes != 0 || flags != 0) {
                    throw Errno.EINVAL.exception();
                }
                return new MemoryPolicy(LOCAL, 0);
            }
            default -> {
                if (nodes == 0 && mode == PREFERRED && flags == 0) {
                    return new MemoryPolicy(LOCAL, 0);
                }
                boolean relative = (flags & RELATIVE_NODES) != 0;
                long there = relative && nodes != 0 ? ALL_NODES : nodes & ALL_NODES;
                if (there == 0) {
                    throw Errno.EINVAL.exception();
                }
                return new MemoryPolicy(given, there);
            }
        }
    }

    /// Whether pages come from one node after the other.
    public boolean tellsNextNode() {
        return (mode & ~FLAGS) == INTERLEAVE;
    }
}
