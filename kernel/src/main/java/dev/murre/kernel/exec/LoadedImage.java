package dev.murre.kernel.exec;

import dev.murre.abi.Abi;
import dev.murre.kernel.mm.Mm;

/// A program ready to run: its address space and where it begins.
///
/// @param entry address of the first instruction: the program's, or its interpreter's
/// @param sp the stack pointer, at argc
/// @param vdsoBase where the system's shared object is mapped, or 0
/// @param personality flags that the format asks for, personality(2)
public record LoadedImage(Mm mm, Abi abi, long entry, long sp, long vdsoBase, int personality) {}
