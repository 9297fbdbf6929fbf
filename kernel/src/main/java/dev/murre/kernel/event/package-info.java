/// Files that tell of events: eventfd, timerfd, signalfd, epoll and inotify.
///
/// Uses `base` and `fs`.
@NullMarked
package dev.murre.kernel.event;

import org.jspecify.annotations.NullMarked;
