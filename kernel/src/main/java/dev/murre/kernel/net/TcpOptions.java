package dev.murre.kernel.net;

import static dev.murre.kernel.net.SocketConstants.*;

import dev.murre.abi.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// Options of the level `IPPROTO_TCP`, tcp(7).
final class TcpOptions {
    private static final int LOOPBACK_MSS = 65483;
    private static final int DEFAULT_MSS = 536;
    private static final int INFO_SIZE = 232;

    private int noDelay;
    private int cork;
    private int keepIdle = 7200;
    private int keepInterval = 75;
    private int keepCount = 9;
    private int synCount = 6;
    private int linger2 = 60;
    private int deferAccept;
    private int windowClamp;
    private int quickAck = 1;
    private int userTimeout;
    private int fastOpen;
    private int fastOpenConnect;
    private int notSentLowWater;
    private int maximumSegment;
    private int thin;
    private String congestion = "cubic";

    void inherit(TcpOptions from) {
        noDelay = from.noDelay;
        keepIdle = from.keepIdle;
        keepInterval = from.keepInterval;
        keepCount = from.keepCount;
        userTimeout = from.userTimeout;
        linger2 = from.linger2;
        congestion = from.congestion;
    }

    private static boolean inRange(int value, int from, int to) {
        return value >= from && value <= to;
    }

    int set(int name, OptionValue value) {
        if (name == TCP_CONGESTION) {
            String wanted = new String(value.bytes(), StandardCharsets.ISO_8859_1);
            int end = wanted.indexOf(0);
            wanted = end < 0 ? wanted : wanted.substring(0, end);
            if (!wanted.equals("cubic") && !wanted.equals("reno")) {
                return -Errno.ENOENT.number;
            }
            congestion = wanted;
            return 0;
        }
        int v = value.intValue();
        int flag = v != 0 ? 1 : 0;
        boolean good = true;
        switch (name) {
            case TCP_NODELAY -> noDelay = flag;
            case TCP_CORK -> cork = flag;
            case TCP_QUICKACK -> quickAck = flag;
            case TCP_THIN_LINEAR_TIMEOUTS -> thin = flag;
            case TCP_MAXSEG -> {
                good = v == 0 || inRange(v, 88, 32767);
                maximumSegment = good ? v : maximumSegment;
            }
            case TCP_KEEPIDLE -> {
                good = inRange(v, 1, 32767);
                keepIdle = good ? v : keepIdle;
            }
            case TCP_KEEPINTVL -> {
                good = inRange(v, 1, 32767);
                keepInterval = good ? v : keepInterval;
            }
            case TCP_KEEPCNT -> {
                good = inRange(v, 1, 127);
                keepCount = good ? v : keepCount;
            }
            case TCP_SYNCNT -> {
                good = inRange(v, 1, 127);
                synCount = good ? v : synCount;
            }
            case TCP_LINGER2 -> linger2 = v;
            case TCP_DEFER_ACCEPT -> deferAccept = Math.max(v, 0);
            case TCP_WINDOW_CLAMP -> windowClamp = v;
            case TCP_USER_TIMEOUT -> {
                good = v >= 0;
                userTimeout = good ? v : userTimeout;
            }
            case TCP_FASTOPEN -> fastOpen = v;
            case TCP_FASTOPEN_CONNECT -> fastOpenConnect = flag;
            case TCP_NOTSENT_LOWAT -> notSentLowWater = v;
            case TCP_ULP -> {
                return -Errno.ENOENT.number;
            }
            default -> {
                return -Errno.ENOPROTOOPT.number;
            }
        }
        return good ? 0 : -Errno.EINVAL.number;
    }

    int get(TcpSock sock, int name, OptionValue out) {
        return switch (name) {
            case TCP_NODELAY -> out.answer(noDelay);
            case TCP_CORK -> out.answer(cork);
            case TCP_QUICKACK -> out.answer(quickAck);
            case TCP_THIN_LINEAR_TIMEOUTS -> out.answer(thin);
            case TCP_MAXSEG -> out.answer(maximumSegment(sock));
            case TCP_KEEPIDLE -> out.answer(keepIdle);
            case TCP_KEEPINTVL -> out.answer(keepInterval);
            case TCP_KEEPCNT -> out.answer(keepCount);
            case TCP_SYNCNT -> out.answer(synCount);
            case TCP_LINGER2 -> out.answer(linger2);
            case TCP_DEFER_ACCEPT -> out.answer(deferAccept);
            case TCP_WINDOW_CLAMP -> out.answer(windowClamp);
            case TCP_USER_TIMEOUT -> out.answer(userTimeout);
            case TCP_FASTOPEN -> out.answer(fastOpen);
            case TCP_FASTOPEN_CONNECT -> out.answer(fastOpenConnect);
            case TCP_NOTSENT_LOWAT -> out.answer(notSentLowWater);
            case TCP_CONGESTION -> {
                byte[] padded = new byte[16];
                byte[] text = congestion.getBytes(StandardCharsets.ISO_8859_1);
                System.arraycopy(text, 0, padded, 0, text.length);
                yield out.answer(padded);
            }
            case TCP_INFO -> out.answer(info(sock));
            default -> -Errno.ENOPROTOOPT.number;
        };
    }

    private int maximumSegment(TcpSock sock) {
        if (sock.isConnected()) {
            return maximumSegment == 0 ? LOOPBACK_MSS : Math.min(maximumSegment, LOOPBACK_MSS);
        }
        return maximumSegment == 0 ? DEFAULT_MSS : maximumSegment;
    }

    /// The name of the congestion control, which controls nothing.
    String congestion() {
        return congestion;
    }

    /// `struct tcp_info`, as far as a connection without packets has something to say.
    byte[] info(TcpSock sock) {
        ByteBuffer info = ByteBuffer.allocate(INFO_SIZE).order(ByteOrder.LITTLE_ENDIAN);
        info.put(0, (byte) sock.state.number);
        info.put(5, (byte) 7); // timestamps, SACK, window scaling
        info.put(6, (byte) 0x77);
        info.putInt(8, 200_000);
        info.putInt(12, 40_000);
        info.putInt(16, maximumSegment(sock));
        info.putInt(20, DEFAULT_MSS);
        info.putInt(24, sock.isListening() ? sock.connector.queued() : (int) sock.unsent());
        info.putInt(60, LOOPBACK_MSS + 53);
        info.putInt(68, 20);
        info.putInt(72, 10);
        info.putInt(80, 10);
        return info.array();
    }
}
