/// Core files, core(5): what a program was when a signal ended it, for a debugger to look at.
@NullMarked
package dev.murre.kernel.coredump;

import org.jspecify.annotations.NullMarked;
