/// Tar archives as lower trees of overlays: tar(5), the ustar, GNU and pax formats.
@NullMarked
package dev.murre.kernel.fs.tarfs;

import org.jspecify.annotations.NullMarked;
