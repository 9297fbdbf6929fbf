package dev.murre.kernel.ipc;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.Credentials;

/// What System V objects of all kinds have: key, id, owner and permissions; `struct ipc_perm` of
/// sysvipc(7).
public abstract class IpcObject {
    public static final int READ = 4;
    public static final int WRITE = 2;

    final int key;
    private int id = -1;
    private int uid;
    private int gid;
    private final int creatorUid;
    private final int creatorGid;
    private int mode;
    private boolean removed;

    IpcObject(int key, Credentials creator, int mode) {
        this.key = key;
        this.uid = creator.euid();
        this.gid = creator.egid();
        this.creatorUid = uid;
        this.creatorGid = gid;
        this.mode = mode & 0777;
    }

    public final int key() {
        return key;
    }

    public final int id() {
        return id;
    }

    final void setId(int newId) {
        id = newId;
    }

    public final int uid() {
        return uid;
    }

    public final int gid() {
        return gid;
    }

    public final int creatorUid() {
        return creatorUid;
    }

    public final int creatorGid() {
        return creatorGid;
    }

    /// Permission bits, and what else the kind of object shows there.
    public int mode() {
        return mode;
    }

    public final boolean isRemoved() {
        return removed;
    }

    /// The object can no longer be found by key or id; those who wait for it get EIDRM.
    void remove() {
        removed = true;
    }

    /// Changes owner and permissions, `IPC_SET`.
    public final void change(int newUid, int newGid, int newMode) {
        uid = newUid;
        gid = newGid;
        mode = newMode & 0777;
    }

    /// @param wanted [#READ] and [#WRITE]
    /// @throws dev.murre.abi.ErrnoException EACCES
    public final void checkAccess(Credentials who, int wanted) {
        int granted;
        if (who.euid() == creatorUid || who.euid() == uid) {
            granted = mode >> 6;
        } else if (who.inEffectiveGroup(creatorGid) || who.inEffectiveGroup(gid)) {
            granted = mode >> 3;
        } else {
            granted = mode;
        }
        if ((wanted & ~granted) != 0 && !who.capableAtHome(Capability.IPC_OWNER)) {
            throw Errno.EACCES.exception();
        }
    }

    /// @throws dev.murre.abi.ErrnoException EPERM for all but owner, creator and superuser
    public final void checkOwner(Credentials who) {
        if (who.euid() != uid
                && who.euid() != creatorUid
                && !who.capableAtHome(Capability.SYS_ADMIN)) {
            throw Errno.EPERM.exception();
        }
    }
}
