package dev.murre.kernel.proc;

import dev.murre.kernel.net.NetNamespace;
import dev.murre.kernel.net.NetStatistics;
import dev.murre.kernel.net.SocketFile;
import java.util.stream.IntStream;

/// What a network counts: `sockstat`, `sockstat6`, `snmp`, `snmp6` and `netstat` of
/// `/proc/PID/net`,
/// proc(5).
final class NetCounts {
    private static final int ESTABLISHED = 1;
    private static final int CLOSE_WAIT = 8;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    private static final int RAW = 3;
    private static final int UDPLITE = 136;

    private static final int TIME_TO_LIVE = 64;

    /// Names and counts of `snmp` that are the same whatever happens: packets and segments are not
    /// counted, because none are made inside a machine.
    private static final String ICMP =
            """
            Icmp: InMsgs InErrors InCsumErrors InDestUnreachs InTimeExcds InParmProbs InSrcQuenchs \
            InRedirects InEchos InEchoReps InTimestamps InTimestampReps InAddrMasks InAddrMaskReps \
            OutMsgs OutErrors OutRateLimitGlobal OutRateLimitHost OutDestUnreachs OutTimeExcds \
            OutParmProbs OutSrcQuenchs OutRedirects OutEchos OutEchoReps OutTimestamps \
            OutTimestampReps OutAddrMasks OutAddrMaskReps
            Icmp:""";

    private static final String IP =
            """
            Ip: Forwarding DefaultTTL InReceives InHdrErrors InAddrErrors ForwDatagrams \
            InUnknownProtos InDiscards InDelivers OutRequests OutDiscards OutNoRoutes ReasmTimeout \
            ReasmReqds ReasmOKs ReasmFails FragOKs FragFails FragCreates OutTransmits
            """;

    private static final String TCP =
            """
            Tcp: RtoAlgorithm RtoMin RtoMax MaxConn ActiveOpens PassiveOpens AttemptFails \
            EstabResets CurrEstab InSegs OutSegs RetransSegs InErrs OutRsts InCsumErrors
            """;

    private static final String UDP =
            " InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors InCsumErrors"
                    + " IgnoredMulti MemErrors\n";

    private final NetNamespace net;

    private NetCounts(NetNamespace net) {
        this.net = net;
    }

    private long inUse(int family, int type, int protocol) {
        return net.sockets().stream()
                .filter(s -> s.sock().family() == family && s.sock().type() == type)
                .filter(s -> s.sock().protocol() == protocol || type == RAW)
                .filter(s -> type == RAW || NetFiles.hasPort(s))
                .count();
    }

    static String sockets(NetNamespace net) {
        var counts = new NetCounts(net);
        return "sockets: used %d\n".formatted(net.sockets().size())
                + "TCP: inuse %d orphan 0 tw 0 alloc %d mem 0\n"
                        .formatted(
                                counts.inUse(AF_INET, STREAM, NetFiles.TCP),
                                net.sockets().stream().filter(NetFiles::isTcp).count())
                + "UDP: inuse %d mem 0\n".formatted(counts.inUse(AF_INET, DATAGRAM, NetFiles.UDP))
                + "UDPLITE: inuse %d\n".formatted(counts.inUse(AF_INET, DATAGRAM, UDPLITE))
                + "RAW: inuse %d\n".formatted(counts.inUse(AF_INET, RAW, 0))
                + "FRAG: inuse 0 memory 0\n";
    }

    static String sockets6(NetNamespace net) {
        var counts = new NetCounts(net);
        return "TCP6: inuse %d\n".formatted(counts.inUse(AF_INET6, STREAM, NetFiles.TCP))
                + "UDP6: inuse %d\n".formatted(counts.inUse(AF_INET6, DATAGRAM, NetFiles.UDP))
                + "UDPLITE6: inuse %d\n".formatted(counts.inUse(AF_INET6, DATAGRAM, UDPLITE))
                + "RAW6: inuse %d\n".formatted(counts.inUse(AF_INET6, RAW, 0))
                + "FRAG6: inuse 0 memory 0\n";
    }

    /// `snmp`.
    static String management(NetNamespace net) {
        NetStatistics counted = net.statistics();
        String tcp =
                "Tcp: 1 200 120000 -1 %d %d %d %d %d 0 0 0 0 0 0\n"
                        .formatted(
                                counted.tcpActiveOpens,
                                counted.tcpPassiveOpens,
                                counted.tcpAttemptFails,
                                counted.tcpEstablishedResets,
                                net.sockets().stream().filter(NetCounts::isEstablished).count());
        return IP
                + "Ip: %d %d".formatted(net.forwards ? 1 : 2, TIME_TO_LIVE)
                + zeros(18)
                + ICMP
                + zeros(29)
                + TCP
                + tcp
                + datagrams("Udp", counted.udp)
                + datagrams("UdpLite", counted.udpLite);
    }

    /// `snmp6`: a line for each number.
    static String management6(NetNamespace net) {
        StringBuilder out = new StringBuilder();
        for (String name : NetCounterNames.IP6.split(" ")) {
            line6(out, name, 0);
        }
        datagrams6(out, "Udp6", net.statistics().udp6);
        line6(out, "Udp6IgnoredMulti", 0);
        line6(out, "Udp6MemErrors", 0);
        datagrams6(out, "UdpLite6", net.statistics().udpLite6);
        line6(out, "UdpLite6MemErrors", 0);
        return out.toString();
    }

    private static void datagrams6(
            StringBuilder out, String name, NetStatistics.Datagrams counted) {
        line6(out, name + "InDatagrams", counted.in);
        line6(out, name + "NoPorts", counted.noPorts);
        line6(out, name + "InErrors", counted.receiveBufferErrors);
        line6(out, name + "OutDatagrams", counted.out);
        line6(out, name + "RcvbufErrors", counted.receiveBufferErrors);
        line6(out, name + "SndbufErrors", 0);
        line6(out, name + "InCsumErrors", 0);
    }

    private static void line6(StringBuilder out, String name, long count) {
        out.append("%-32s\t%d\n".formatted(name, count));
    }

    /// `netstat`: how segments and packets fared, of which there are none inside a machine.
    static String extended() {
        return nothing("TcpExt:", NetCounterNames.TCP_EXTENDED)
                + nothing("IpExt:", NetCounterNames.IP_EXTENDED);
    }

    private static String nothing(String prefix, String names) {
        return prefix + " " + names + "\n" + prefix + zeros(names.split(" ").length);
    }

    private static boolean isEstablished(SocketFile socket) {
        int state = socket.sock().stateNumber();
        return NetFiles.isTcp(socket) && (state == ESTABLISHED || state == CLOSE_WAIT);
    }

    private static String datagrams(String name, NetStatistics.Datagrams counted) {
        long lost = counted.receiveBufferErrors;
        return "%s:%s%s: %d %d %d %d %d 0 0 0 0\n"
                .formatted(name, UDP, name, counted.in, counted.noPorts, lost, counted.out, lost);
    }

    private static String zeros(int count) {
        StringBuilder out = new StringBuilder();
        IntStream.range(0, count).forEach(i -> out.append(" 0"));
        return out.append('\n').toString();
    }
}
