/// Pipes and FIFOs, and the byte ring that other streams use too.
///
/// Uses `base` and `fs`.
@NullMarked
package dev.murre.kernel.pipe;

import org.jspecify.annotations.NullMarked;
