/// What a program and a kernel agree on: error numbers, signals, flags, structure layouts and
/// system call numbers of each ABI. Uses nothing else of Murre.
@NullMarked
package dev.murre.abi;

import org.jspecify.annotations.NullMarked;
