/// Runs the guest programs of `guest/src/tests`: natively, and each in a fresh machine inside this
/// JVM, against what native Linux is recorded to print.
@NullMarked
package dev.murre.conformance.guest;

import org.jspecify.annotations.NullMarked;
