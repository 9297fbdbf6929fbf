/// Tasks: their birth, life, waits and end; process ids; the machine they live in.
///
/// [Task] is one type whose topics are in files of their own (`TaskClone`, `TaskExit`,
/// `TaskWait`…).
/// There is one kernel lock; whoever calls into this package holds it, but for [Kernel#post].
@NullMarked
package dev.murre.kernel.task;

import org.jspecify.annotations.NullMarked;
