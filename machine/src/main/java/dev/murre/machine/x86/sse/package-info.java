/// What the SSE to SSE4.2 instructions compute that [dev.murre.machine.lanes] does not: floating
/// point with the MXCSR's exceptions, whole registers, strings and saved state.
///
/// Methods have the form of [dev.murre.machine.ir.Helpers]: `d`, `a` and `b` are slots, of the low
/// half where a whole XMM register is meant. They may use the x87's slots only for what MMX shares
/// with it.
@NullMarked
package dev.murre.machine.x86.sse;

import org.jspecify.annotations.NullMarked;
