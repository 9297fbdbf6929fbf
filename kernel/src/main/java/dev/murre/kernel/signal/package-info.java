/// Signals, signal(7): dispositions, queues, sending, job-control stops and delivery to handlers.
@NullMarked
package dev.murre.kernel.signal;

import org.jspecify.annotations.NullMarked;
