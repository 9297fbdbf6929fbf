package dev.murre.machine.jit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/// What waits to be compiled, whose heat rises meanwhile: the hottest comes first. Not for several
/// threads at a time.
final class Hottest<T> {
    private final List<T> waiting = new ArrayList<>();
    private final ToIntFunction<T> heat;

    Hottest(ToIntFunction<T> heat) {
        this.heat = heat;
    }

    void add(T one) {
        waiting.add(one);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void removeIf(Predicate<T> gone) {
        waiting.removeIf(gone);
    }

    /// Takes out what is hottest; null if nothing is as hot as `least`.
    @Nullable T take(int least) {
        int best = -1;
        int most = least;
        for (int i = 0; i < waiting.size(); i++) {
            int its = heat.applyAsInt(waiting.get(i));
            if (best < 0 ? its >= most : its > most) {
                best = i;
                most = its;
            }
        }
        if (best < 0) {
            return null;
        }
        T last = waiting.removeLast();
        return best == waiting.size() ? last : waiting.set(best, last);
    }
}
