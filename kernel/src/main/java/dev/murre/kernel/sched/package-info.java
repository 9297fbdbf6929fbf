/// The scheduler, sched(7): per-processor run queues with the classes deadline, real-time, fair and
/// idle, in this order.
@NullMarked
package dev.murre.kernel.sched;

import org.jspecify.annotations.NullMarked;
