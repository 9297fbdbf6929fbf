/// The virtual file system: inodes, dentries, mounts, path walking, open files and descriptor
/// tables.
///
/// Concrete file systems live in sub-packages (`tmpfs`, `overlay`, `hostfs`, `tarfs`, `devfs`) and
/// see
/// only this package. May use `abi`, `kernel.base` and `kernel.mm`; never `kernel.task`.
///
/// Names and paths are Latin-1 strings: one char is one byte of the guest's name. All state is
/// guarded by the big kernel lock; nothing here blocks: an operation that would wait returns
/// `-EAGAIN`
/// and names the wait queue.
@NullMarked
package dev.murre.kernel.fs;

import org.jspecify.annotations.NullMarked;
