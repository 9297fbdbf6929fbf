/// Terminals: the line discipline, pseudo-terminals, controlling terminals and the console.
///
/// Uses `base` and `fs`. The line discipline ([LineDiscipline]) is a state machine over bytes that
/// knows
/// neither tasks nor files; [Tty] gives it a place in the kernel.
@NullMarked
package dev.murre.kernel.tty;

import org.jspecify.annotations.NullMarked;
