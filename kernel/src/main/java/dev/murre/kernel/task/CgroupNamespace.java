package dev.murre.kernel.task;

import dev.murre.kernel.base.UserNamespace;
import org.jspecify.annotations.Nullable;

/// What a task takes for the root of all groups, cgroup_namespaces(7).
public final class CgroupNamespace {
    private final Cgroup root;
    private final UserNamespace owner;

    /// @param root the group its maker was in
    CgroupNamespace(Cgroup root, UserNamespace owner) {
        this.root = root;
        this.owner = owner;
    }

    /// The user namespace it belongs to.
    public UserNamespace owner() {
        return owner;
    }

    /// What is the root for those in it.
    public Cgroup root() {
        return root;
    }

    /// Where a group is as seen from the root: groups outside of it are reached through `/..`.
    public String pathOf(Cgroup group) {
        String up = "";
        for (Cgroup from = root; from != null; from = from.parent()) {
            String down = below(from, group);
            if (down != null) {
                String path = up + down;
                return path.isEmpty() ? "/" : path;
            }
            up += "/..";
        }
        throw new IllegalStateException("groups of two machines");
    }

    private static @Nullable String below(Cgroup from, Cgroup group) {
        String path = "";
        for (Cgroup at = group; at != null; at = at.parent()) {
            if (at == from) {
                return path;
            }
            path = "/" + at.name() + path;
        }
        return null;
    }
}
