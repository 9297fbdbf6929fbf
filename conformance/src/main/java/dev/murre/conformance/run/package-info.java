/// Runs a program natively and under Murre, and holds the two outcomes against each other.
@NullMarked
package dev.murre.conformance.run;

import org.jspecify.annotations.NullMarked;
