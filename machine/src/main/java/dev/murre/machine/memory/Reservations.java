package dev.murre.machine.memory;

import org.jspecify.annotations.Nullable;

/// How one kind of host gives out lazily committed address space.
abstract class Reservations implements AutoCloseable {
    static Reservations forThisHost() {
        return Posix.isUsable() ? new PosixReservations() : new FileReservations();
    }

    /// Address space of `size` bytes that reads as zeros and takes memory only where it is touched.
    abstract long reserve(long size);

    /// Drops the memory behind the range so that it reads as zeros again; false if this host
    /// cannot.
    abstract boolean discard(long address, long size);

    /// Replaces whatever is mapped in the range by fresh private zero memory.
    abstract void renew(long address, long size);

    /// Says that all of a range will be used: the host may back it with huge pages.
    abstract void expectAll(long address, long size);

    /// Takes [#expectAll] back for a range.
    abstract void expectLittle(long address, long size);

    abstract @Nullable SharedArea shared(long size);

    @Override
    public abstract void close();
}
