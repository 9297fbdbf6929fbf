/// A writable file system over a read-only tree: whatever changes stays in memory.
///
/// The tree below is a [dev.murre.kernel.fs.overlay.LowerNode]: a host directory or a tar archive.
/// It
/// is read on demand, and taken not to change while the machine runs.
@NullMarked
package dev.murre.kernel.fs.overlay;

import org.jspecify.annotations.NullMarked;
