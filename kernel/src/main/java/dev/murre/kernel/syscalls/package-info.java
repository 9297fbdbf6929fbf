/// The system calls by topic: each class registers its handlers in the
/// [dev.murre.kernel.task.SyscallTable] and does no more than read arguments, call the subsystem
/// and write results.
@NullMarked
package dev.murre.kernel.syscalls;

import org.jspecify.annotations.NullMarked;
