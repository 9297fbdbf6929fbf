package dev.murre.kernel.net;

import dev.murre.kernel.base.IoBuf;

/// The far end of a TCP connection as the near end sees it: another socket of this machine, or the
/// host's network.
interface StreamRemote {
    /// How many bytes it takes now.
    int room();

    /// Takes bytes; how many. A far end that is gone takes them all and answers with a reset.
    int deliver(IoBuf from);

    /// One byte of urgent data.
    void deliverUrgent(byte b);

    /// The near end has sent everything.
    void finish();

    /// The near end broke the connection off.
    void reset();

    /// The near end's reader made room.
    void drained();

    /// Bytes sent and not yet read.
    int unread();

    /// Whether writing is worth a try: a third of the buffer is free.
    boolean isSpacious();
}
