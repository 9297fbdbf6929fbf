/// x86-64: system call and fault entry, `pt_regs`, the switch frame, signal frames and the vDSO.
@NullMarked
package dev.murre.arch.x86;

import org.jspecify.annotations.NullMarked;
