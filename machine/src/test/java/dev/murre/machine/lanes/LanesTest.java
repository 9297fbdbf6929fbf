package dev.murre.machine.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;
import org.junit.jupiter.api.Test;

/// Functions on whole halves against the same computation lane by lane.
class LanesTest {
    private static final long SEED = 4;

    private static long byLanes(long x, long y, int width, boolean signed, IntBinaryOperator f) {
        long result = 0;
        for (int at = 0; at < 64; at += width) {
            int a = lane(x, at, width, signed);
            int b = lane(y, at, width, signed);
            long r = f.applyAsInt(a, b) & ((1L << width) - 1);
            result |= r << at;
        }
        return result;
    }

    private static int lane(long x, int at, int width, boolean signed) {
        long up = x << (64 - at - width);
        return (int) (signed ? up >> (64 - width) : up >>> (64 - width));
    }

    private static void check(
            String name,
            LongBinaryOperator whole,
            int width,
            boolean signed,
            IntBinaryOperator single) {
        Random random = new Random(SEED);
        for (int i = 0; i < 2000; i++) {
            long x = random.nextLong();
            long y = random.nextInt(4) == 0 ? x : random.nextLong();
            long expected = byLanes(x, y, width, signed, single);
            String what = name + " " + Long.toHexString(x) + " " + Long.toHexString(y);
            assertEquals(expected, whole.applyAsLong(x, y), what);
        }
    }

    @Test
    void additionsStayInTheirLanes() {
        check("addB", Lanes::addB, 8, true, Integer::sum);
        check("addW", Lanes::addW, 16, true, Integer::sum);
        check("addD", Lanes::addD, 32, true, Integer::sum);
        check("subB", Lanes::subB, 8, true, (a, b) -> a - b);
        check("subW", Lanes::subW, 16, true, (a, b) -> a - b);
    }

    @Test
    void saturationStopsAtTheLimits() {
        check("addsB", Lanes::addSaturateB, 8, true, (a, b) -> Math.clamp(a + b, -128, 127));
        check("addusB", Lanes::addSaturateUnsignedB, 8, false, (a, b) -> Math.min(a + b, 255));
        check("subusW", Lanes::subSaturateUnsignedW, 16, false, (a, b) -> Math.max(a - b, 0));
        check("subsW", Lanes::subSaturateW, 16, true, (a, b) -> Math.clamp(a - b, -32768, 32767));
    }

    @Test
    void comparisonsFillTheirLanes() {
        check("equalB", Lanes::equalB, 8, true, (a, b) -> a == b ? -1 : 0);
        check("greaterW", Lanes::greaterW, 16, true, (a, b) -> a > b ? -1 : 0);
        check("greaterD", Lanes::greaterD, 32, true, (a, b) -> a > b ? -1 : 0);
        check("minUnsignedB", Lanes::minUnsignedB, 8, false, Math::min);
        check("maxW", Lanes::maxW, 16, true, Math::max);
        check("averageB", Lanes::averageB, 8, false, (a, b) -> (a + b + 1) >> 1);
        check("signB", Lanes::signB, 8, true, (a, b) -> a * Integer.signum(b));
    }

    @Test
    void everyFunctionIsWhereItsTableSays() throws NoSuchMethodException {
        for (LaneOp op : LaneOp.values()) {
            Class<?> half = long.class;
            Class<?>[] types =
                    switch (op.shape()) {
                        case X -> new Class<?>[] {half};
                        case XY -> new Class<?>[] {half, half};
                        case X_IMMEDIATE -> new Class<?>[] {half, int.class};
                        case XY_IMMEDIATE -> new Class<?>[] {half, half, int.class};
                    };
            assertEquals(half, op.owner().getMethod(op.method(), types).getReturnType());
        }
    }
}
