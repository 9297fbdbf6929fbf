package dev.murre.abi;

/// The three binary interfaces Murre's kernel serves.
public enum Abi {
    /// 64-bit, as Linux 5.4 has it.
    X86_64("x86_64", 8),
    /// 32-bit x86, as Linux 3.18 has it.
    I386("i686", 4),
    /// 32-bit ARM, EABI, as Linux 3.11 has it.
    ARM("armv7l", 4);

    /// What uname(2) calls the machine.
    public final String machine;

    /// Bytes in a `long` and a pointer.
    public final int wordSize;

    Abi(String machine, int wordSize) {
        this.machine = machine;
        this.wordSize = wordSize;
    }

    /// Whether a word has 64 bits.
    public boolean is64() {
        return wordSize == 8;
    }
}
