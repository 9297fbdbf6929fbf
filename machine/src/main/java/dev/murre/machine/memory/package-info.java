/// Guest memory: one flat window of host memory per address space with one permission byte per
/// page, and the only
/// code that touches host addresses. Uses nothing but `java.lang.foreign`.
@NullMarked
package dev.murre.machine.memory;

import org.jspecify.annotations.NullMarked;
