package dev.murre.kernel.pipe;

import dev.murre.kernel.base.IoBuf;

/// A first-in first-out store of bytes with a limit, whose memory grows with what it holds.
public final class ByteRing {
    private static final int SMALLEST = 1024;
    private static final int KEPT_WHEN_EMPTY = 64 * 1024;
    private static final byte[] NONE = {};

    private byte[] bytes = NONE;
    private int head;
    private int size;
    private int limit;

    public ByteRing(int limit) {
        this.limit = limit;
    }

    public int size() {
        return size;
    }

    public int limit() {
        return limit;
    }

    /// Changes the limit; what is stored above it stays.
    public void limit(int newLimit) {
        limit = newLimit;
    }

    public int room() {
        return Math.max(limit - size, 0);
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /// Takes as much from `source` as there is room for.
    public int put(IoBuf source) {
        int count = (int) Math.min(source.remaining(), room());
        reserve(count);
        int done = 0;
        while (done < count) {
            int at = index(size);
            int chunk = Math.min(count - done, bytes.length - at);
            source.get(bytes, at, chunk);
            size += chunk;
            done += chunk;
        }
        return count;
    }

    public int put(byte[] source, int offset, int length) {
        int count = Math.min(length, room());
        reserve(count);
        int at = index(size);
        int first = Math.min(count, bytes.length - at);
        System.arraycopy(source, offset, bytes, at, first);
        System.arraycopy(source, offset + first, bytes, 0, count - first);
        size += count;
        return count;
    }

    public void put(byte b) {
        reserve(1);
        bytes[index(size)] = b;
        size++;
    }

    /// Copies out as much as there is and `target` takes, and forgets it.
    public int take(IoBuf target) {
        int count = peek(target, 0);
        skip(count);
        return count;
    }

    /// Copies out from `offset` bytes behind the front, leaving all in place.
    public int peek(IoBuf target, int offset) {
        int count = (int) Math.min(target.remaining(), size - offset);
        int done = 0;
        while (done < count) {
            int at = index(offset + done);
            int chunk = Math.min(count - done, bytes.length - at);
            target.put(bytes, at, chunk);
            done += chunk;
        }
        return Math.max(count, 0);
    }

    public int take(byte[] target, int offset, int length) {
        int count = Math.min(length, size);
        if (count > 0) {
            int first = Math.min(count, bytes.length - head);
            System.arraycopy(bytes, head, target, offset, first);
            System.arraycopy(bytes, 0, target, offset + first, count - first);
            skip(count);
        }
        return count;
    }

    /// Forgets the first `count` bytes.
    public void skip(int count) {
        size -= count;
        if (size == 0) {
            head = 0;
            if (bytes.length > KEPT_WHEN_EMPTY) {
                bytes = NONE;
            }
        } else {
            head = index(count);
        }
    }

    public void clear() {
        skip(size);
    }

    private int index(int offset) {
        return head + offset & bytes.length - 1;
    }

    private void reserve(int more) {
        int wanted = size + more;
        if (wanted <= bytes.length) {
            return;
        }
        int capacity = Math.max(SMALLEST, Integer.highestOneBit(Math.max(wanted - 1, 1)) << 1);
        byte[] larger = new byte[capacity];
        int first = Math.min(size, bytes.length - head);
        System.arraycopy(bytes, head, larger, 0, first);
        System.arraycopy(bytes, 0, larger, first, size - first);
        bytes = larger;
        head = 0;
    }
}
