package dev.murre.trace;

/// When, where and in whose name something happened.
///
/// @param nanos monotonic time
/// @param cpu the virtual processor
/// @param tid the acting thread, in the machine's first pid namespace; 0 for an idle processor
/// @param tgid its process
/// @param comm its name
public record Moment(long nanos, int cpu, int tid, int tgid, String comm) {}
