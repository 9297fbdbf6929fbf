/// A file system in memory: tmpfs(5). Also the base of the overlay, whose files are these with
/// another tree underneath.
@NullMarked
package dev.murre.kernel.fs.tmpfs;

import org.jspecify.annotations.NullMarked;
