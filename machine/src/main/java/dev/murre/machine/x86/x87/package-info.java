/// What the x87 instructions do to the processor's slots: the register stack, its tags, the status
/// word with its deferred exceptions, and the images that save them.
///
/// Methods have the form of [dev.murre.machine.ir.Helpers]. An instruction that waits first
/// returns [dev.murre.machine.ir.Trap#FPU] if an exception that is not masked is pending.
@NullMarked
package dev.murre.machine.x86.x87;

import org.jspecify.annotations.NullMarked;
