package dev.murre.kernel.net;

import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The attributes of a netlink message, or those within one of them; netlink(7).
final class NetlinkAttributes {
    private static final int HEADER = 4;

    /// Without the marks for nested ones and for the byte order.
    private static final int TYPE = 0x3fff;

    private final Map<Integer, byte[]> byType = new LinkedHashMap<>();

    private NetlinkAttributes() {}

    /// Those that follow a header of so many bytes; what is cut off is left out.
    static NetlinkAttributes after(int header, ByteBuffer body) {
        var found = new NetlinkAttributes();
        int at = body.position() + header;
        while (at + HEADER <= body.limit()) {
            int length = body.getShort(at) & 0xffff;
            if (length < HEADER || at + length > body.limit()) {
                break;
            }
            byte[] content = new byte[length - HEADER];
            body.get(at + HEADER, content);
            found.byType.putIfAbsent(body.getShort(at + 2) & TYPE, content);
            at += length + 3 & ~3;
        }
        return found;
    }

    /// Those within one, behind a header of so many bytes.
    NetlinkAttributes within(int type, int header) {
        return after(header, ByteBuffer.wrap(bytesOrEmpty(type)).order(ByteOrder.LITTLE_ENDIAN));
    }

    boolean has(int type) {
        return byType.containsKey(type);
    }

    byte @Nullable [] bytes(int type) {
        return byType.get(type);
    }

    private byte[] bytesOrEmpty(int type) {
        return byType.getOrDefault(type, new byte[0]);
    }

    /// A number; `otherwise` where there is none.
    int number(int type, int otherwise) {
        byte[] content = byType.get(type);
        if (content == null || content.length < Integer.BYTES) {
            return otherwise;
        }
        return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /// A text; empty where there is none.
    String text(int type) {
        String text = new String(bytesOrEmpty(type), StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    /// The network namespace named by an attribute that tells a process, or else by one that tells
    /// a
    /// descriptor; null if there is none.
    ///
    /// @throws dev.murre.abi.ErrnoException EBADF, EINVAL
    @Nullable NetNamespace network(FsSubject who, int processType, int descriptorType) {
        if (!(who instanceof NetnsFinder finder)) {
            return null;
        }
        if (has(processType)) {
            return finder.networkOfProcess(number(processType, 0));
        }
        return has(descriptorType) ? finder.networkOfDescriptor(number(descriptorType, -1)) : null;
    }

    boolean hasOtherThan(Set<Integer> known) {
        return !known.containsAll(byType.keySet());
    }
}
