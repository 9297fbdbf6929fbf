package dev.murre.machine.jit;

import dev.murre.machine.ir.Helpers;

/// What code is compiled for.
///
/// @param helpers the instruction set's helper operations
/// @param addressMask see {@link dev.murre.machine.cpu.Cpu#addressMask}
/// @param order what the guest is promised
record CompileOptions(Helpers helpers, long addressMask, MemoryOrder order) {}
