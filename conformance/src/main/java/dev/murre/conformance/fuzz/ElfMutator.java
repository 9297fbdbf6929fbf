package dev.murre.conformance.fuzz;

import dev.murre.conformance.isa.Random64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Damages ELF files where loaders look.
final class ElfMutator {
    private static final int HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;

    /// Offset and width of each field of `Elf64_Ehdr` behind the identification, elf(5).
    private static final int[][] HEADER = {
        {16, 2}, {18, 2}, {20, 4}, {24, 8}, {32, 8}, {40, 8}, {48, 4}, {52, 2}, {54, 2}, {56, 2},
        {58, 2}, {60, 2}, {62, 2}
    };

    /// The same for `Elf64_Phdr`.
    private static final int[][] PROGRAM_HEADER = {
        {0, 4}, {4, 4}, {8, 8}, {16, 8}, {24, 8}, {32, 8}, {40, 8}, {48, 8}
    };

    private static final long[] EDGES = {
        0,
        1,
        2,
        3,
        4,
        6,
        7,
        0x38,
        0x40,
        0xfff,
        0x1000,
        0x1001,
        0x10000,
        0x400000,
        0x7fffffffL,
        0x80000000L,
        0xffffffffL,
        0x100000000L,
        0x3ffff000L,
        0x40000000L,
        0x7fffffffe000L,
        0x7ffffffff000L,
        0x800000000000L,
        0x7fffffffffffffffL,
        0x8000000000000000L,
        -1,
        -2,
        -0x1000,
        -0xfff,
        0x6474e551L,
        0x6474e552L
    };

    private ElfMutator() {}

    static byte[] mutate(byte[] original, Random64 random) {
        byte[] bytes = original.clone();
        ByteBuffer view = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int headers = Math.max(1, view.getShort(56));
        int mutations = random.between(1, 4);
        for (int i = 0; i < mutations; i++) {
            switch (random.below(10)) {
                case 0, 1 -> field(view, 0, HEADER[random.below(HEADER.length)], random);
                case 2, 3, 4, 5, 6 -> {
                    int at = HEADER_BYTES + PROGRAM_HEADER_BYTES * random.below(headers);
                    field(view, at, PROGRAM_HEADER[random.below(PROGRAM_HEADER.length)], random);
                }
                case 7 -> bytes[random.below(16)] = (byte) random.next();
                case 8 -> bytes[random.below(bytes.length)] ^= (byte) (1 << random.below(8));
                default -> bytes[random.below(512)] = (byte) random.next();
            }
        }
        return random.below(12) == 0 ? Arrays.copyOf(bytes, random.below(bytes.length)) : bytes;
    }

    private static void field(ByteBuffer view, int base, int[] field, Random64 random) {
        int at = base + field[0];
        long old =
                field[1] == 8
                        ? view.getLong(at)
                        : field[1] == 4 ? view.getInt(at) : view.getShort(at);
        long value =
                switch (random.below(5)) {
                    case 0 -> random.next();
                    case 1 -> old + random.between(-16, 16);
                    case 2 -> old ^ 1L << random.below(8 * field[1]);
                    case 3 -> old + EDGES[random.below(EDGES.length)];
                    default -> EDGES[random.below(EDGES.length)];
                };
        switch (field[1]) {
            case 8 -> view.putLong(at, value);
            case 4 -> view.putInt(at, (int) value);
            default -> view.putShort(at, (short) value);
        }
    }
}
