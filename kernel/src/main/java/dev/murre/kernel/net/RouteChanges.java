package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// rtnetlink(7) requests that change something: the loopback interface's flags and addresses.
/// Linux: rtnl_newlink, inet_rtm_newaddr and their like.
final class RouteChanges {
    private static final int RTM_NEWLINK = 16;
    private static final int RTM_SETLINK = 19;
    private static final int RTM_NEWADDR = 20;
    private static final int RTM_DELADDR = 21;
    private static final int NLM_F_EXCL = 0x200;
    private static final int NLM_F_CREATE = 0x400;
    private static final int LINK_HEADER = 16;
    private static final int ADDRESS_HEADER = 8;
    private static final int IFLA_IFNAME = 3;
    private static final int IFLA_EXT_MASK = 29;
    private static final int IFA_ADDRESS = 1;
    private static final int IFA_LOCAL = 2;

    private final Interfaces interfaces;

    RouteChanges(Interfaces interfaces) {
        this.interfaces = interfaces;
    }

    /// Does what a request of this type asks for; 0 or `-errno`.
    ///
    /// @param flags of the message's header
    int make(int type, int flags, ByteBuffer body) {
        return switch (type) {
            case RTM_NEWLINK, RTM_SETLINK -> link(flags, body);
            case RTM_NEWADDR, RTM_DELADDR -> address(type, body);
            default -> -Errno.EOPNOTSUPP.number;
        };
    }

    /// The name in a request about a link; empty if there is none.
    static String linkName(ByteBuffer body) {
        byte[] bytes = attribute(body, LINK_HEADER, IFLA_IFNAME);
        if (bytes == null) {
            return "";
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(0);
        return end < 0 ? text : text.substring(0, end);
    }

    private int link(int flags, ByteBuffer body) {
        if (body.remaining() < LINK_HEADER) {
            return -Errno.EINVAL.number;
        }
        int at = body.position();
        int index = body.getInt(at + 4);
        NetInterface found =
                index != 0 ? interfaces.byIndex(index) : interfaces.byName(linkName(body));
        if (found == null) {
            boolean create = (flags & NLM_F_CREATE) != 0;
            return create ? -Errno.EOPNOTSUPP.number : -Errno.ENODEV.number;
        }
        if ((flags & NLM_F_EXCL) != 0) {
            return -Errno.EEXIST.number;
        }
        if (hasOtherThan(body, LINK_HEADER, IFLA_IFNAME, IFLA_EXT_MASK)) {
            return -Errno.EOPNOTSUPP.number;
        }
        int wanted = body.getInt(at + 8);
        int change = body.getInt(at + 12);
        if (wanted == 0 && change == 0) {
            return 0;
        }
        int mask = change == 0 ? -1 : change;
        return interfaces.setFlags(found, wanted & mask | found.flags() & ~mask);
    }

    private int address(int type, ByteBuffer body) {
        if (body.remaining() < ADDRESS_HEADER) {
            return -Errno.EINVAL.number;
        }
        int at = body.position();
        int family = body.get(at) & 0xff;
        int prefix = body.get(at + 1) & 0xff;
        byte[] bytes = attribute(body, ADDRESS_HEADER, IFA_LOCAL);
        if (bytes == null && family == AF_INET6) {
            bytes = attribute(body, ADDRESS_HEADER, IFA_ADDRESS);
        }
        int size = family == AF_INET ? 4 : 16;
        if (family != AF_INET && family != AF_INET6) {
            return -Errno.EOPNOTSUPP.number;
        }
        if (bytes == null || bytes.length < size || prefix > 8 * size) {
            return -Errno.EINVAL.number;
        }
        NetInterface found = interfaces.byIndex(body.getInt(at + 4));
        if (found == null) {
            return -Errno.ENODEV.number;
        }
        var address = new NetInterface.Address(IpAddress.of(Arrays.copyOf(bytes, size)), prefix);
        return type == RTM_NEWADDR
                ? interfaces.addAddress(found, address)
                : interfaces.removeAddress(found, address);
    }

    /// The content of the first attribute of this type behind a header; null if there is none.
    private static byte @Nullable [] attribute(ByteBuffer body, int header, int wanted) {
        int at = body.position() + header;
        while (at + 4 <= body.limit()) {
            int length = body.getShort(at) & 0xffff;
            if (length < 4 || at + length > body.limit()) {
                return null;
            }
            if ((body.getShort(at + 2) & 0x3fff) == wanted) {
                byte[] content = new byte[length - 4];
                body.get(at + 4, content);
                return content;
            }
            at += length + 3 & ~3;
        }
        return null;
    }

    private static boolean hasOtherThan(ByteBuffer body, int header, int first, int second) {
        int at = body.position() + header;
        while (at + 4 <= body.limit()) {
            int length = body.getShort(at) & 0xffff;
            int type = body.getShort(at + 2) & 0x3fff;
            if (length < 4) {
                return false;
            }
            if (type != first && type != second) {
                return true;
            }
            at += length + 3 & ~3;
        }
        return false;
    }
}
