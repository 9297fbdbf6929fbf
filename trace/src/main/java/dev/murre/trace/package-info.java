/// Typed events from named points of the machine, and where they can be sent. Uses `abi` only.
@NullMarked
package dev.murre.trace;

import org.jspecify.annotations.NullMarked;
