/// Murre as a library: build a machine, start programs in it. Holds the door to the host. Uses
/// `kernel` and `trace`.
@NullMarked
package dev.murre.runtime;

import org.jspecify.annotations.NullMarked;
