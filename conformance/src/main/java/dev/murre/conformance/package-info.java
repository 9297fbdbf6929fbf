/// Tests of the whole system: real programs through the command, judged by native Linux. Uses
/// everything.
@NullMarked
package dev.murre.conformance;

import org.jspecify.annotations.NullMarked;
