package dev.murre.kernel.net;

import dev.murre.kernel.base.ByteIoBuf;
import dev.murre.kernel.base.IoBuf;
import dev.murre.kernel.fs.OpenFile;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One sending or receiving: `struct msghdr` inside the kernel. Used again for every call.
public final class Message {
    /// Ancillary data other than descriptors and credentials.
    public record Control(int level, int type, byte[] data) {}

    private static final IoBuf NOTHING = new ByteIoBuf();

    public IoBuf data = NOTHING;

    /// `MSG_*` as the caller gave them; `MSG_DONTWAIT` is added for non-blocking files.
    public int flags;

    /// Where to, or from where.
    public @Nullable SocketName name;

    /// Descriptors that travel (`SCM_RIGHTS`). On receiving, each counts as a use for the receiver.
    public OpenFile @Nullable [] files;

    public @Nullable PeerCredentials credentials;
    public final List<Control> controls = new ArrayList<>();

    /// `MSG_TRUNC`, `MSG_EOR` and the like, as a receive reports them.
    public int resultFlags;

    public Message reset(IoBuf buffer, int messageFlags) {
        data = buffer;
        flags = messageFlags;
        name = null;
        files = null;
        credentials = null;
        controls.clear();
        resultFlags = 0;
        return this;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }
}
