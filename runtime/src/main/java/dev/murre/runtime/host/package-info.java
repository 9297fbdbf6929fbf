/// The host door: everything that is not determined by the machine itself comes in here, namely
/// clock, entropy, terminal, signals and the standard streams. Each stands behind an interface, so
/// that a recorder can take its place. May use the kernel's interfaces; knows no command line.
@NullMarked
package dev.murre.runtime.host;

import org.jspecify.annotations.NullMarked;
