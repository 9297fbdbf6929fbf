package dev.murre.kernel.mm;

import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.machine.interp.Atomics;
import dev.murre.machine.memory.GuestMemory;
import dev.murre.machine.memory.Host;
import dev.murre.machine.memory.Perm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The kernel's reads and writes of user memory: the program's own permissions, faults included.
final class UserAccess implements UserMemory {
    private final Mm mm;

    UserAccess(Mm mm) {
        this.mm = mm;
    }

    /// The host address of a range that lies in one page or in readied neighbours, after any fault
    /// it takes.
    private long at(long address, int size, int access) {
        GuestMemory memory = mm.memory();
        while (!memory.allows(address, size, access)) {
            long fault = memory.faultAddress(address, size, access);
            FaultResult result = mm.handleFault(fault, access);
            if (result == FaultResult.WAITS) {
                return mm.served().access(address, size, access);
            }
            if (result != FaultResult.DONE) {
                throw Errno.EFAULT.exception();
            }
        }
        return memory.base() + address;
    }

    @Override
    public boolean mayWait() {
        return mm.served().mayWait();
    }

    @Override
    public byte getByte(long address) {
        return Host.get8(at(address, 1, Perm.READ));
    }

    @Override
    public short getShort(long address) {
        return Host.get16(at(address, 2, Perm.READ));
    }

    @Override
    public int getInt(long address) {
        return Host.get32(at(address, 4, Perm.READ));
    }

    @Override
    public long getLong(long address) {
        return Host.get64(at(address, 8, Perm.READ));
    }

    @Override
    public void putByte(long address, byte value) {
        Host.put8(at(address, 1, Perm.WRITE), value);
    }

    @Override
    public void putShort(long address, short value) {
        Host.put16(at(address, 2, Perm.WRITE), value);
    }

    @Override
    public void putInt(long address, int value) {
        Host.put32(at(address, 4, Perm.WRITE), value);
    }

    @Override
    public void putLong(long address, long value) {
        Host.put64(at(address, 8, Perm.WRITE), value);
    }

    @Override
    public void copyFromUser(long address, byte[] target, int offset, int length) {
        int done = 0;
        while (done < length) {
            int part = inPage(address + done, length - done);
            Host.copyOut(at(address + done, part, Perm.READ), target, offset + done, part);
            done += part;
        }
    }

    @Override
    public void copyToUser(long address, byte[] source, int offset, int length) {
        int done = 0;
        while (done < length) {
            int part = inPage(address + done, length - done);
            Host.copyIn(source, offset + done, at(address + done, part, Perm.WRITE), part);
            done += part;
        }
    }

    @Override
    public void clear(long address, long length) {
        long done = 0;
        while (done < length) {
            int part = inPage(address + done, length - done);
            Host.fill(at(address + done, part, Perm.WRITE), part, (byte) 0);
            done += part;
        }
    }

    private static int inPage(long address, long length) {
        return (int) Math.min(length, GuestMemory.PAGE_SIZE - (address & GuestMemory.PAGE_MASK));
    }

    @Override
    public int compareAndSwapInt(long address, int expected, int replacement) {
        long host = at(address, 4, Perm.READ | Perm.WRITE);
        return (int)
                Atomics.compareAndSwap(
                        2, host, expected & 0xffff_ffffL, replacement & 0xffff_ffffL);
    }

    @Override
    public String readString(long address, int maximum) {
        int part = inPage(address, (long) maximum + 1);
        long host = at(address, 1, Perm.READ);
        int end = findZero(host, part);
        if (end < part) {
            byte[] bytes = new byte[end];
            Host.copyOut(host, bytes, 0, end);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        return readLongString(address, maximum);
    }

    /// A string that goes on in further pages, or is too long.
    private String readLongString(long address, int maximum) {
        byte[] bytes = new byte[512];
        int length = 0;
        while (length <= maximum) {
            int part = inPage(address + length, (long) maximum + 1 - length);
            long host = at(address + length, 1, Perm.READ);
            int end = findZero(host, part);
            if (length + end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + end));
            }
            Host.copyOut(host, bytes, length, end);
            length += end;
            if (end < part) {
                return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
            }
        }
        throw Errno.ENAMETOOLONG.exception();
    }

    /// How many bytes of `length` come before the first zero.
    private static int findZero(long host, int length) {
        int i = 0;
        for (; i + 8 <= length; i += 8) {
            long word = Host.get64(host + i);
            long zeros = word - 0x0101_0101_0101_0101L & ~word & 0x8080_8080_8080_8080L;
            if (zeros != 0) {
                return i + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        while (i < length && Host.get8(host + i) != 0) {
            i++;
        }
        return i;
    }
}
