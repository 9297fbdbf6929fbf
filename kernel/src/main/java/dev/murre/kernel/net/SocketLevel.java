package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Capability;
import dev.murre.abi.Errno;
import dev.murre.kernel.fs.FsSubject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// setsockopt(2) and getsockopt(2) for `SOL_SOCKET`, socket(7).
public final class SocketLevel {
    private final Sock sock;
    private final SockOptions options;

    SocketLevel(Sock sock) {
        this.sock = sock;
        this.options = sock.options;
    }

    /// Sets an option: 0 or `-errno`.
    public int set(FsSubject who, int name, OptionValue value) {
        switch (name) {
            case SO_LINGER -> {
                return setLinger(value);
            }
            case SO_RCVTIMEO -> options.receiveTimeoutNanos = value.timeNanos();
            case SO_SNDTIMEO -> options.sendTimeoutNanos = value.timeNanos();
            case SO_BINDTODEVICE -> {
                return bindToDevice(who, value);
            }
            case SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_LOCK_FILTER -> {
                return -Errno.ENOPROTOOPT.number;
            }
            default -> {
                return setNumber(who, name, value.intValue());
            }
        }
        return 0;
    }

    private int setLinger(OptionValue value) {
        if (value.length() < 8) {
            return -Errno.EINVAL.number;
        }
        options.lingerOn = value.intAt(0) != 0;
        options.lingerSeconds = value.intAt(4);
        return 0;
    }

    private int bindToDevice(FsSubject who, OptionValue value) {
        if (!who.creds().capableAtHome(Capability.NET_RAW)) {
            return -Errno.EPERM.number;
        }
        String name = new String(value.bytes(), StandardCharsets.ISO_8859_1);
        int end = name.indexOf(0);
        name = end < 0 ? name : name.substring(0, end);
        if (!name.isEmpty() && sock.net.interfaces().byName(name) == null) {
            return -Errno.ENODEV.number;
        }
        options.device = name;
        return 0;
    }

    private int setNumber(FsSubject who, int name, int value) {
        boolean on = value != 0;
        switch (name) {
            case SO_DEBUG -> options.debug = on;
            case SO_REUSEADDR -> options.reuseAddress = on;
            case SO_REUSEPORT -> options.reusePort = on;
            case SO_DONTROUTE -> options.dontRoute = on;
            case SO_BROADCAST -> options.broadcast = on;
            case SO_KEEPALIVE -> options.keepAlive = on;
            case SO_OOBINLINE -> options.outOfBandInline = on;
            case SO_NO_CHECK -> options.noCheck = on;
            case SO_PASSCRED -> options.passCredentials = on;
            case SO_PASSSEC -> options.passSecurity = on;
            case SO_SNDBUF -> setSendBuffer(Math.min(value, SockOptions.MAX_BUFFER));
            case SO_RCVBUF -> setReceiveBuffer(Math.min(value, SockOptions.MAX_BUFFER));
            case SO_SNDBUFFORCE, SO_RCVBUFFORCE, SO_MARK -> {
                return setPrivileged(who, name, value);
            }
            case SO_RCVLOWAT -> options.receiveLowWater = value <= 0 ? 1 : value;
            case SO_PRIORITY -> {
                if ((value < 0 || value > 6) && !who.creds().capableAtHome(Capability.NET_ADMIN)) {
                    return -Errno.EPERM.number;
                }
                options.priority = value;
            }
            case SO_TIMESTAMP -> options.timestamps = on ? SO_TIMESTAMP : 0;
            case SO_TIMESTAMPNS -> options.timestamps = on ? SO_TIMESTAMPNS : 0;
            case SO_PEEK_OFF -> options.peekOffset = value;
            case SO_TYPE, SO_PROTOCOL, SO_DOMAIN, SO_ERROR, SO_ACCEPTCONN, SO_SNDLOWAT -> {
                return -Errno.ENOPROTOOPT.number;
            }
            case SO_BUSY_POLL,
                    SO_MAX_PACING_RATE,
                    SO_INCOMING_CPU,
                    SO_RXQ_OVFL,
                    SO_SELECT_ERR_QUEUE -> {
                return 0;
            }
            default -> {
                return -Errno.ENOPROTOOPT.number;
            }
        }
        return 0;
    }

    private int setPrivileged(FsSubject who, int name, int value) {
        if (!who.creds().capableAtHome(Capability.NET_ADMIN)) {
            return -Errno.EPERM.number;
        }
        switch (name) {
            case SO_SNDBUFFORCE -> setSendBuffer(value);
            case SO_RCVBUFFORCE -> setReceiveBuffer(value);
            default -> options.mark = value;
        }
        return 0;
    }

    /// The kernel doubles what is asked for, to have room for its own bookkeeping.
    private void setSendBuffer(int value) {
        int doubled = Integer.compareUnsigned(value, Integer.MAX_VALUE / 2) > 0 ? 0 : value * 2;
        options.sendBuffer = Math.max(doubled, SockOptions.MIN_SEND_BUFFER);
        sock.wakeWritable();
    }

    private void setReceiveBuffer(int value) {
        int doubled = Integer.compareUnsigned(value, Integer.MAX_VALUE / 2) > 0 ? 0 : value * 2;
        options.receiveBuffer = Math.max(doubled, SockOptions.MIN_RECEIVE_BUFFER);
    }

    /// Reads an option: 0 or `-errno`.
    public int get(FsSubject who, int name, OptionValue out) {
        return switch (name) {
            case SO_LINGER -> out.answer(words(options.lingerOn ? 1 : 0, options.lingerSeconds));
            case SO_RCVTIMEO -> out.answerTime(options.receiveTimeoutNanos);
            case SO_SNDTIMEO -> out.answerTime(options.sendTimeoutNanos);
            case SO_PEERCRED -> {
                yield out.answer(words(sock.peerCredentials().seenBy(who)));
            }
            case SO_PEERGROUPS -> out.answer(new byte[0]);
            case SO_PEERSEC -> -Errno.ENOPROTOOPT.number;
            case SO_BINDTODEVICE ->
                    out.answer((options.device + "\0").getBytes(StandardCharsets.ISO_8859_1));
            case SO_ERROR -> {
                Errno failed = sock.takeError();
                yield out.answer(failed == null ? 0 : failed.number);
            }
            default -> getNumber(name, out);
        };
    }

    private int getNumber(int name, OptionValue out) {
        boolean flag;
        switch (name) {
            case SO_DEBUG -> flag = options.debug;
            case SO_REUSEADDR -> flag = options.reuseAddress;
            case SO_REUSEPORT -> flag = options.reusePort;
            case SO_DONTROUTE -> flag = options.dontRoute;
            case SO_BROADCAST -> flag = options.broadcast;
            case SO_KEEPALIVE -> flag = options.keepAlive;
            case SO_OOBINLINE -> flag = options.outOfBandInline;
            case SO_NO_CHECK -> flag = options.noCheck;
            case SO_PASSCRED -> flag = options.passCredentials;
            case SO_PASSSEC -> flag = options.passSecurity;
            case SO_ACCEPTCONN -> flag = sock.isListening();
            case SO_TIMESTAMP -> flag = options.timestamps == SO_TIMESTAMP;
            case SO_TIMESTAMPNS -> flag = options.timestamps == SO_TIMESTAMPNS;
            default -> {
                return getCount(name, out);
            }
        }
        return out.answer(flag ? 1 : 0);
    }

    private int getCount(int name, OptionValue out) {
        return switch (name) {
            case SO_TYPE -> out.answer(sock.type);
            case SO_PROTOCOL -> out.answer(sock.protocol);
            case SO_DOMAIN -> out.answer(sock.family);
            case SO_SNDBUF -> out.answer(options.sendBuffer);
            case SO_RCVBUF -> out.answer(options.receiveBuffer);
            case SO_RCVLOWAT -> out.answer(options.receiveLowWater);
            case SO_SNDLOWAT -> out.answer(1);
            case SO_PRIORITY -> out.answer(options.priority);
            case SO_MARK -> out.answer(options.mark);
            case SO_PEEK_OFF -> out.answer(options.peekOffset);
            case SO_BUSY_POLL, SO_RXQ_OVFL, SO_SELECT_ERR_QUEUE, SO_INCOMING_CPU, SO_ZEROCOPY ->
                    out.answer(0);
            case SO_MAX_PACING_RATE -> out.answer(-1);
            default -> -Errno.ENOPROTOOPT.number;
        };
    }

    private static byte[] words(int... values) {
        ByteBuffer out = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            out.putInt(value);
        }
        return out.array();
    }
}
