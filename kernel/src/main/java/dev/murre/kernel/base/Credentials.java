package dev.murre.kernel.base;

import dev.murre.abi.Capability;

/// Who a task acts as, credentials(7). Never changes; a task that changes identity gets another
/// one.
/// User and group ids are unsigned 32-bit numbers kept in an `int`.
///
/// @param groups supplementary groups; not to be written to
/// @param user the namespace in which the capabilities hold
public record Credentials(
        int uid,
        int gid,
        int suid,
        int sgid,
        int euid,
        int egid,
        int fsuid,
        int fsgid,
        int[] groups,
        long inheritable,
        long permitted,
        long effective,
        long bounding,
        long ambient,
        int securebits,
        UserNamespace user) {
    /// The superuser with every capability.
    public static final Credentials ROOT =
            new Credentials(
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    0,
                    new int[0],
                    0,
                    Capability.ALL,
                    Capability.ALL,
                    Capability.ALL,
                    0,
                    0,
                    UserNamespace.INITIAL);

    /// Whether there is a capability over the whole machine: in the first user namespace.
    public boolean capable(Capability capability) {
        return (effective & capability.mask()) != 0 && user.isInitial();
    }

    /// Whether there is a capability over what belongs to a user namespace.
    public boolean capableIn(UserNamespace namespace, Capability capability) {
        return namespace.grants(this, capability);
    }

    /// Whether there is a capability in the own user namespace.
    public boolean capableAtHome(Capability capability) {
        return (effective & capability.mask()) != 0;
    }

    /// Whether there is a capability over a file: in the own user namespace, if its owner and group
    /// have ids there. Linux: capable_wrt_inode_uidgid.
    public boolean capableOver(int fileUid, int fileGid, Capability capability) {
        return capableAtHome(capability)
                && user.users().fromKernel(fileUid) != -1
                && user.groups().fromKernel(fileGid) != -1;
    }

    /// The same in a new or another user namespace, with every capability there: clone(2),
    /// setns(2).
    public Credentials within(UserNamespace namespace) {
        var draft = new Draft();
        draft.inheritable = 0;
        draft.permitted = Capability.ALL;
        draft.effective = Capability.ALL;
        draft.bounding = Capability.ALL;
        draft.ambient = 0;
        draft.securebits = 0;
        draft.user = namespace;
        return draft.finish();
    }

    /// A user id of the machine as its own namespace shows it.
    public int seenUser(int machineUid) {
        return user.users().shown(machineUid);
    }

    /// A group id of the machine as its own namespace shows it.
    public int seenGroup(int machineGid) {
        return user.groups().shown(machineGid);
    }

    /// Whether a group is the file system group or a supplementary one, as permission checks want
    /// it.
    public boolean inGroup(int group) {
        if (group == fsgid) {
            return true;
        }
        for (int g : groups) {
            if (g == group) {
                return true;
            }
        }
        return false;
    }

    /// As [#inGroup(int)] for the effective group.
    public boolean inEffectiveGroup(int group) {
        return group == egid || group != fsgid && inGroup(group);
    }

    /// The same with other user ids.
    public Credentials withUids(int ruid, int newEuid, int newSuid, int newFsuid) {
        var draft = new Draft();
        draft.uid = ruid;
        draft.euid = newEuid;
        draft.suid = newSuid;
        draft.fsuid = newFsuid;
        return draft.finish();
    }

    /// The same with other group ids.
    public Credentials withGids(int rgid, int newEgid, int newSgid, int newFsgid) {
        var draft = new Draft();
        draft.gid = rgid;
        draft.egid = newEgid;
        draft.sgid = newSgid;
        draft.fsgid = newFsgid;
        return draft.finish();
    }

    /// The same with other supplementary groups.
    public Credentials withGroups(int[] newGroups) {
        var draft = new Draft();
        draft.groups = newGroups;
        return draft.finish();
    }

    /// The same with other capability sets.
    public Credentials withCapabilities(
            long newInheritable,
            long newPermitted,
            long newEffective,
            long newBounding,
            long newAmbient) {
        var draft = new Draft();
        draft.inheritable = newInheritable;
        draft.permitted = newPermitted;
        draft.effective = newEffective;
        draft.bounding = newBounding;
        draft.ambient = newAmbient;
        return draft.finish();
    }

    /// The same with other secure bits.
    public Credentials withSecurebits(int newSecurebits) {
        var draft = new Draft();
        draft.securebits = newSecurebits;
        return draft.finish();
    }

    /// The same for access(2): real ids decide, and capabilities as a set-user-ID program would
    /// have.
    public Credentials forAccess() {
        var draft = new Draft();
        draft.fsuid = uid;
        draft.fsgid = gid;
        draft.effective = uid == user.users().toKernel(0) ? permitted : 0;
        return draft.finish();
    }

    /// A copy in the making: these credentials, with what is assigned before [#finish].
    private final class Draft {
        int uid = Credentials.this.uid;
        int gid = Credentials.this.gid;
        int suid = Credentials.this.suid;
        int sgid = Credentials.this.sgid;
        int euid = Credentials.this.euid;
        int egid = Credentials.this.egid;
        int fsuid = Credentials.this.fsuid;
        int fsgid = Credentials.this.fsgid;
        int[] groups = Credentials.this.groups;
        long inheritable = Credentials.this.inheritable;
        long permitted = Credentials.this.permitted;
        long effective = Credentials.this.effective;
        long bounding = Credentials.this.bounding;
        long ambient = Credentials.this.ambient;
        int securebits = Credentials.this.securebits;
        UserNamespace user = Credentials.this.user;

        Credentials finish() {
            return new Credentials(
                    uid,
                    gid,
                    suid,
                    sgid,
                    euid,
                    egid,
                    fsuid,
                    fsgid,
                    groups,
                    inheritable,
                    permitted,
                    effective,
                    bounding,
                    ambient,
                    securebits,
                    user);
        }
    }
}
