/// Tells one event of a run as a story: watches the kernel's functions, looks at kernel stacks,
/// registers and address spaces while it happens, and puts what it found in order. Everything told
/// is read from the machine at that moment. May use all of the kernel; nothing uses it but the
/// embedding.
@NullMarked
package dev.murre.kernel.explain;

import org.jspecify.annotations.NullMarked;
