package dev.murre.kernel.base;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import org.jspecify.annotations.Nullable;

/// A space of user and group ids in which capabilities hold, user_namespaces(7).
public final class UserNamespace {
    /// The one every machine starts with; it never changes.
    public static final UserNamespace INITIAL = new UserNamespace();

    /// How deep they may nest.
    private static final int MAX_LEVEL = 32;

    private final @Nullable UserNamespace parent;
    private final int level;
    private final int owner;
    private final int group;
    private IdMap users = IdMap.EMPTY;
    private IdMap groups = IdMap.EMPTY;
    private boolean setgroupsAllowed;

    private UserNamespace() {
        parent = null;
        level = 0;
        owner = 0;
        group = 0;
        users = IdMap.IDENTITY;
        groups = IdMap.IDENTITY;
        setgroupsAllowed = true;
    }

    /// A namespace below its maker's.
    ///
    /// @throws dev.murre.abi.ErrnoException ENOSPC when nested too deep, EPERM when the maker has
    /// no
    ///     id in its own
    public UserNamespace(Credentials maker) {
        UserNamespace above = maker.user();
        if (above.level > MAX_LEVEL) {
            throw Errno.ENOSPC.exception();
        }
        if (above.users.fromKernel(maker.euid()) == -1
                || above.groups.fromKernel(maker.egid()) == -1) {
            throw Errno.EPERM.exception();
        }
        parent = above;
        level = above.level + 1;
        owner = maker.euid();
        group = maker.egid();
        setgroupsAllowed = above.setgroupsAllowed;
    }

    public @Nullable UserNamespace parent() {
        return parent;
    }

    /// Who made it, as the machine counts.
    public int owner() {
        return owner;
    }

    public int ownerGroup() {
        return group;
    }

    public boolean isInitial() {
        return parent == null;
    }

    public IdMap users() {
        return users;
    }

    public IdMap groups() {
        return groups;
    }

    public void setUsers(IdMap map) {
        users = map;
    }

    public void setGroups(IdMap map) {
        groups = map;
    }

    /// Whether setgroups(2) may be used: `/proc/PID/setgroups`.
    public boolean setgroupsAllowed() {
        return setgroupsAllowed;
    }

    public void denySetgroups() {
        setgroupsAllowed = false;
    }

    /// Whether it is `other` or lies below it.
    public boolean isWithin(UserNamespace other) {
        for (UserNamespace ns = this; ns != null; ns = ns.parent) {
            if (ns == other) {
                return true;
            }
        }
        return false;
    }

    /// Whether somebody has a capability here: by it in this namespace or one above, or as the
    /// owner
    /// who made it from the namespace above. Linux: cap_capable.
    boolean grants(Credentials who, Capability capability) {
        for (UserNamespace ns = this; ; ns = ns.parent) {
            if (ns == who.user()) {
                return (who.effective() & capability.mask()) != 0;
            }
            if (ns.level <= who.user().level || ns.parent == null) {
                return false;
            }
            if (ns.parent == who.user() && ns.owner == who.euid()) {
                return true;
            }
        }
    }
}
