package dev.murre.kernel.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WaitQueueTest {
    private final WaitQueue queue = new WaitQueue("test");

    private static final class Waiter extends WaitEntry {
        int wakes;
        Runnable then = () -> {};

        @Override
        protected boolean onWake(int key) {
            wakes++;
            then.run();
            return true;
        }
    }

    @Test
    void wakesOneOfTheExclusiveAndAllOthers() {
        Waiter plain = new Waiter();
        Waiter first = new Waiter();
        Waiter second = new Waiter();
        queue.addExclusive(first, -1);
        queue.addExclusive(second, -1);
        queue.add(plain, -1);
        queue.wakeOne(1);
        assertEquals(1, plain.wakes);
        assertEquals(1, first.wakes);
        assertEquals(0, second.wakes);
    }

    @Test
    void keysChoose() {
        Waiter reader = new Waiter();
        queue.add(reader, 1);
        queue.wakeAll(4);
        assertEquals(0, reader.wakes);
        queue.wakeAll(5);
        assertEquals(1, reader.wakes);
    }

    @Test
    void anyEntryMayLeaveWhileOneIsWoken() {
        Waiter last = new Waiter();
        Waiter middle = new Waiter();
        Waiter first = new Waiter();
        queue.add(last, -1);
        queue.add(middle, -1);
        queue.add(first, -1);
        first.then =
                () -> {
                    first.leave();
                    middle.leave();
                };
        queue.wakeAll();
        assertEquals(0, middle.wakes);
        assertEquals(1, last.wakes);
        last.leave();
        assertTrue(queue.isEmpty());
    }
}
