package dev.murre.kernel.net;

import dev.murre.kernel.base.ProcessId;
import dev.murre.kernel.base.Subject;
import dev.murre.kernel.fs.FsSubject;
import org.jspecify.annotations.Nullable;

/// Who was at the other end, `struct ucred` of unix(7).
///
/// @param process null for nobody
/// @param uid as the machine counts
public record PeerCredentials(@Nullable ProcessId process, int uid, int gid) {
    private static final int OVERFLOW_ID = 65534;

    /// What an unconnected socket reports.
    static final PeerCredentials NONE = new PeerCredentials(null, -1, -1);

    /// What comes with a message whose sender did not say.
    static final PeerCredentials UNKNOWN = new PeerCredentials(null, OVERFLOW_ID, OVERFLOW_ID);

    static PeerCredentials of(FsSubject who) {
        return new PeerCredentials(who.processId(), who.creds().euid(), who.creds().egid());
    }

    /// As messages carry them: the real ids.
    static PeerCredentials ofSender(FsSubject who) {
        return new PeerCredentials(who.processId(), who.creds().uid(), who.creds().gid());
    }

    boolean matches(FsSubject sender) {
        return process == sender.processId()
                && uid == sender.creds().uid()
                && gid == sender.creds().gid();
    }

    /// Process, user and group id in somebody's namespaces.
    public int[] seenBy(Subject who) {
        if (this == NONE) {
            return new int[] {0, -1, -1};
        }
        return new int[] {
            process == null ? 0 : process.seenBy(who),
            who.creds().seenUser(uid),
            who.creds().seenGroup(gid)
        };
    }
}
