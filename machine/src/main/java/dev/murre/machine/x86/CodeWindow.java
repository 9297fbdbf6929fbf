package dev.murre.machine.x86;

/// The bytes a decoder may look at: those at guest addresses from [#start] on, as many as can be
/// fetched. Whoever fills it decides what can.
public final class CodeWindow {
    /// One page, and the longest instruction reaching out of it.
    public static final int CAPACITY = 4096 + X86Decoder.MAX_LENGTH;

    /// Guest address of the first byte.
    public long start;

    /// How many bytes there are.
    public int size;

    public final byte[] bytes = new byte[CAPACITY];
}
