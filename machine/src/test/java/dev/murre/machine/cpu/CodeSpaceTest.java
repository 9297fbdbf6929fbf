package dev.murre.machine.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of code of an address space.
class CodeSpaceTest {
    private static final int PAGES = 200;

    private static CodeSpace filled() {
        var space = new CodeSpace();
        for (int i = 0; i < PAGES; i++) {
            space.add(new CodePage(3L * i));
        }
        return space;
    }

    /// A short range is looked up page by page, a long one makes a new table.
    @ParameterizedTest
    @ValueSource(longs = {30, 300, 100_000})
    void removesWhatLiesInARangeAndNothingElse(long length) {
        CodeSpace space = filled();
        Object before = space.epoch;
        space.removeRange(60, 60 + length);
        for (int i = 0; i < PAGES; i++) {
            long number = 3L * i;
            boolean gone = number >= 60 && number < 60 + length;
            assertEquals(gone, space.find(number) == null, "page " + number);
        }
        assertNotEquals(before, space.epoch);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 100_000})
    void staysAsItIsWhereARangeHoldsNoCode(long length) {
        CodeSpace space = filled();
        Object before = space.epoch;
        space.removeRange(3L * PAGES, 3L * PAGES + length);
        assertSame(before, space.epoch);
    }

    @Test
    void isEmptyAfterItsLastPageWasRemoved() {
        CodeSpace space = filled();
        space.removeRange(0, Long.MAX_VALUE);
        assertTrue(space.isEmpty());
    }
}
