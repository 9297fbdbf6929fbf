/// Floating-point arithmetic in integers: binary32, binary64 and the x87's 80-bit extended format,
/// with every rounding direction and exact IEEE 754 exception flags.
///
/// Nothing here knows a processor. A call names its format, rounding and underflow rules in one
/// `int` ([FpMode]); what it has to say beyond its result goes into a workspace inside the
/// caller's register array, so that nothing is allocated: `w[k]` collects [FpFlag]s (they are only
/// ever or-ed in) and `w[k + 1]` receives the sign and biased exponent of an extended result,
/// whose significand is the return value.
@NullMarked
package dev.murre.machine.fp;

import org.jspecify.annotations.NullMarked;
