/// A Linux-compatible kernel. Its packages use one another in one direction only, from memory
/// and files up to system calls and start-up. Uses `arch`, `machine`, `trace` and `abi`.
@NullMarked
package dev.murre.kernel;

import org.jspecify.annotations.NullMarked;
