package dev.murre.kernel.exec;

/// What the auxiliary vector says of the program, getauxval(3).
///
/// @param vdso address of the system's shared object, 0 for none
/// @param sysinfo address of the code that makes system calls, 0 for none
/// @param phdr address of the program headers
/// @param phent size of one
/// @param phnum how many
/// @param base where the interpreter was loaded, 0 for none
/// @param entry the program's own entry point
record Auxv(long vdso, long sysinfo, long phdr, int phent, int phnum, long base, long entry) {}
