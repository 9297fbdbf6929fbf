/// The one intermediate representation that all decoders lower to and all engines execute: blocks
/// of packed
/// three-address operations over a flat array of 64-bit slots ({@link Slots}), with lazy condition
/// codes ({@link CC}).
/// Knows no instruction set and no kernel.
@NullMarked
package dev.murre.machine.ir;

import org.jspecify.annotations.NullMarked;
