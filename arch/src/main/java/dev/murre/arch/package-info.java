/// The seam between processor and kernel for each architecture: entry, `pt_regs`, kernel
/// stacks, switching, signal frames. Uses `machine` and `abi`.
@NullMarked
package dev.murre.arch;

import org.jspecify.annotations.NullMarked;
