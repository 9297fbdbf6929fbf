package dev.murre.machine.x86;

/// Where the decoder gets its bytes.
@FunctionalInterface
public interface InstructionBytes {
    /// The byte at a linear address, 0 to 255, or a negative number where it cannot be fetched.
    int byteAt(long address);
}
