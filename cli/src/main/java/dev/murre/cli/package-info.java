/// The `murre` command. Uses `runtime`.
@NullMarked
package dev.murre.cli;

import org.jspecify.annotations.NullMarked;
