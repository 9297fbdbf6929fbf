package dev.murre.conformance.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `./dev fuzz-syscalls`: random system calls with random arguments, made by a guest.
public final class FuzzSyscalls {
    private static final int CALLS_PER_CHILD = 40;
    private static final int CHILDREN_PER_RUN = 250;
    private static final int TIMEOUT_SECONDS = 60;

    /// How many items get one second more.
    private static final int ITEMS_PER_SECOND = 2;

    private FuzzSyscalls() {}

    /// Arguments: `--seed S --count CALLS`. Exit status 0 if nothing went wrong, else 1.
    public static void main(String[] args) throws IOException, InterruptedException {
        FuzzOptions options = FuzzOptions.parse("fuzz-syscalls", args, 100_000);
        Path root = options.repository();
        Path rootFs = Files.createTempDirectory("murre-fuzz");
        NativeBuild.build(root, "random_syscalls", rootFs.resolve("random_syscalls"), "-static");
        Files.createDirectories(rootFs.resolve("tmp"));
        GuestRun guest = new GuestRun(root, rootFs);
        long children = (options.count() + CALLS_PER_CHILD - 1) / CALLS_PER_CHILD;
        int failures = 0;
        for (long first = 0; first < children && failures < 3; first += CHILDREN_PER_RUN) {
            long count = Math.min(CHILDREN_PER_RUN, children - first);
            GuestRun.Outcome outcome = run(guest, options.seed(), first, count);
            System.out.printf(
                    "children %d to %d: %s%n", first, first + count - 1, outcome.output().strip());
            if (outcome.problem() != null) {
                failures++;
                System.out.println(outcome.problem());
                Bisection.Trial trial =
                        (f, n) -> run(guest, options.seed(), f, n).problem() != null;
                System.out.println(
                        "to repeat: random_syscalls "
                                + options.seed()
                                + " "
                                + Bisection.find(trial, first, count)
                                + " 1");
            }
        }
        Trees.delete(rootFs);
        System.out.println(failures == 0 ? "no failure" : failures + " failures");
        System.exit(failures == 0 ? 0 : 1);
    }

    private static GuestRun.Outcome run(GuestRun guest, long seed, long first, long count)
            throws IOException, InterruptedException {
        return guest.run(
                TIMEOUT_SECONDS + count / ITEMS_PER_SECOND,
                "/random_syscalls",
                "" + seed,
                "" + first,
                "" + count);
    }
}
