package dev.murre.kernel.base;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimersTest {
    private long now = 1000;
    private final List<Integer> fired = new ArrayList<>();

    private final Timers timers =
            new Timers(
                    new Clocks(
                            new HostClock() {
                                @Override
                                public long monotonicNanos() {
                                    return now;
                                }

                                @Override
                                public long realtimeNanos() {
                                    return now;
                                }
                            }));

    private TimerNode node(int id) {
        return new TimerNode() {
            @Override
            protected void fire(long nowNanos) {
                fired.add(id);
            }
        };
    }

    @Test
    void firesInOrderOfDeadlineThenOfAdding() {
        timers.add(node(3), 30);
        timers.add(node(1), 10);
        timers.add(node(2), 10);
        timers.add(node(4), 5000);
        now += 100;
        timers.runExpired();
        assertEquals(List.of(1, 2, 3), fired);
        assertEquals(5000, timers.nextDeadline());
    }

    @Test
    void settingTheClockMovesWhatFollowsIt() {
        TimerNode follows = node(1);
        TimerNode past = node(2);
        TimerNode span = node(3);
        timers.add(follows, 5000);
        timers.add(past, 2000);
        timers.add(span, 4000);
        follows.followRealtime(true);
        past.followRealtime(true);
        timers.realtimeSet(-1000);
        assertEquals(3000, timers.nextDeadline());
        assertEquals(6000, follows.deadlineNanos());
        timers.realtimeSet(2500);
        now += 600;
        timers.runExpired();
        assertEquals(List.of(2), fired);
        assertEquals(3500, timers.nextDeadline());
        now += 3400;
        timers.runExpired();
        assertEquals(List.of(2, 1, 3), fired);
    }

    @Test
    void cancelledOnesStaySilent() {
        long seed = 7;
        Random random = new Random(seed);
        List<TimerNode> nodes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            TimerNode node = node(i);
            nodes.add(node);
            timers.add(node, random.nextInt(1000));
        }
        for (int i = 0; i < 200; i += 2) {
            timers.cancel(nodes.get(i));
            assertFalse(nodes.get(i).pending());
        }
        now += 2000;
        timers.runExpired();
        assertEquals(100, fired.size());
        assertEquals(Timers.NEVER, timers.nextDeadline());
    }
}
