/// A virtual processor between any two instructions: its registers ({@link
/// dev.murre.machine.ir.Slots}), its address space,
/// the translated code it may run, and why it stopped. Engines run it; they return a trap and never
/// call upward.
@NullMarked
package dev.murre.machine.cpu;

import org.jspecify.annotations.NullMarked;
