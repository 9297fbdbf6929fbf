/// Processors and the memory they see. Knows no kernel: a trap is a returned value. Uses
/// nothing else of Murre.
@NullMarked
package dev.murre.machine;

import org.jspecify.annotations.NullMarked;
