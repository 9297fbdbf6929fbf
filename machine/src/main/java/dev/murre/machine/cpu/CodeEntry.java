package dev.murre.machine.cpu;

/// Where compiled code can be entered. In one object, so that no other processor sees one region
/// with another's number.
///
/// @param code the region
/// @param number which of its entries: {@link Cpu#entry}
/// @param pc the guest address
public record CodeEntry(CompiledCode code, int number, long pc) {}
