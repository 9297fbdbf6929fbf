/// The compiled tier: hot blocks and what follows them directly become one Java method of a hidden
/// class, made with
/// `java.lang.classfile` off the executing thread. Executes the same IR as the interpreter, with
/// the same results.
///
/// Rules of generated code: guest registers, vectors and condition codes are Java locals between a
/// region's entry and its
/// exits. At every exit and call general registers and condition codes are in the fields of
/// {@link dev.murre.machine.cpu.Registers}, everything else in the slot array; helpers find their
/// operands in the slot array,
/// or all registers if they may look at any. Temporaries are locals. A region may be left at any
/// exit.
@NullMarked
package dev.murre.machine.jit;

import org.jspecify.annotations.NullMarked;
