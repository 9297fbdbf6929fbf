/// Putting a machine together: the engine that executes guest code, and which system calls exist.
/// Linux: `init/main.c`.
///
/// Uses everything else in the kernel; nothing in the kernel uses it.
@NullMarked
package dev.murre.kernel.init;

import org.jspecify.annotations.NullMarked;
