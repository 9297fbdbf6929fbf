package dev.murre.kernel.net;

import dev.murre.kernel.fs.FsSubject;

/// Who was at the other end, `struct ucred` of unix(7).
public record PeerCredentials(int pid, int uid, int gid) {
    private static final int OVERFLOW_ID = 65534;

    /// What an unconnected socket reports.
    static final PeerCredentials NONE = new PeerCredentials(0, -1, -1);

    /// What comes with a message whose sender did not say.
    static final PeerCredentials UNKNOWN = new PeerCredentials(0, OVERFLOW_ID, OVERFLOW_ID);

    static PeerCredentials of(FsSubject who) {
        return new PeerCredentials(who.tgid(), who.creds().euid(), who.creds().egid());
    }

    /// As messages carry them: the real ids.
    static PeerCredentials ofSender(FsSubject who) {
        return new PeerCredentials(who.tgid(), who.creds().uid(), who.creds().gid());
    }

    boolean matches(FsSubject sender) {
        return pid == sender.tgid() && uid == sender.creds().uid() && gid == sender.creds().gid();
    }
}
