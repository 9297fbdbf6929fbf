package dev.murre.conformance.fuzz;

import java.nio.file.Path;

/// What every fuzzer takes: a seed, which is always printed, and how much to do.
record FuzzOptions(long seed, long count, Path repository) {
    static FuzzOptions parse(String name, String[] args, long defaultCount) {
        long seed = System.nanoTime() & 0xffffff;
        long count = defaultCount;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--count" -> count = Long.parseLong(args[i + 1]);
                default -> usage(name);
            }
        }
        if (args.length % 2 != 0) {
            usage(name);
        }
        System.out.printf("%s: seed %d, count %d%n", name, seed, count);
        return new FuzzOptions(seed, count, Path.of("").toAbsolutePath());
    }

    private static void usage(String name) {
        System.err.printf("usage: ./dev %s [--seed S] [--count N]%n", name);
        System.exit(2);
    }
}
