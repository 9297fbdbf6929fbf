/// What the MMX and SSE to SSE4.2 instructions compute.
///
/// Two layers. Lane functions ([Lanes], [Products], [Shifts], [Shuffles]) are pure functions on
/// one 64-bit half of a register, so that MMX and both halves of an XMM register share them and
/// compiled code can keep halves in locals. Instructions that touch MXCSR or whole registers are
/// static methods on the processor's slot array: `d` and `a` are the slots of the low halves of
/// destination and source.
@NullMarked
package dev.murre.machine.x86.sse;

import org.jspecify.annotations.NullMarked;
