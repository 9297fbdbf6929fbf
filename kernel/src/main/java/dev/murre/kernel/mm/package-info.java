/// Memory management: address spaces ([Mm]) and their mappings ([Vma]), page faults, fork with
/// copy-on-write by pulling,
/// the mmap family, and the kernel's access to user memory. Knows files only as [PageSource].
///
/// Uses `kernel.base` and the machine's memory. Everything here runs under the kernel's lock.
@NullMarked
package dev.murre.kernel.mm;

import org.jspecify.annotations.NullMarked;
