/// Packed-integer arithmetic: pure functions on 64-bit halves of vector registers, without any
/// instruction set in them. [LaneOp] numbers them for the IR.
@NullMarked
package dev.murre.machine.lanes;

import org.jspecify.annotations.NullMarked;
