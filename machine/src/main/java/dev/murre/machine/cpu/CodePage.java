package dev.murre.machine.cpu;

import dev.murre.machine.ir.Block;
import org.jspecify.annotations.Nullable;

/// The translated blocks that begin in one page of code at one guest address in one mode. May be
/// shared by every address space in which that page has the same content, and read and added to by
/// several processors at once.
public final class CodePage {
    private static final int OFFSET_MASK = 0xfff;

    private final long number;
    private volatile @Nullable Block[] table = new @Nullable Block[32];
    private int count;

    /// @param number the guest page number: address >>> 12
    public CodePage(long number) {
        this.number = number;
    }

    public long number() {
        return number;
    }

    /// The block that begins at guest address `pc`, if it was translated already.
    public @Nullable Block find(long pc) {
        @Nullable Block[] blocks = table;
        for (int i = slot(pc, blocks); ; i = i + 1 & blocks.length - 1) {
            Block block = blocks[i];
            if (block == null || block.pc == pc) {
                return block;
            }
        }
    }

    private void add(Block block) {
        if (2 * ++count > table.length) {
            grow();
        }
        insert(table, block);
    }

    /// Replaces the block that begins where `block` begins.
    public synchronized void replace(Block block) {
        @Nullable Block[] blocks = table;
        int i = slot(block.pc, blocks);
        while (true) {
            Block old = blocks[i];
            if (old == null) {
                add(block);
                return;
            }
            if (old.pc == block.pc) {
                blocks[i] = block;
                return;
            }
            i = i + 1 & blocks.length - 1;
        }
    }

    private void grow() {
        @Nullable Block[] larger = new @Nullable Block[2 * table.length];
        for (Block block : table) {
            if (block != null) {
                insert(larger, block);
            }
        }
        table = larger;
    }

    private static void insert(@Nullable Block[] blocks, Block block) {
        int i = slot(block.pc, blocks);
        while (blocks[i] != null) {
            i = i + 1 & blocks.length - 1;
        }
        blocks[i] = block;
    }

    private static int slot(long pc, @Nullable Block[] blocks) {
        int offset = (int) pc & OFFSET_MASK;
        return (offset ^ offset >>> 5) & blocks.length - 1;
    }
}
