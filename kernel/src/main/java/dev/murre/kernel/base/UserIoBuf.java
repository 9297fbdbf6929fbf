package dev.murre.kernel.base;

import dev.murre.abi.Abi;
import dev.murre.abi.Errno;
import dev.murre.abi.ErrnoException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/// A buffer over user memory: one run, or the runs of an iovec, readv(2).
public final class UserIoBuf extends IoBuf {
    private static final int MAX_RUNS = 1024;

    /// The most one call transfers, read(2), "NOTES".
    public static final long MAX_TRANSFER = 0x7ffff000L;

    private static final int CHUNK = 8192;

    private static final long PAGE_BYTES = 4096;

    /// For moves between two memories that are not arrays; most tasks never need it.
    private byte @Nullable [] chunk;
    private final UserMemory memory;
    private long[] addresses = new long[8];
    private long[] lengths = new long[8];
    private int runs;
    private int run;
    private long inRun;
    private long total;
    private long done;

    public UserIoBuf(UserMemory memory) {
        this.memory = memory;
    }

    /// Uses the buffer anew for one run; a length above [#MAX_TRANSFER] is cut.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL for a negative length
    public UserIoBuf reset(long address, long length) {
        if (length < 0) {
            throw Errno.EINVAL.exception();
        }
        begin();
        runs = 1;
        addresses[0] = address;
        lengths[0] = Math.min(length, MAX_TRANSFER);
        total = lengths[0];
        return this;
    }

    /// Uses the buffer anew for an iovec in user memory.
    ///
    /// @throws dev.murre.abi.ErrnoException EINVAL for more than 1024 runs or a negative length,
    /// EFAULT
    public UserIoBuf resetVector(long vector, long count, Abi abi) {
        if (count < 0 || count > MAX_RUNS) {
            throw Errno.EINVAL.exception();
        }
        begin();
        if (count > addresses.length) {
            addresses = new long[MAX_RUNS];
            lengths = new long[MAX_RUNS];
        }
        for (int i = 0; i < count; i++) {
            long entry = vector + (long) i * 2 * abi.wordSize;
            long length = memory.getWord(entry + abi.wordSize, abi);
            if (length < 0 || !abi.is64() && (int) length < 0) {
                throw Errno.EINVAL.exception();
            }
            addresses[i] = memory.getWord(entry, abi);
            lengths[i] = Math.min(length, MAX_TRANSFER - total);
            total += lengths[i];
        }
        runs = (int) count;
        return this;
    }

    private void begin() {
        run = 0;
        inRun = 0;
        total = 0;
        done = 0;
    }

    @Override
    public long remaining() {
        return total - done;
    }

    @Override
    public long done() {
        return done;
    }

    /// How many bytes the next piece can have; moves on to the next run that is not used up. A
    /// piece
    /// lies in one page, so that a bad address is noticed only after all before it has been moved.
    private int piece(long wanted) {
        while (run < runs && inRun == lengths[run]) {
            run++;
            inRun = 0;
        }
        if (run == runs) {
            return 0;
        }
        long inPage = PAGE_BYTES - (addresses[run] + inRun & PAGE_BYTES - 1);
        return (int) Math.min(Math.min(wanted, lengths[run] - inRun), inPage);
    }

    private void advance(int n) {
        inRun += n;
        done += n;
    }

    @Override
    public int put(byte[] source, int offset, int length) {
        int moved = 0;
        for (int n = piece(length); n > 0; n = piece(length - moved)) {
            memory.copyToUser(addresses[run] + inRun, source, offset + moved, n);
            advance(n);
            moved += n;
        }
        return moved;
    }

    @Override
    public int get(byte[] target, int offset, int length) {
        if (done == 0 && memory.mayWait()) {
            askForAll();
        }
        int moved = 0;
        for (int n = piece(length); n > 0; n = piece(length - moved)) {
            memory.copyFromUser(addresses[run] + inRun, target, offset + moved, n);
            advance(n);
            moved += n;
        }
        return moved;
    }

    @Override
    public int put(MemorySegment source, long offset, int length) {
        int moved = 0;
        while (moved < length && remaining() > 0) {
            int n = Math.min(length - moved, CHUNK);
            byte[] through = chunk();
            MemorySegment.copy(source, ValueLayout.JAVA_BYTE, offset + moved, through, 0, n);
            moved += put(through, 0, n);
        }
        return moved;
    }

    @Override
    public int get(MemorySegment target, long offset, int length) {
        int moved = 0;
        while (moved < length && remaining() > 0) {
            byte[] through = chunk();
            int n = get(through, 0, Math.min(length - moved, CHUNK));
            MemorySegment.copy(through, 0, target, ValueLayout.JAVA_BYTE, offset + moved, n);
            moved += n;
        }
        return moved;
    }

    /// Reads of every page before anything is taken, so that a call which has to wait for one can
    /// begin anew. Bad addresses are noticed later.
    private void askForAll() {
        try {
            for (int i = 0; i < runs; i++) {
                long end = addresses[i] + lengths[i];
                for (long at = addresses[i]; at < end; at = (at | PAGE_BYTES - 1) + 1) {
                    memory.getByte(at);
                }
            }
        } catch (ErrnoException e) {
            return;
        }
    }

    private byte[] chunk() {
        byte[] bytes = chunk;
        if (bytes == null) {
            bytes = new byte[CHUNK];
            chunk = bytes;
        }
        return bytes;
    }

    @Override
    public int putZeros(int length) {
        int moved = 0;
        for (int n = piece(length); n > 0; n = piece(length - moved)) {
            memory.clear(addresses[run] + inRun, n);
            advance(n);
            moved += n;
        }
        return moved;
    }

    @Override
    public void rewind(long length) {
        done -= length;
        long left = length;
        while (left > inRun) {
            left -= inRun;
            run--;
            inRun = lengths[run];
        }
        inRun -= left;
    }
}
