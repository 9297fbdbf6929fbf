package dev.murre.kernel.net;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;

/// The value argument of setsockopt(2) and getsockopt(2): user memory of a given length.
public final class OptionValue {
    private final UserMemory memory;
    private final Abi abi;
    private final long address;
    private int length;

    public OptionValue(UserMemory memory, Abi abi, long address, int length) {
        this.memory = memory;
        this.abi = abi;
        this.address = address;
        this.length = length;
    }

    /// Bytes given, or the room for an answer; after an answer, its length.
    public int length() {
        return length;
    }

    public Abi abi() {
        return abi;
    }

    /// The value as an int.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL when it is shorter
    public int intValue() {
        if (length < Integer.BYTES) {
            throw Errno.EINVAL.exception();
        }
        return memory.getInt(address);
    }

    /// An int, or a single byte as IP options allow.
    int intOrByte() {
        return length >= Integer.BYTES || length < 1 ? intValue() : memory.getByte(address) & 0xff;
    }

    int intAt(int offset) {
        return memory.getInt(address + offset);
    }

    byte[] bytes() {
        byte[] bytes = new byte[length];
        memory.copyFromUser(address, bytes, 0, length);
        return bytes;
    }

    /// A `struct timeval` in nanoseconds.
    long timeNanos() {
        if (length < 2 * abi.wordSize) {
            throw Errno.EINVAL.exception();
        }
        long seconds = abi.is64() ? memory.getLong(address) : memory.getInt(address);
        long micros = abi.is64() ? memory.getLong(address + 8) : memory.getInt(address + 4);
        if (micros < 0 || micros >= 1_000_000) {
            throw Errno.EDOM.exception();
        }
        return seconds < 0 ? 0 : Math.min(seconds, 1L << 32) * 1_000_000_000L + micros * 1000;
    }

    int answer(int value) {
        length = Math.min(length, Integer.BYTES);
        byte[] bytes = {
            (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
        };
        memory.copyToUser(address, bytes, 0, length);
        return 0;
    }

    int answer(byte[] bytes) {
        length = Math.min(length, bytes.length);
        memory.copyToUser(address, bytes, 0, length);
        return 0;
    }

    int answerTime(long nanos) {
        long seconds = nanos / 1_000_000_000L;
        long micros = nanos % 1_000_000_000L / 1000;
        if (length < 2 * abi.wordSize) {
            return -Errno.EINVAL.number;
        }
        memory.putWord(address, seconds, abi);
        memory.putWord(address + abi.wordSize, micros, abi);
        length = 2 * abi.wordSize;
        return 0;
    }
}
