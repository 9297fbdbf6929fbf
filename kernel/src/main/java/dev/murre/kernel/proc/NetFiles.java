package dev.murre.kernel.proc;

import dev.murre.kernel.fs.FdTable;
import dev.murre.kernel.fs.Inode;
import dev.murre.kernel.net.IpAddress;
import dev.murre.kernel.net.NetInterface;
import dev.murre.kernel.net.Sock;
import dev.murre.kernel.net.SocketFile;
import dev.murre.kernel.net.SocketName;
import dev.murre.kernel.task.PidNamespace;
import dev.murre.kernel.task.Task;
import java.util.LinkedHashSet;
import java.util.Set;

/// `/proc/PID/net`: the network as that process sees it. Sockets are those that some process holds
/// open.
final class NetFiles {
    private static final int CLOSE = 7;
    private static final int LISTEN = 10;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int STREAM = 1;
    private static final int DATAGRAM = 2;
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
        files.add(dir, "sockstat", who -> files.statistics());
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

    /// Every open socket in this process's network, each once.
    private Set<SocketFile> sockets() {
        Set<SocketFile> found = new LinkedHashSet<>();
        PidNamespace pids = fs.kernel().pids();
        for (Task t = pids.nextTask(1); t != null; t = pids.nextTask(t.id() + 1)) {
            FdTable files = t.filesOrNull();
            if (files == null || t.namespaces().net() != task.namespaces().net()) {
                continue;
            }
            for (int fd = files.nextOpen(0); fd >= 0; fd = files.nextOpen(fd + 1)) {
                if (files.getAny(fd) instanceof SocketFile socket) {
                    found.add(socket);
                }
            }
        }
        return found;
    }

    private String devices() {
        StringBuilder out =
                new StringBuilder(
                        "Inter-|   Receive                                                |  Transmit\n"
                                + " face |bytes    packets errs drop fifo frame compressed multicast"
                                + "|bytes    packets errs drop fifo colls carrier compressed\n");
        for (NetInterface device : task.namespaces().net().interfaces().all()) {
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
        for (NetInterface device : task.namespaces().net().interfaces().all()) {
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
        for (NetInterface device : task.namespaces().net().interfaces().all()) {
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
                row(out, line++, socket, version, socket.sock().stateNumber());
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
                row(out, line++, socket, version, CLOSE);
            }
        }
        return out.toString();
    }

    private static void row(
            StringBuilder out, int line, SocketFile socket, int version, int state) {
        int start = out.length();
        Inode inode = socket.inode();
        out.append(
                "%4d: %s %s %02X "
                        .formatted(
                                line,
                                hex(socket.sock().localName(), version),
                                hex(socket.sock().peerNameOrNone(), version),
                                state));
        out.append(
                "%08X:%08X 00:00000000 00000000 %5d        0 %d 1 0000000000000000"
                        .formatted(
                                socket.sock().unsent(),
                                socket.sock().readable(),
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
            boolean connected = unix.peerNameOrNone() instanceof SocketName.Unix;
            boolean listens = unix.stateNumber() == LISTEN;
            out.append(
                    "0000000000000000: %08X 00000000 %08X %04X %02X %5d"
                            .formatted(
                                    2,
                                    listens ? ACCEPTS : 0,
                                    unix.type(),
                                    connected && !listens ? 3 : 1,
                                    socket.inode().ino()));
            if (unix.localName() instanceof SocketName.Unix name && !name.unnamed()) {
                out.append(' ').append(name.path().replace('\0', '@'));
            }
            out.append('\n');
        }
        return out.toString();
    }

    private String statistics() {
        int tcp = 0;
        int udp = 0;
        Set<SocketFile> all = sockets();
        for (SocketFile socket : all) {
            tcp += isInet(socket, STREAM) ? 1 : 0;
            udp += isInet(socket, DATAGRAM) ? 1 : 0;
        }
        return "sockets: used %d\nTCP: inuse %d orphan 0 tw 0 alloc %d mem 0\nUDP: inuse %d mem 0\n"
                .formatted(all.size(), tcp, tcp, udp);
    }
}
