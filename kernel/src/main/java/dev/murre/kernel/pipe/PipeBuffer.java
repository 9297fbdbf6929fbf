package dev.murre.kernel.pipe;

import dev.murre.kernel.base.IoBuf;

/// The content of a pipe: a ring of page-sized slots, as pipe(7) and `F_SETPIPE_SZ` in fcntl(2) let
/// it be seen.
///
/// A write of at most a page goes whole into one slot, which is what makes writes up to `PIPE_BUF`
/// atomic.
final class PipeBuffer {
    static final int PAGE_SIZE = 4096;

    enum Packing {
        /// Bytes may join those of the write before.
        STREAM,
        /// Each write is a packet of its own (`O_DIRECT`).
        PACKETS
    }

    private Slot[] slots;
    private int first;
    private int used;
    private int bytes;

    PipeBuffer(int slotCount) {
        slots = newSlots(slotCount);
    }

    private static Slot[] newSlots(int count) {
        var slots = new Slot[count];
        for (int i = 0; i < count; i++) {
            slots[i] = new Slot();
        }
        return slots;
    }

    int size() {
        return bytes;
    }

    int slotCount() {
        return slots.length;
    }

    int usedSlots() {
        return used;
    }

    boolean isEmpty() {
        return used == 0;
    }

    boolean isFull() {
        return used == slots.length;
    }

    /// Takes from `source` what there is room for.
    int write(IoBuf source, Packing packing) {
        long before = source.remaining();
        if (before > 0 && packing == Packing.STREAM) {
            joinLast(source);
        }
        while (source.remaining() > 0 && !isFull()) {
            Slot slot = slots[first + used & slots.length - 1];
            int count = (int) Math.min(source.remaining(), PAGE_SIZE);
            slot.fill(source, count, packing);
            used++;
            bytes += count;
        }
        return (int) (before - source.remaining());
    }

    /// Puts the odd part of a write behind the last one's bytes when it fits there whole.
    private void joinLast(IoBuf source) {
        int odd = (int) (source.remaining() % PAGE_SIZE);
        if (odd == 0 || used == 0) {
            return;
        }
        Slot last = slots[first + used - 1 & slots.length - 1];
        if (last.joinable && last.offset + last.length + odd <= PAGE_SIZE) {
            last.append(source, odd);
            bytes += odd;
        }
    }

    /// Moves what is there into `target`, one packet at most where packets are kept apart.
    int read(IoBuf target) {
        long before = target.remaining();
        while (target.remaining() > 0 && used > 0) {
            Slot slot = slots[first];
            int count = (int) Math.min(target.remaining(), slot.length);
            target.put(slot.data, slot.offset, count);
            slot.offset += count;
            slot.length -= count;
            bytes -= count;
            boolean packet = !slot.joinable;
            if (packet) { // what the reader has no room for is lost
                bytes -= slot.length;
                slot.length = 0;
            }
            if (slot.length == 0) {
                dropFirst();
            }
            if (packet) {
                break;
            }
        }
        return (int) (before - target.remaining());
    }

    private void dropFirst() {
        first = first + 1 & slots.length - 1;
        used--;
    }

    /// Copies up to `count` bytes into another pipe without taking them from this one (tee(2)).
    int copyTo(PipeBuffer target, int count) {
        int copied = 0;
        for (int i = 0; i < used && copied < count && !target.isFull(); i++) {
            Slot from = slots[first + i & slots.length - 1];
            Slot to = target.slots[target.first + target.used & target.slots.length - 1];
            int length = Math.min(from.length, count - copied);
            to.assign(from, length);
            target.used++;
            target.bytes += length;
            copied += length;
        }
        return copied;
    }

    /// Changes the number of slots, a power of two.
    ///
    /// @return false when more slots are in use than there would be
    boolean resize(int slotCount) {
        if (slotCount < used) {
            return false;
        }
        Slot[] resized = newSlots(slotCount);
        for (int i = 0; i < used; i++) {
            resized[i] = slots[first + i & slots.length - 1];
        }
        slots = resized;
        first = 0;
        return true;
    }

    private static final class Slot {
        private static final byte[] NO_PAGE = {};

        byte[] data = NO_PAGE;
        int offset;
        int length;
        boolean joinable;

        void fill(IoBuf source, int count, Packing packing) {
            reserve(count);
            source.get(data, 0, count);
            offset = 0;
            length = count;
            joinable = packing == Packing.STREAM;
        }

        void append(IoBuf source, int count) {
            reserve(offset + length + count);
            source.get(data, offset + length, count);
            length += count;
        }

        void assign(Slot from, int count) {
            set(from.data, from.offset, count);
            joinable = from.joinable;
        }

        void set(byte[] source, int from, int count) {
            reserve(count);
            System.arraycopy(source, from, data, 0, count);
            offset = 0;
            length = count;
            joinable = true;
        }

        /// Pages grow in two steps, for most pipes carry little.
        private void reserve(int count) {
            if (data.length < count) {
                byte[] larger = new byte[count <= 256 ? 256 : PAGE_SIZE];
                System.arraycopy(data, 0, larger, 0, Math.min(data.length, offset + length));
                data = larger;
            }
        }
    }
}
