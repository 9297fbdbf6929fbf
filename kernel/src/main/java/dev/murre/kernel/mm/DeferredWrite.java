package dev.murre.kernel.mm;

import java.lang.foreign.MemorySegment;

/// Bytes that the kernel has for a page which is not there yet.
///
/// @param address where the program is to find them
public record DeferredWrite(long address, MemorySegment bytes) {}
