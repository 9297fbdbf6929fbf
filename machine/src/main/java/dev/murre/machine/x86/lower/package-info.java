/// What x86 instructions do: lowering from decoded instructions to the IR, one class per family of
/// instructions, and the helper methods for what has no IR operation of its own.
///
/// Faults are precise because within an instruction all accesses that may fault come before the
/// first write of a register or of the condition codes.
@NullMarked
package dev.murre.machine.x86.lower;

import org.jspecify.annotations.NullMarked;
