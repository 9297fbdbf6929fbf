/// System calls as lines of text in the form of strace(1), made from a table of formats. Stands
/// above
/// the kernel proper and reads tasks only.
@NullMarked
package dev.murre.kernel.strace;

import org.jspecify.annotations.NullMarked;
