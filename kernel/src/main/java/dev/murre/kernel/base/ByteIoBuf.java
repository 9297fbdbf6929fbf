package dev.murre.kernel.base;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/// A buffer over one Java array, for transfers inside the kernel.
public final class ByteIoBuf extends IoBuf {
    private byte[] bytes = new byte[0];
    private int start;
    private int position;
    private int limit;

    public ByteIoBuf() {}

    public ByteIoBuf(byte[] bytes, int offset, int length) {
        reset(bytes, offset, length);
    }

    /// Uses the buffer anew, over another run of bytes.
    public ByteIoBuf reset(byte[] bytes, int offset, int length) {
        this.bytes = bytes;
        this.start = offset;
        this.position = offset;
        this.limit = offset + length;
        return this;
    }

    @Override
    public long remaining() {
        return limit - position;
    }

    @Override
    public long done() {
        return position - start;
    }

    private int take(int length) {
        return Math.min(length, limit - position);
    }

    @Override
    public int put(byte[] source, int offset, int length) {
        int n = take(length);
        System.arraycopy(source, offset, bytes, position, n);
        position += n;
        return n;
    }

    @Override
    public int get(byte[] target, int offset, int length) {
        int n = take(length);
        System.arraycopy(bytes, position, target, offset, n);
        position += n;
        return n;
    }

    @Override
    public int put(MemorySegment source, long offset, int length) {
        int n = take(length);
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset, bytes, position, n);
        position += n;
        return n;
    }

    @Override
    public int get(MemorySegment target, long offset, int length) {
        int n = take(length);
        MemorySegment.copy(bytes, position, target, ValueLayout.JAVA_BYTE, offset, n);
        position += n;
        return n;
    }

    @Override
    public int putZeros(int length) {
        int n = take(length);
        Arrays.fill(bytes, position, position + n, (byte) 0);
        position += n;
        return n;
    }

    @Override
    public void rewind(long length) {
        position -= (int) length;
    }
}
