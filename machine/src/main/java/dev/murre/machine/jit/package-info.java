/// The compiled tier: hot blocks and what follows them directly become one Java method of a hidden
/// class, made with
/// `java.lang.classfile` off the executing thread. Executes the same IR as the interpreter, with
/// the same results.
///
/// Rules of generated code: guest registers and condition codes are Java locals between a region's
/// entry and its exits, and
/// in the slot array at every exit, helper and call; temporaries are locals; vectors stay in the
/// slot array. A region may be
/// left at any exit, since everything is then in the slot array.
@NullMarked
package dev.murre.machine.jit;

import org.jspecify.annotations.NullMarked;
