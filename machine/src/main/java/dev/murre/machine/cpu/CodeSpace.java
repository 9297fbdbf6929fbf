package dev.murre.machine.cpu;

import dev.murre.machine.ir.Block;
import org.jspecify.annotations.Nullable;

/// Which pages of an address space have translated code: page number → {@link CodePage}. The
/// kernel adds a page after a
/// {@link dev.murre.machine.ir.Trap#CODE_PAGE} and removes it before its bytes or its permission to
/// execute change.
///
/// Several processors may run in it. Pages come while they do; none goes.
public final class CodeSpace {
    private static final int JUMP_CACHE = 1024;

    private volatile @Nullable CodePage[] table = new @Nullable CodePage[64];
    private int count;

    /// Blocks found lately, all of them valid: emptied when a page is removed.
    private @Nullable Block @Nullable [] jumps;

    /// Stands for the pages as they are; another object after any was removed: what was valid under
    /// the same one still is. For reading only.
    public Object epoch = new Object();

    /// Whether `page` is part of this address space now.
    public boolean has(CodePage page) {
        return find(page.number()) == page;
    }

    public @Nullable CodePage find(long number) {
        @Nullable CodePage[] pages = table;
        for (int i = (int) number & pages.length - 1; ; i = i + 1 & pages.length - 1) {
            CodePage page = pages[i];
            if (page == null || page.number() == number) {
                return page;
            }
        }
    }

    public void add(CodePage page) {
        if (2 * ++count > table.length) {
            @Nullable CodePage[] larger = new @Nullable CodePage[2 * table.length];
            for (CodePage entry : table) {
                if (entry != null) {
                    insert(larger, entry);
                }
            }
            table = larger;
        }
        insert(table, page);
    }

    private static void insert(@Nullable CodePage[] pages, CodePage page) {
        int i = (int) page.number() & pages.length - 1;
        while (pages[i] != null) {
            i = i + 1 & pages.length - 1;
        }
        pages[i] = page;
    }

    /// Removes the page's code; true if there was some.
    public boolean remove(long number) {
        @Nullable CodePage[] pages = table;
        int mask = pages.length - 1;
        int i = (int) number & mask;
        while (true) {
            CodePage page = pages[i];
            if (page == null) {
                return false;
            }
            if (page.number() == number) {
                break;
            }
            i = i + 1 & mask;
        }
        pages[i] = null;
        count--;
        jumps = null;
        epoch = new Object();
        reinsertFrom(pages, i + 1 & mask);
        return true;
    }

    /// Removes the code of the pages from `first` up to `end`.
    public void removeRange(long first, long end) {
        if (count == 0) {
            return;
        }
        if (end - first <= table.length) {
            for (long number = first; number < end; number++) {
                remove(number);
            }
            return;
        }
        @Nullable CodePage[] left = new @Nullable CodePage[table.length];
        int before = count;
        count = 0;
        for (CodePage page : table) {
            if (page != null && (page.number() < first || page.number() >= end)) {
                insert(left, page);
                count++;
            }
        }
        if (count != before) {
            table = left;
            jumps = null;
            epoch = new Object();
        }
    }

    /// Entries that follow a removed one may have been pushed on by it.
    private static void reinsertFrom(@Nullable CodePage[] pages, int start) {
        int mask = pages.length - 1;
        for (int i = start; ; i = i + 1 & mask) {
            CodePage page = pages[i];
            if (page == null) {
                return;
            }
            pages[i] = null;
            insert(pages, page);
        }
    }

    public boolean isEmpty() {
        return count == 0;
    }

    public void clear() {
        if (count == 0) {
            return;
        }
        table = new @Nullable CodePage[64];
        count = 0;
        jumps = null;
        epoch = new Object();
    }

    /// Takes over all pages of `other`: what fork does.
    public void copyFrom(CodeSpace other) {
        table = other.table.clone();
        count = other.count;
        jumps = null;
    }

    /// The block at `pc` if it was translated and is still valid here.
    public @Nullable Block lookup(long pc) {
        @Nullable Block @Nullable [] cache = jumps;
        if (cache == null) {
            cache = new @Nullable Block[JUMP_CACHE];
            jumps = cache;
        }
        int i = (int) (pc ^ pc >>> 9) & JUMP_CACHE - 1;
        Block cached = cache[i];
        if (cached != null && cached.pc == pc) {
            return cached;
        }
        CodePage page = find(pc >>> 12);
        Block block = page == null ? null : page.find(pc);
        if (block == null || !block.isValid(this)) {
            return null;
        }
        cache[i] = block;
        return block;
    }
}
