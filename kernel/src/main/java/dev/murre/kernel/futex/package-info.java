/// Fast user-space locking, futex(2): wait queues found by address, and the robust lists that free
/// locks of ended threads.
@NullMarked
package dev.murre.kernel.futex;

import org.jspecify.annotations.NullMarked;
