package dev.murre.kernel.tty;

import java.util.BitSet;

/// The typed bytes of a terminal, with marks where lines end. Positions run on and wrap as ints.
final class InputBuffer {
    static final int CAPACITY = 4096;

    /// A line's end that is not itself read: the end-of-file key.
    static final int END_OF_FILE = 0;

    private static final int MASK = CAPACITY - 1;

    private final byte[] bytes = new byte[CAPACITY];
    private final BitSet lineEnds = new BitSet(CAPACITY);
    private int head;
    private int tail;
    private int lineStart;

    int size() {
        return head - tail;
    }

    int head() {
        return head;
    }

    /// Where the unfinished line begins.
    int lineStart() {
        return lineStart;
    }

    int at(int position) {
        return bytes[position & MASK] & 0xff;
    }

    boolean hasLine() {
        return lineStart != tail;
    }

    void put(int c) {
        bytes[head & MASK] = (byte) c;
        lineEnds.clear(head & MASK);
        head++;
    }

    void endLine(int c) {
        put(c);
        lineEnds.set(head - 1 & MASK);
        lineStart = head;
    }

    void truncate(int newHead) {
        head = newHead;
    }

    void clear() {
        head = tail = lineStart = 0;
        lineEnds.clear();
    }

    /// Bytes in finished lines, end-of-file marks left out.
    int canonicalSize() {
        int count = 0;
        for (int i = tail; i != lineStart; i++) {
            if (!isEndOfFile(i)) {
                count++;
            }
        }
        return count;
    }

    int read(byte[] target, int offset, int length) {
        int count = Math.min(length, size());
        copy(target, offset, count);
        tail += count;
        if (lineStart - tail < 0) {
            lineStart = tail;
        }
        return count;
    }

    /// Reads up to a line; a whole line read up to its end-of-file mark takes the mark with it.
    int readLine(byte[] target, int offset, int length) {
        int count = 0;
        int position = tail;
        while (position != lineStart) {
            if (isEndOfFile(position)) {
                position++;
                break;
            }
            if (count == length) {
                break;
            }
            target[offset + count++] = bytes[position & MASK];
            if (lineEnds.get(position++ & MASK)) {
                break;
            }
        }
        tail = position;
        return count;
    }

    private boolean isEndOfFile(int position) {
        return bytes[position & MASK] == END_OF_FILE && lineEnds.get(position & MASK);
    }

    private void copy(byte[] target, int offset, int count) {
        int start = tail & MASK;
        int first = Math.min(count, CAPACITY - start);
        System.arraycopy(bytes, start, target, offset, first);
        System.arraycopy(bytes, 0, target, offset + first, count - first);
    }

    /// Forgets line ends on a switch between canonical and raw mode; entering canonical mode, what
    /// is there
    /// becomes one finished line.
    void relabel(boolean canonical) {
        lineEnds.clear();
        if (!canonical || size() == 0) {
            lineStart = tail;
        } else {
            lineEnds.set(head - 1 & MASK);
            lineStart = head;
        }
    }
}
