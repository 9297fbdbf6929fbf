package dev.murre.kernel.base;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;

/// The memory of a process as the kernel reads and writes it on the program's behalf.
///
/// Every method faults pages in as an access by the program would, and throws EFAULT where the
/// program would get SIGSEGV or SIGBUS. Numbers are little-endian and need no alignment.
public interface UserMemory {
    /// Whether an access may have to wait for a page, so that the call it is for begins anew:
    /// userfaultfd(2).
    default boolean mayWait() {
        return false;
    }

    byte getByte(long address);

    short getShort(long address);

    int getInt(long address);

    long getLong(long address);

    void putByte(long address, byte value);

    void putShort(long address, short value);

    void putInt(long address, int value);

    void putLong(long address, long value);

    /// Copies `length` bytes from the program.
    void copyFromUser(long address, byte[] target, int offset, int length);

    /// Copies `length` bytes to the program.
    void copyToUser(long address, byte[] source, int offset, int length);

    /// Sets `length` bytes of the program to zero.
    void clear(long address, long length);

    /// Compares and swaps an aligned 32-bit word atomically; returns what was there.
    int compareAndSwapInt(long address, int expected, int replacement);

    /// Reads a string that ends in a zero byte, one char a byte (ISO 8859-1).
    ///
    /// @param maximum the most bytes it may have, without its end
    /// @throws dev.murre.abi.ErrnoException EFAULT; ENAMETOOLONG if there is no end in time
    String readString(long address, int maximum);

    /// Reads a `long` or pointer of this ABI, zero-extended.
    default long getWord(long address, Abi abi) {
        return abi.is64() ? getLong(address) : getInt(address) & 0xffffffffL;
    }

    /// Writes a `long` or pointer of this ABI.
    default void putWord(long address, long value, Abi abi) {
        if (abi.is64()) {
            putLong(address, value);
        } else {
            putInt(address, (int) value);
        }
    }

    /// Reads a path name: at most 4095 bytes, never empty.
    ///
    /// @throws dev.murre.abi.ErrnoException EFAULT, ENAMETOOLONG, or ENOENT for the empty path
    default String readPath(long address) {
        String path = readString(address, 4095);
        if (path.isEmpty()) {
            throw Errno.ENOENT.exception();
        }
        return path;
    }
}
