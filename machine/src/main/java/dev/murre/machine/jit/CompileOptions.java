package dev.murre.machine.jit;

import dev.murre.machine.ir.Helpers;
import org.jspecify.annotations.Nullable;

/// What code is compiled for.
///
/// @param helpers the instruction set's helper operations
/// @param addressMask see {@link dev.murre.machine.cpu.Cpu#addressMask}
/// @param order what the guest is promised
/// @param hotSpot what compiles the code before it first runs; null to leave that to HotSpot
record CompileOptions(
        Helpers helpers, long addressMask, MemoryOrder order, @Nullable HotSpot hotSpot) {}
