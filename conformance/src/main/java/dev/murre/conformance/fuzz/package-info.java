/// Fuzzers of the whole machine: mutated ELF files and random system calls, run inside Murre
/// as a user would run them. Whatever a guest does, Murre must end it as Linux would: no
/// exception of ours may reach the user, and nothing may hang.
@NullMarked
package dev.murre.conformance.fuzz;

import org.jspecify.annotations.NullMarked;
