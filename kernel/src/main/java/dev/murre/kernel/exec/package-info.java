/// Becoming another program, execve(2): the record of an exec in progress, the binary formats, and
/// the new stack. Formats return a loaded image and never see a task; [Exec] does the rest.
@NullMarked
package dev.murre.kernel.exec;

import org.jspecify.annotations.NullMarked;
