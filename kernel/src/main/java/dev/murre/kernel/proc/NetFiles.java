package dev.murre.kernel.proc;

import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.net.IpAddress;
import dev.murre.kernel.net.NetInterface;
import dev.murre.kernel.net.NetNamespace;
import dev.murre.kernel.net.Sock;
import dev.murre.kernel.net.SocketFile;
import dev.murre.kernel.net.SocketName;
import dev.murre.kernel.task.Task;
import java.util.Collection;

/// `/proc/PID/net`: the network as that process sees it.
final class NetFiles {
    private static final int ESTABLISHED = 1;
    private static final int LISTEN = 10;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
    static final int TCP = 6;
    static final int UDP = 17;
    private static final int ACCEPTS = 0x10000;

    private final ProcFs fs;
    private final Task task;

    private NetFiles(ProcFs fs, Task task) {
        this.fs = fs;
        this.task = task;
    }

    static Inode directory(ProcFs fs, long ino, Task task) {
        StateDirectory dir = new StateDirectory(fs, ino, 0555, task);
        NetFiles files = new NetFiles(fs, task);
        files.add(dir, "dev", who -> files.devices());
        files.add(dir, "route", who -> files.routes());
        files.add(dir, "if_inet6", who -> files.addresses6());
        files.add(dir, "tcp", who -> files.tcp(4));
        files.add(dir, "tcp6", who -> files.tcp(6));
        files.add(dir, "udp", who -> files.udp(4));
        files.add(dir, "udp6", who -> files.udp(6));
        files.add(dir, "unix", who -> files.unix());
        files.add(dir, "sockstat", who -> NetCounts.sockets(files.net()));
        files.add(dir, "sockstat6", who -> NetCounts.sockets6(files.net()));
        files.add(dir, "snmp", who -> NetCounts.management(files.net()));
        files.add(dir, "snmp6", who -> NetCounts.management6(files.net()));
        files.add(dir, "netstat", who -> NetCounts.extended());
        files.add(
                dir,
                "arp",
                who ->
                        "IP address       HW type     Flags       HW address            Mask     Device\n");
        return dir;
    }

    private void add(StateDirectory dir, String name, TextInode.Source source) {
        dir.add(name, new TextInode(fs, fs.newIno(), 0444, task, source, null));
    }

    private NetNamespace net() {
        return task.namespaces().net();
    }

    private Collection<SocketFile> sockets() {
        return net().sockets();
    }

    private String devices() {
        StringBuilder out =
                new StringBuilder(
                        "Inter-|   Receive                                                |  Transmit\n"
                                + " face |bytes    packets errs drop fifo frame compressed multicast"
                                + "|bytes    packets errs drop fifo colls carrier compressed\n");
        for (NetInterface device : net().interfaces().all()) {
            out.append(
                    "%6s:       0       0    0    0    0     0          0         0        0"
                            .formatted(device.name()));
            out.append("       0    0    0    0     0       0          0\n");
        }
        return out.toString();
    }

    private String routes() {
        StringBuilder out =
                new StringBuilder(
                        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT");
        pad(out, 127);
        for (NetInterface device : net().interfaces().all()) {
            for (NetInterface.Address a : device.addresses()) {
                if (a.address().isV4() && !a.address().isLoopback()) {
                    int mask = a.prefix() == 0 ? 0 : -1 << 32 - a.prefix();
                    int net = a.address().bits4() & mask;
                    int start = out.length();
                    out.append(
                            "%s\t%08X\t00000000\t0001\t0\t0\t0\t%08X\t0\t0\t0"
                                    .formatted(
                                            device.name(),
                                            Integer.reverseBytes(net),
                                            Integer.reverseBytes(mask)));
                    pad(out, start + 127);
                }
            }
        }
        return out.toString();
    }

    private static void pad(StringBuilder out, int width) {
        while (out.length() < width) {
            out.append(' ');
        }
        out.append('\n');
    }

    private String addresses6() {
        StringBuilder out = new StringBuilder();
        for (NetInterface device : net().interfaces().all()) {
            for (NetInterface.Address a : device.addresses()) {
                if (!a.address().isV4()) {
                    for (byte b : a.address().bytes16()) {
                        out.append("%02x".formatted(b));
                    }
                    int scope = a.address().isLoopback() ? 0x10 : 0;
                    out.append(
                            " %02x %02x %02x 80 %8s\n"
                                    .formatted(device.index(), a.prefix(), scope, device.name()));
                }
            }
        }
        return out.toString();
    }

    /// Address and port as hexadecimal numbers, the address in the machine's byte order.
    private static String hex(SocketName name, int version) {
        if (!(name instanceof SocketName.Inet inet)) {
            return version == 4 ? "00000000:0000" : "0".repeat(32) + ":0000";
        }
        IpAddress address = inet.address();
        if (version == 4) {
            return "%08X:%04X".formatted(Integer.reverseBytes(address.bits4()), inet.port());
        }
        return "%08X%08X%08X%08X:%04X"
                .formatted(
                        Integer.reverseBytes((int) (address.high() >>> 32)),
                        Integer.reverseBytes((int) address.high()),
                        Integer.reverseBytes((int) (address.low() >>> 32)),
                        Integer.reverseBytes((int) address.low()),
                        inet.port());
    }

    private static boolean isInet(SocketFile socket, int type) {
        int family = socket.sock().family();
        return (family == AF_INET || family == AF_INET6) && socket.sock().type() == type;
    }

    private static int version(SocketFile socket) {
        return socket.sock().family() == AF_INET6 ? 6 : 4;
    }

    private String tcp(int version) {
        String wide = " ".repeat(24);
        StringBuilder out = new StringBuilder("  sl  local_address ");
        out.append(version == 4 ? "rem_address   " : wide + "remote_address" + wide);
        out.append("st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode");
        pad(out, version == 4 ? 149 : 179);
        int line = 0;
        for (SocketFile socket : sockets()) {
            if (isInet(socket, STREAM) && version(socket) == version) {
                row(out, line++, socket, version);
            }
        }
        return out.toString();
    }

    private String udp(int version) {
        StringBuilder out = new StringBuilder("   sl  local_address rem_address   ");
        out.append(
                "st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops");
        pad(out, 127);
        int line = 0;
        for (SocketFile socket : sockets()) {
            if (isInet(socket, DATAGRAM) && version(socket) == version) {
                row(out, line++, socket, version);
            }
        }
        return out.toString();
    }

    private static void row(StringBuilder out, int line, SocketFile socket, int version) {
        int start = out.length();
        Inode inode = socket.inode();
        out.append(
                "%4d: %s %s %02X "
                        .formatted(
                                line,
                                hex(socket.sock().localName(), version),
                                hex(socket.sock().peerNameOrNone(), version),
                                socket.sock().stateNumber()));
        out.append(
                "%08X:%08X 00:00000000 00000000 %5d        0 %d 1 0000000000000000"
                        .formatted(
                                Math.max(0, socket.sock().unsent()),
                                socket.sock().receiveQueue(),
                                inode.uid(),
                                inode.ino()));
        pad(out, start + (version == 4 ? 149 : 179));
    }

    private String unix() {
        StringBuilder out =
                new StringBuilder("Num       RefCount Protocol Flags    Type St Inode Path\n");
        for (SocketFile socket : sockets()) {
            Sock unix = socket.sock();
            if (unix.family() != AF_UNIX) {
                continue;
            }
            boolean connected = unix.stateNumber() == ESTABLISHED;
            boolean listens = unix.stateNumber() == LISTEN;
            out.append(
                    "0000000000000000: %08X 00000000 %08X %04X %02X %5d"
                            .formatted(
                                    2,
                                    listens ? ACCEPTS : 0,
                                    unix.type(),
                                    connected ? 3 : 1,
                                    socket.inode().ino()));
            if (unix.localName() instanceof SocketName.Unix name && !name.unnamed()) {
                out.append(' ').append(name.path().replace('\0', '@'));
            }
            out.append('\n');
        }
        return out.toString();
    }

    static boolean isTcp(SocketFile socket) {
        return isInet(socket, STREAM) && socket.sock().protocol() == TCP;
    }

    static boolean hasPort(SocketFile socket) {
        return socket.sock().localName() instanceof SocketName.Inet name && name.port() != 0;
    }
}
