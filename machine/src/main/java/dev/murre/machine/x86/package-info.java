/// The x86 instruction decoder, for 64-bit and 32-bit code.
///
/// [dev.murre.machine.x86.X86Decoder] turns bytes into an [dev.murre.machine.x86.X86Insn]: which
/// operation, on which operands, at which width. What the operation does is none of its business;
/// that is said in `dev.murre.machine.x86.lower`. The opcode map is data, in the resource
/// `opcodes.txt`.
@NullMarked
package dev.murre.machine.x86;

import org.jspecify.annotations.NullMarked;
