package dev.murre.kernel.syscalls;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.net.IpAddress;
import dev.murre.kernel.net.SocketName;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// `struct sockaddr` of the families to and from [SocketName].
final class SocketNames {
    private static final int MAX_LENGTH = 128;
    private static final int UNIX_PATH = 108;
    private static final int INET_SIZE = 16;
    private static final int INET6_SIZE = 28;
    private static final int INET6_LEAST = 24;
    private static final int NETLINK_SIZE = 12;

    private SocketNames() {}

    /// Reads an address of `length` bytes.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL, EFAULT, EAFNOSUPPORT
    static SocketName read(UserMemory memory, long address, int length) {
        if (length < 2 || length > MAX_LENGTH) {
            throw Errno.EINVAL.exception();
        }
        byte[] bytes = new byte[length];
        memory.copyFromUser(address, bytes, 0, length);
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int family = in.getShort() & 0xffff;
        return switch (family) {
            case AF_UNSPEC -> new SocketName.Unspecified();
            case AF_UNIX -> unix(bytes);
            case AF_INET -> inet(in);
            case AF_INET6 -> inet6(in);
            case AF_NETLINK -> netlink(in);
            default -> new SocketName.Other(family);
        };
    }

    private static SocketName unix(byte[] bytes) {
        int length = bytes.length - 2;
        if (length > UNIX_PATH) {
            throw Errno.EINVAL.exception();
        }
        if (length > 0 && bytes[2] != 0) {
            int end = 0;
            while (end < length && bytes[2 + end] != 0) {
                end++;
            }
            length = end;
        }
        return new SocketName.Unix(new String(bytes, 2, length, StandardCharsets.ISO_8859_1));
    }

    private static SocketName inet(ByteBuffer in) {
        if (in.limit() < INET_SIZE) {
            throw Errno.EINVAL.exception();
        }
        int port = Short.toUnsignedInt(Short.reverseBytes(in.getShort()));
        IpAddress address = IpAddress.v4(Integer.reverseBytes(in.getInt()));
        return new SocketName.Inet(AF_INET, address, port, 0, 0);
    }

    private static SocketName inet6(ByteBuffer in) {
        if (in.limit() < INET6_LEAST) {
            throw Errno.EINVAL.exception();
        }
        int port = Short.toUnsignedInt(Short.reverseBytes(in.getShort()));
        int flow = in.getInt();
        byte[] bytes = new byte[16];
        in.get(bytes);
        int scope = in.remaining() >= 4 ? in.getInt() : 0;
        return new SocketName.Inet(AF_INET6, IpAddress.of(bytes), port, flow, scope);
    }

    private static SocketName netlink(ByteBuffer in) {
        if (in.limit() < NETLINK_SIZE) {
            throw Errno.EINVAL.exception();
        }
        in.getShort();
        return new SocketName.Netlink(in.getInt(), in.getInt());
    }

    /// Writes an address and its length; cuts it to the room that is there, as accept(2) does.
    static void write(UserMemory memory, SocketName name, long address, long lengthAddress) {
        if (address == 0) {
            return;
        }
        int room = memory.getInt(lengthAddress);
        if (room < 0) {
            throw Errno.EINVAL.exception();
        }
        byte[] bytes = encode(name);
        memory.copyToUser(address, bytes, 0, Math.min(room, bytes.length));
        memory.putInt(lengthAddress, bytes.length);
    }

    static byte[] encode(SocketName name) {
        return switch (name) {
            case SocketName.Unspecified u -> new byte[2];
            case SocketName.Other o -> new byte[] {(byte) o.family(), (byte) (o.family() >> 8)};
            case SocketName.Unix u -> encodeUnix(u);
            case SocketName.Inet i -> i.family() == AF_INET ? encodeInet(i) : encodeInet6(i);
            case SocketName.Netlink n -> {
                ByteBuffer out = buffer(NETLINK_SIZE, AF_NETLINK);
                yield out.putShort((short) 0).putInt(n.port()).putInt(n.groups()).array();
            }
        };
    }

    private static ByteBuffer buffer(int size, int family) {
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        return out.putShort((short) family);
    }

    private static byte[] encodeUnix(SocketName.Unix name) {
        byte[] path = name.path().getBytes(StandardCharsets.ISO_8859_1);
        boolean terminated = path.length > 0 && path[0] != 0;
        return buffer(2 + path.length + (terminated ? 1 : 0), AF_UNIX).put(path).array();
    }

    private static byte[] encodeInet(SocketName.Inet name) {
        return buffer(INET_SIZE, AF_INET)
                .putShort(Short.reverseBytes((short) name.port()))
                .putInt(Integer.reverseBytes(name.address().bits4()))
                .array();
    }

    private static byte[] encodeInet6(SocketName.Inet name) {
        return buffer(INET6_SIZE, AF_INET6)
                .putShort(Short.reverseBytes((short) name.port()))
                .putInt(name.flow())
                .put(name.address().bytes16())
                .putInt(name.scope())
                .array();
    }
}
