/// The instruction fuzzer: random instruction sequences run on the host's processor and on Murre's,
/// and every difference is a bug.
///
/// A case is made from a seed and its number alone ([Generator]); [NativeProcessor] runs it through
/// the harness in `conformance/src/native`, [MurreProcessor] through an engine, and [Comparison]
/// says
/// where they part. Instruction forms come from tables of their own, so that a mistake in Murre's
/// decoder is not repeated here.
@NullMarked
package dev.murre.conformance.isa;

import org.jspecify.annotations.NullMarked;
