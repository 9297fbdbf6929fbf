package dev.murre.kernel.fs;

import java.util.ArrayList;
import java.util.List;

/// Shared mounts that tell each other of what is mounted on them, and the slaves that listen:
/// mount_namespaces(7), "Shared subtrees".
final class PeerGroup {
    final int id;
    final List<Mount> members = new ArrayList<>();
    final List<Mount> slaves = new ArrayList<>();

    PeerGroup(int id) {
        this.id = id;
    }
}
