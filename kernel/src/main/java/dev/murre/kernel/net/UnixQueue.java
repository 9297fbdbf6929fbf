package dev.murre.kernel.net;

import org.jspecify.annotations.Nullable;

/// The packets that wait at a UNIX socket.
final class UnixQueue {
    private @Nullable UnixPacket first;
    private @Nullable UnixPacket last;
    private int packets;
    private int bytes;

    @Nullable UnixPacket first() {
        return first;
    }

    @Nullable UnixPacket last() {
        return last;
    }

    boolean isEmpty() {
        return first == null;
    }

    int packets() {
        return packets;
    }

    int bytes() {
        return bytes;
    }

    void add(UnixPacket packet) {
        packet.next = null;
        if (last == null) {
            first = packet;
        } else {
            last.next = packet;
        }
        last = packet;
        packets++;
        bytes += packet.length();
    }

    /// Bytes were added to the last packet.
    void grew(int count) {
        bytes += count;
    }

    /// Bytes were taken from the first packet.
    void shrank(int count) {
        bytes -= count;
    }

    /// Takes the first packet off; there must be one.
    UnixPacket remove() {
        UnixPacket packet = first;
        if (packet == null) {
            throw new IllegalStateException("empty queue");
        }
        first = packet.next;
        if (first == null) {
            last = null;
        }
        packet.next = null;
        packets--;
        bytes -= packet.length();
        return packet;
    }
}
