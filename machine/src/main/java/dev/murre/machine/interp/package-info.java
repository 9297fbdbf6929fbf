/// The interpreter: executes the IR operation by operation, and defines what each operation means.
@NullMarked
package dev.murre.machine.interp;

import org.jspecify.annotations.NullMarked;
