package dev.murre.conformance.fuzz;

import java.io.IOException;

/// Finds the one item of a failing batch that makes it fail.
final class Bisection {
    private Bisection() {}

    /// Runs items `first` to `first + count - 1`; true if that went wrong.
    interface Trial {
        boolean fails(long first, long count) throws IOException, InterruptedException;
    }

    /// The item that fails alone, or -1 if only several together do.
    static long find(Trial trial, long first, long count) throws IOException, InterruptedException {
        long from = first;
        long many = count;
        while (many > 1) {
            long half = many / 2;
            if (trial.fails(from, half)) {
                many = half;
            } else if (trial.fails(from + half, many - half)) {
                from += half;
                many -= half;
            } else {
                return -1;
            }
        }
        return from;
    }
}
