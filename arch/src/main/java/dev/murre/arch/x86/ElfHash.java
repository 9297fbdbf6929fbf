package dev.murre.arch.x86;

/// The hash of symbol and version names in ELF files. System V ABI, "Hash Table".
final class ElfHash {
    private ElfHash() {}

    static int of(String name) {
        int h = 0;
        for (int i = 0; i < name.length(); i++) {
            h = (h << 4) + name.charAt(i);
            int g = h & 0xf0000000;
            h ^= g >>> 24;
            h &= ~g;
        }
        return h;
    }
}
