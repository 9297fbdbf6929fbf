package dev.murre.conformance.isa;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs cases on both processors and collects where they differ.
final class Fuzzer {
    private static final int BATCH = 1000;

    private final Generator generator;
    private final NativeProcessor processor;
    private final Engine engine;
    private final Minimizer minimizer;
    private final PrintStream out;
    private final IsaResult[] expected = results();
    /// Under a hypervisor an interrupt may cost a case registers: then both agree the second time.
    private int unrepeatable;

    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private final long[] traps = new long[512];
    private long instructions;
    private long unfinished;
    private long cases;
    private int stopAfter = 20;

    Fuzzer(Generator generator, NativeProcessor processor, Engine engine, PrintStream out) {
        this.generator = generator;
        this.processor = processor;
        this.engine = engine;
        this.out = out;
        minimizer = new Minimizer(processor, engine);
    }

    private static IsaResult[] results() {
        IsaResult[] results = new IsaResult[BATCH];
        for (int i = 0; i < BATCH; i++) {
            results[i] = new IsaResult();
        }
        return results;
    }

    /// Ends the run after so many kinds of differences.
    void stopAfter(int kinds) {
        stopAfter = kinds;
    }

    /// Runs cases `first` to `first + count - 1`, or fewer when `deadlineNanos` passes; returns how
    /// many kinds of differences there were.
    int run(long first, long count, long deadlineNanos) throws IOException {
        long number = first;
        while (number < first + count
                && failures.size() < stopAfter
                && System.nanoTime() < deadlineNanos) {
            List<IsaCase> batch = new ArrayList<>(BATCH);
            for (int i = 0; i < Math.min(BATCH, first + count - number); i++) {
                batch.add(generator.generate(number + i));
            }
            number += runBatch(batch);
        }
        return failures.size();
    }

    private int runBatch(List<IsaCase> batch) throws IOException {
        processor.start(batch);
        List<IsaResult> actual = new ArrayList<>(batch.size());
        for (IsaCase c : batch) {
            IsaResult result = new IsaResult();
            engine.run(c, result);
            actual.add(result);
        }
        int done = processor.finish(expected);
        List<Minimizer.Failure> failing = new ArrayList<>();
        for (int i = 0; i < done; i++) {
            IsaCase c = batch.get(i);
            traps[expected[i].trap]++;
            instructions += c.code().size();
            if (expected[i].trap == IsaResult.TIMEOUT) {
                unfinished++;
            } else if (!Comparison.of(c, expected[i], actual.get(i)).isEmpty()) {
                failing.add(new Minimizer.Failure(c, expected[i], actual.get(i)));
            }
        }
        cases += done;
        for (Minimizer.Failure failure : failing) {
            record(failure);
        }
        return done;
    }

    private void record(Minimizer.Failure failure) throws IOException {
        Minimizer.Failure small = minimizer.minimize(failure.c());
        if (small.differences().isEmpty()) {
            unrepeatable++;
            return;
        }
        String signature = Report.signature(small);
        if (failures.merge(signature, 1, Integer::sum) == 1 && failures.size() <= stopAfter) {
            out.println(signature);
            out.println(Report.of(small));
        }
    }

    void summarize() {
        out.printf("%,d cases, %,d instructions; native endings:", cases, instructions);
        for (int i = 0; i < traps.length; i++) {
            if (traps[i] != 0) {
                out.printf(" trap %d %.2f%%", i, 100.0 * traps[i] / cases);
            }
        }
        out.printf("; %d not finished in time", unfinished);
        out.printf("; %d differed once, but not when they ran again%n", unrepeatable);
        failures.entrySet().stream()
                .sorted((a, b) -> b.getValue() - a.getValue())
                .forEach(e -> out.printf("%8d × %s%n", e.getValue(), e.getKey()));
        out.println(
                failures.isEmpty() ? "no differences" : failures.size() + " kinds of differences");
    }
}
