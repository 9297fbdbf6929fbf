package dev.murre.conformance.isa;

/// One encoded instruction of a case, with what it leaves unsaid.
///
/// @param name the mnemonic, for counting
/// @param bytes the encoding
/// @param defines status flags it always sets
/// @param undefines status flags it may leave undefined
/// @param reads status flags its result depends on
/// @param x87Undefines x87 condition bits (1 is C0, 8 is C3) it leaves undefined
/// @param x87Defines x87 condition bits it sets
/// @param x87Reads x87 condition bits that reach a register or memory
/// @param skips how many instructions after it may be jumped over
record Instruction(
        String name,
        byte[] bytes,
        int defines,
        int undefines,
        int reads,
        int x87Defines,
        int x87Undefines,
        int x87Reads,
        int skips) {

    static Instruction plain(String name, byte[] bytes) {
        return new Instruction(name, bytes, 0, 0, 0, 0, 0, 0, 0);
    }

    static Instruction jump(String name, byte[] bytes, int reads, int skips) {
        return new Instruction(name, bytes, 0, 0, reads, 0, 0, 0, skips);
    }
}
