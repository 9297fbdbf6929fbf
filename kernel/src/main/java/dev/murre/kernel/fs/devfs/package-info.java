/// `/dev`: a file system in memory with the usual nodes, and the drivers of the memory devices
/// (null,
/// zero, full, random). Terminals bring their own drivers.
@NullMarked
package dev.murre.kernel.fs.devfs;

import org.jspecify.annotations.NullMarked;
