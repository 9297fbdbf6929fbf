/// procfs and sysfs: the kernel's state as files, proc(5) and sysfs(5).
///
/// Stands above the kernel proper and is mounted at init. Text is made when a file is read from its
/// start, so a reader sees one moment's state.
@NullMarked
package dev.murre.kernel.proc;

import org.jspecify.annotations.NullMarked;
