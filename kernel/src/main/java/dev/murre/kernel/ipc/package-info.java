/// System V shared memory, semaphores and message queues, and POSIX message queues; sysvipc(7),
/// mq_overview(7).
///
/// Uses `base`, `mm` and `fs`.
@NullMarked
package dev.murre.kernel.ipc;

import org.jspecify.annotations.NullMarked;
