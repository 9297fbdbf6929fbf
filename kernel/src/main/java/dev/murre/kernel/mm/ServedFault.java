package dev.murre.kernel.mm;

/// A fault that waits for its [FaultServer].
///
/// @param access the bits of [dev.murre.machine.memory.Perm] that were asked for
/// @param isProtected the page is there, but writes to it wait
public record ServedFault(FaultServer server, long address, int access, boolean isProtected) {}
