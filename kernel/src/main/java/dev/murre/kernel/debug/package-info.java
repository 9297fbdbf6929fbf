/// A debugger outside the machine, by gdb's remote serial protocol: processes as inferiors,
/// breakpoints in programs and on the kernel's own functions. While gdb has stopped the machine,
/// the processor that met the reason waits for it with the kernel's lock held.
@NullMarked
package dev.murre.kernel.debug;

import org.jspecify.annotations.NullMarked;
