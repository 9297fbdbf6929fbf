/// A running machine's control socket: who connects can look at it and touch it, see `murre
/// attach`.
@NullMarked
package dev.murre.runtime.control;

import org.jspecify.annotations.NullMarked;
