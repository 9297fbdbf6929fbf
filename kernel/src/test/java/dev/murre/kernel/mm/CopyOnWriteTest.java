package dev.murre.kernel.mm;

import static dev.murre.abi.MmapFlags.PROT_READ;
import static dev.murre.abi.MmapFlags.PROT_WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.murre.abi.ErrnoException;
import dev.murre.kernel.base.Rlimits;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Fork by pulling: who sees which value when parent, child and grandchild write, unmap and end in
/// any order.
class CopyOnWriteTest {
    private static final long AT = 0x100000;
    private static final int PAGES = 4;

    private final MemoryAccount account = new MemoryAccount(0);

    @AfterEach
    void close() {
        account.close();
    }

    private Mm parent() {
        Mm mm = Mm.create(account, Layout.X86_64, Rlimits.forInit());
        mm.mappings().mapAnonymous(AT, PAGES * 4096L, PROT_READ | PROT_WRITE, 0, "");
        for (int page = 0; page < PAGES; page++) {
            write(mm, page, 10 + page);
        }
        return mm;
    }

    private static void write(Mm mm, int page, int value) {
        mm.user().putInt(AT + page * 4096L, value);
    }

    private static int read(Mm mm, int page) {
        return mm.user().getInt(AT + page * 4096L);
    }

    private static Mm fork(Mm mm) {
        return mm.fork(Rlimits.forInit());
    }

    @Test
    void eachKeepsItsOwn() {
        Mm parent = parent();
        Mm child = fork(parent);
        write(parent, 0, 100);
        write(child, 1, 200);
        assertEquals(10, read(child, 0));
        assertEquals(11, read(parent, 1));
        assertEquals(12, read(child, 2));
        assertEquals(12, read(parent, 2));
    }

    @Test
    void grandchildSeesTheMomentOfItsBirth() {
        Mm parent = parent();
        Mm child = fork(parent);
        write(child, 0, 50);
        Mm grandchild = fork(child);
        write(parent, 0, 99);
        write(parent, 1, 99);
        write(child, 0, 51);
        write(child, 1, 51);
        assertEquals(50, read(grandchild, 0));
        assertEquals(11, read(grandchild, 1));
        assertEquals(12, read(grandchild, 2));
    }

    @Test
    void endedParentLeavesItsPages() {
        Mm parent = parent();
        Mm first = fork(parent);
        Mm second = fork(parent);
        parent.put();
        write(first, 3, 77);
        assertEquals(13, read(second, 3));
        assertEquals(10, read(first, 0));
        first.put();
        assertEquals(11, read(second, 1));
        second.put();
        assertEquals(0, account.usedPages());
    }

    @Test
    void unmappedByTheParentIsStillTheChilds() {
        Mm parent = parent();
        Mm child = fork(parent);
        Mm grandchild = fork(child);
        parent.mappings().unmap(AT, PAGES * 4096L);
        child.mappings().unmap(AT, 4096);
        assertThrows(ErrnoException.class, () -> read(child, 0));
        assertEquals(10, read(grandchild, 0));
        assertEquals(12, read(child, 2));
    }

    @Test
    void untouchedPagesOfTheParentStayUnknownToTheChild() {
        Mm parent = parent();
        parent.mappings().mapAnonymous(0x200000, 4096, PROT_READ | PROT_WRITE, 0, "");
        Mm child = fork(parent);
        parent.user().putInt(0x200000, 5);
        assertEquals(0, child.user().getInt(0x200000));
    }

    @Test
    void movedPagesKeepTheirContent() {
        Mm parent = parent();
        Mm child = fork(parent);
        long to = child.moving().remap(AT, PAGES * 4096L, 8 * 4096L, 1, 0, Locking.Right.UNLIMITED);
        assertEquals(12, child.user().getInt(to + 2 * 4096));
        assertEquals(12, read(parent, 2));
    }

    @Test
    void windowGrowsWithItsContent() {
        Mm mm = parent();
        long far = mm.mappings().map(0, 3L << 30, PROT_READ | PROT_WRITE, 0, 0, null, 0, null, "");
        mm.user().putInt(far + (3L << 30) - 4, 7);
        assertEquals(13, read(mm, 3));
        assertEquals(7, mm.user().getInt(far + (3L << 30) - 4));
        mm.put();
        assertEquals(0, account.usedPages());
    }
}
