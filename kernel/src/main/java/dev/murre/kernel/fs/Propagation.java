package dev.murre.kernel.fs;

import dev.murre.abi.Errno;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// How mounts and unmounts spread between shared mounts and their slaves. Linux: fs/pnode.c;
/// mount_namespaces(7) has the rules.
final class Propagation {
    private final Mounts mounts;
    private final BitSet ids = new BitSet();

    Propagation(Mounts mounts) {
        this.mounts = mounts;
        ids.set(0);
    }

    // What a mount is.

    void makeShared(Mount mount) {
        if (mount.peers == null) {
            int id = ids.nextClearBit(0);
            ids.set(id);
            join(mount, new PeerGroup(id));
        }
        mount.unbindable = false;
    }

    void makeSlave(Mount mount) {
        PeerGroup left = mount.peers;
        leave(mount);
        if (left != null && !left.members.isEmpty()) {
            follow(mount, left);
        }
        mount.unbindable = false;
    }

    void makePrivate(Mount mount) {
        leave(mount);
        follow(mount, null);
        mount.unbindable = false;
    }

    void makeUnbindable(Mount mount) {
        makePrivate(mount);
        mount.unbindable = true;
    }

    private static void join(Mount mount, PeerGroup group) {
        mount.peers = group;
        group.members.add(mount);
    }

    private static void follow(Mount mount, @Nullable PeerGroup group) {
        PeerGroup before = mount.master;
        if (before != null) {
            before.slaves.remove(mount);
        }
        mount.master = group;
        if (group != null) {
            group.slaves.add(mount);
        }
    }

    /// Leaves its peers. The slaves of a group without members follow whom the last one followed.
    private void leave(Mount mount) {
        PeerGroup group = mount.peers;
        if (group == null) {
            return;
        }
        mount.peers = null;
        group.members.remove(mount);
        if (group.members.isEmpty()) {
            ids.clear(group.id);
            for (Mount slave : List.copyOf(group.slaves)) {
                follow(slave, mount.master);
            }
        }
    }

    /// A copy is what its original is: a peer of the same, a slave of the same.
    void copyKind(Mount from, Mount to) {
        if (from.peers != null) {
            join(to, from.peers);
        }
        follow(to, from.master);
        to.unbindable = from.unbindable;
    }

    /// A mount is taken apart: it belongs to nobody any more.
    void forget(Mount mount) {
        leave(mount);
        follow(mount, null);
    }

    // Events.

    /// A tree was attached at a place: it appears wherever that place's mount is told of.
    void attached(Mount tree, Mount onto, Dentry at) {
        PeerGroup group = onto.peers;
        if (group == null) {
            return;
        }
        forTree(tree, this::makeShared);
        spread(group, onto, tree, at);
    }

    private void spread(PeerGroup group, Mount source, Mount tree, Dentry at) {
        for (Mount peer : List.copyOf(group.members)) {
            if (peer != source && reaches(peer, at)) {
                place(tree, peer, at, Kinship.PEER);
            }
        }
        Set<PeerGroup> told = new HashSet<>();
        for (Mount slave : List.copyOf(group.slaves)) {
            PeerGroup own = slave.peers;
            if (!reaches(slave, at) || own != null && told.contains(own)) {
                continue;
            }
            Mount copy = place(tree, slave, at, Kinship.SLAVE);
            if (own != null) {
                told.add(own);
                forTree(copy, this::makeShared);
                spread(own, slave, copy, at);
            }
        }
    }

    /// What a copy is to its original.
    private enum Kinship {
        PEER,
        SLAVE
    }

    private static boolean reaches(Mount mount, Dentry at) {
        return mount.namespace() != null && at.isUnder(mount.root());
    }

    /// Puts a copy of a tree on a mount: of peers, or of slaves of the original's peers.
    private Mount place(Mount tree, Mount onto, Dentry at, Kinship kind) {
        MountNamespace ns = onto.namespace();
        if (ns == null) {
            throw new IllegalStateException("a mount without a namespace was told of another");
        }
        Mount copy = mounts.cloneOf(tree, tree.root());
        relate(tree, copy, kind);
        ns.add(copy, new Path(onto, at));
        for (Mount child : List.copyOf(tree.children)) {
            Dentry there = child.mountpoint();
            if (there != null) {
                place(child, copy, there, kind);
            }
        }
        return copy;
    }

    private static void relate(Mount original, Mount copy, Kinship kind) {
        PeerGroup peers = original.peers;
        if (kind == Kinship.SLAVE) {
            follow(copy, peers);
        } else {
            if (peers != null) {
                join(copy, peers);
            }
            follow(copy, original.master);
        }
    }

    private static void forTree(Mount top, Consumer<Mount> change) {
        change.accept(top);
        for (Mount child : top.children) {
            forTree(child, change);
        }
    }

    /// What stands elsewhere because something stands at a place of `parent`.
    List<Mount> copiesOf(Mount parent, Dentry at) {
        List<Mount> found = new ArrayList<>();
        if (parent.peers != null) {
            collect(parent.peers, parent, at, found);
        }
        return found;
    }

    private static void collect(PeerGroup group, Mount source, Dentry at, List<Mount> found) {
        for (Mount peer : group.members) {
            Mount child = peer == source ? null : peer.childAt(at);
            if (child != null) {
                found.add(child);
            }
        }
        for (Mount slave : group.slaves) {
            Mount child = slave.childAt(at);
            if (child != null && !found.contains(child)) {
                found.add(child);
            }
            if (slave.peers != null) {
                collect(slave.peers, slave, at, found);
            }
        }
    }

    /// EINVAL if a tree has a mount that must not be copied.
    static void requireBindable(Mount top) {
        forTree(
                top,
                mount -> {
                    if (mount.unbindable) {
                        throw Errno.EINVAL.exception();
                    }
                });
    }
}
