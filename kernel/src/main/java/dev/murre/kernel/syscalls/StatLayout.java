package dev.murre.kernel.syscalls;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.kernel.base.UserMemory;
import dev.murre.kernel.fs.Devices;
import dev.murre.kernel.fs.Stat;
import dev.murre.kernel.fs.StatFs;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Writes `struct stat` and `struct statfs` in each ABI's layouts: asm/stat.h, asm/statfs.h.
final class StatLayout {
    private static final long SECOND = 1_000_000_000L;

    private final ByteBuffer out = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);

    private ByteBuffer fresh() {
        return out.clear();
    }

    /// Copies what was put, with zeros up to `length`.
    private long copy(UserMemory memory, long address, int length) {
        Arrays.fill(out.array(), out.position(), length, (byte) 0);
        memory.copyToUser(address, out.array(), 0, length);
        return 0;
    }

    private static long seconds(long nanos) {
        return Math.floorDiv(nanos, SECOND);
    }

    private static int rest(long nanos) {
        return (int) Math.floorMod(nanos, SECOND);
    }

    /// What `stat`, `fstat` and `lstat` write: the 64-bit structure, or the 32-bit one without room
    /// for
    /// large values (EOVERFLOW).
    long stat(UserMemory memory, Abi abi, long address, Stat s) {
        return abi.is64() ? stat64Bit(memory, address, s) : stat32Bit(memory, address, s);
    }

    private long stat64Bit(UserMemory memory, long address, Stat s) {
        ByteBuffer b = fresh();
        b.putLong(s.dev).putLong(s.ino).putLong(s.nlink);
        b.putInt(s.mode).putInt(s.uid).putInt(s.gid).putInt(0);
        b.putLong(s.rdev).putLong(s.size).putLong(s.blockSize).putLong(s.blocks);
        b.putLong(seconds(s.atimeNanos)).putLong(rest(s.atimeNanos));
        b.putLong(seconds(s.mtimeNanos)).putLong(rest(s.mtimeNanos));
        b.putLong(seconds(s.ctimeNanos)).putLong(rest(s.ctimeNanos));
        return copy(memory, address, 144);
    }

    private long stat32Bit(UserMemory memory, long address, Stat s) {
        if (s.ino >>> 32 != 0 || s.size > Integer.MAX_VALUE || s.nlink > 0xffff) {
            return -Errno.EOVERFLOW.number;
        }
        ByteBuffer b = fresh();
        b.putInt((int) s.dev).putInt((int) s.ino);
        b.putShort((short) s.mode).putShort((short) s.nlink);
        b.putShort(narrowId(s.uid)).putShort(narrowId(s.gid));
        b.putInt((int) s.rdev).putInt((int) s.size).putInt(s.blockSize).putInt((int) s.blocks);
        times32(b, s);
        return copy(memory, address, 64);
    }

    private static void times32(ByteBuffer b, Stat s) {
        b.putInt((int) seconds(s.atimeNanos)).putInt(rest(s.atimeNanos));
        b.putInt((int) seconds(s.mtimeNanos)).putInt(rest(s.mtimeNanos));
        b.putInt((int) seconds(s.ctimeNanos)).putInt(rest(s.ctimeNanos));
    }

    /// A 16-bit id; those too large show as the overflow id, as `high2lowuid`.
    private static short narrowId(int id) {
        return (short) ((id & ~0xffff) == 0 ? id : 65534);
    }

    /// `struct stat64` of the 32-bit ABIs.
    long stat64(UserMemory memory, Abi abi, long address, Stat s) {
        boolean arm = abi == Abi.ARM;
        ByteBuffer b = fresh();
        b.putLong(s.dev).putInt(0).putInt((int) s.ino).putInt(s.mode).putInt(s.nlink);
        b.putInt(s.uid).putInt(s.gid).putLong(s.rdev).putInt(0);
        if (arm) {
            b.putInt(0);
        }
        b.putLong(s.size).putInt(s.blockSize);
        if (arm) {
            b.putInt(0);
        }
        b.putLong(s.blocks);
        times32(b, s);
        b.putLong(s.ino);
        return copy(memory, address, arm ? 104 : 96);
    }

    /// `struct __old_kernel_stat` of i386.
    long oldStat(UserMemory memory, long address, Stat s) {
        if (s.ino >>> 16 != 0 || s.size > Integer.MAX_VALUE) {
            return -Errno.EOVERFLOW.number;
        }
        ByteBuffer b = fresh();
        b.putShort((short) s.dev).putShort((short) s.ino);
        b.putShort((short) s.mode).putShort((short) s.nlink);
        b.putShort(narrowId(s.uid)).putShort(narrowId(s.gid)).putShort((short) s.rdev);
        b.putShort((short) 0).putInt((int) s.size);
        b.putInt((int) seconds(s.atimeNanos)).putInt((int) seconds(s.mtimeNanos));
        b.putInt((int) seconds(s.ctimeNanos));
        return copy(memory, address, 32);
    }

    /// `struct statx`, with STATX_BASIC_STATS and STATX_BTIME.
    long statx(UserMemory memory, long address, Stat s) {
        ByteBuffer b = fresh();
        b.putInt(0xfff).putInt(s.blockSize).putLong(0);
        b.putInt(s.nlink).putInt(s.uid).putInt(s.gid).putShort((short) s.mode).putShort((short) 0);
        b.putLong(s.ino).putLong(s.size).putLong(s.blocks).putLong(0);
        timex(b, s.atimeNanos);
        timex(b, s.btimeNanos);
        timex(b, s.ctimeNanos);
        timex(b, s.mtimeNanos);
        device(b, s.rdev);
        device(b, s.dev);
        return copy(memory, address, 256);
    }

    private static void timex(ByteBuffer b, long nanos) {
        b.putLong(seconds(nanos)).putInt(rest(nanos)).putInt(0);
    }

    private static void device(ByteBuffer b, long device) {
        b.putInt(Devices.major(device));
        b.putInt(Devices.minor(device));
    }

    /// What `statfs` and `fstatfs` write.
    long statfs(UserMemory memory, Abi abi, long address, StatFs s) {
        ByteBuffer b = fresh();
        if (!abi.is64()) {
            b.putInt((int) s.type).putInt((int) s.blockSize).putInt((int) s.blocks);
            b.putInt((int) s.blocksFree).putInt((int) s.blocksAvailable);
            b.putInt((int) s.files).putInt((int) s.filesFree).putLong(s.fsid);
            b.putInt((int) s.nameLength).putInt((int) s.blockSize).putInt((int) s.flags);
            return copy(memory, address, 64);
        }
        b.putLong(s.type).putLong(s.blockSize).putLong(s.blocks).putLong(s.blocksFree);
        b.putLong(s.blocksAvailable).putLong(s.files).putLong(s.filesFree).putLong(s.fsid);
        b.putLong(s.nameLength).putLong(s.blockSize).putLong(s.flags);
        return copy(memory, address, 120);
    }

    /// `struct statfs64` of the 32-bit ABIs.
    long statfs64(UserMemory memory, long address, StatFs s) {
        ByteBuffer b = fresh();
        b.putInt((int) s.type).putInt((int) s.blockSize).putLong(s.blocks).putLong(s.blocksFree);
        b.putLong(s.blocksAvailable).putLong(s.files).putLong(s.filesFree).putLong(s.fsid);
        b.putInt((int) s.nameLength).putInt((int) s.blockSize).putInt((int) s.flags);
        return copy(memory, address, 84);
    }
}
