package dev.murre.kernel.net;

import dev.murre.kernel.fs.FsSubject;
import java.util.Queue;

/// The part of the kernel behind one netlink protocol.
interface NetlinkAnswers {
    /// Adds the answers to a request to `answers`.
    void answer(FsSubject who, NetlinkRequest request, Queue<byte[]> answers);
}
