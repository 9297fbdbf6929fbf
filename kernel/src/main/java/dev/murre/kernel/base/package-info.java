/// What every part of the kernel stands on: user memory, wait queues, timers, clocks, credentials
/// and the view a subsystem has of its caller. Uses only `abi` and `trace`.
///
/// Everything here is used with the kernel lock held, unless its comment says otherwise.
@NullMarked
package dev.murre.kernel.base;

import org.jspecify.annotations.NullMarked;
