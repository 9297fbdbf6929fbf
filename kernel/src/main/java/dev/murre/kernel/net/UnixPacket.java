package dev.murre.kernel.net;

import dev.murre.kernel.fs.OpenFile;
import org.jspecify.annotations.Nullable;

/// Bytes on their way between UNIX sockets, with what travels beside them. Ordinary ones are used
/// again.
final class UnixPacket {
    static final int SMALL = 4096;

    byte[] data = new byte[SMALL];
    int start;
    int end;
    PeerCredentials sender = PeerCredentials.UNKNOWN;

    /// Whether the sender named its credentials or a receiver asked for them.
    boolean hasCredentials;

    OpenFile @Nullable [] files;
    SocketName.Unix from = SocketName.Unix.UNNAMED;

    /// The datagram's sender, whose send buffer it fills.
    @Nullable UnixSock owner;

    @Nullable UnixPacket next;

    int length() {
        return end - start;
    }

    void reserve(int size) {
        if (data.length < size) {
            data = new byte[size];
        }
    }

    /// Packets waiting to be used again.
    static final class Pool {
        private static final int KEPT = 64;

        private @Nullable UnixPacket free;
        private int count;

        UnixPacket take() {
            UnixPacket packet = free;
            if (packet == null) {
                return new UnixPacket();
            }
            free = packet.next;
            count--;
            packet.next = null;
            return packet;
        }

        void give(UnixPacket packet) {
            if (count == KEPT || packet.data.length != SMALL) {
                return;
            }
            packet.start = 0;
            packet.end = 0;
            packet.files = null;
            packet.hasCredentials = false;
            packet.sender = PeerCredentials.UNKNOWN;
            packet.from = SocketName.Unix.UNNAMED;
            packet.owner = null;
            packet.next = free;
            free = packet;
            count++;
        }
    }
}
