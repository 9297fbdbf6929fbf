/// Benchmarks: JMH for parts, whole programs for the whole. Uses everything.
@NullMarked
package dev.murre.bench;

import org.jspecify.annotations.NullMarked;
