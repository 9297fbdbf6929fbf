package dev.murre.kernel.base;

import java.lang.foreign.MemorySegment;

/// The program's side of a read or write: a run of bytes, perhaps scattered, with a position.
///
/// A read *puts* into it, a write *gets* from it. Each task owns buffers that are used again for
/// every call, so nothing is allocated. Access to bad user memory throws EFAULT; what was
/// transferred before the bad page counts, see [#done()].
public abstract class IoBuf {
    /// Bytes still to be transferred.
    public abstract long remaining();

    /// Bytes transferred so far.
    public abstract long done();

    /// Moves up to `length` bytes from `source` into the buffer; returns how many there was room
    /// for.
    public abstract int put(byte[] source, int offset, int length);

    /// Moves up to `length` bytes out of the buffer into `target`; returns how many there were.
    public abstract int get(byte[] target, int offset, int length);

    /// As [#put(byte\[\],int,int)], from native memory.
    public abstract int put(MemorySegment source, long offset, int length);

    /// As [#get(byte\[\],int,int)], into native memory.
    public abstract int get(MemorySegment target, long offset, int length);

    /// Puts `length` zero bytes, or as many as there is room for; returns how many.
    public abstract int putZeros(int length);

    /// Takes back the last `length` bytes: they count as not transferred.
    public abstract void rewind(long length);
}
