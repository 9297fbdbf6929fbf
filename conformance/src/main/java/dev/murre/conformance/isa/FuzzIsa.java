package dev.murre.conformance.isa;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// `./dev fuzz-isa`: compares Murre's processors with this machine's on random instructions.
public final class FuzzIsa {
    private long seed = System.nanoTime() & 0xffffff;
    private long first;
    private long count = 100_000;
    private long seconds = 1 << 20;
    private String engine = Engines.NAMES.getFirst();
    private int stopAfter = 20;
    private List<IsaCase.Mode> modes = List.of(IsaCase.Mode.LONG);
    private final Set<String> chosen = new HashSet<>();

    private FuzzIsa() {}

    /// Exit status: 0 without differences, 1 with some, 2 for wrong arguments, 3 where this cannot
    /// run.
    public static void main(String[] args) throws IOException, InterruptedException {
        String obstacle = HarnessBuild.obstacle();
        if (obstacle != null) {
            System.err.println("fuzz-isa: " + obstacle);
            System.exit(3);
        }
        FuzzIsa command = new FuzzIsa();
        if (!command.parse(args)) {
            printUsage();
            System.exit(2);
        }
        if (command.modes.contains(IsaCase.Mode.COMPATIBILITY) && !HarnessBuild.runs32BitCode()) {
            System.err.println("fuzz-isa: this kernel runs no 32-bit code: --mode 64 is left");
            System.exit(3);
        }
        System.exit(command.run() == 0 ? 0 : 1);
    }

    private boolean parse(String[] args) {
        if (args.length % 2 != 0) {
            return false;
        }
        for (int i = 0; i < args.length; i += 2) {
            String value = args[i + 1];
            switch (args[i]) {
                case "--seed" -> seed = Long.parseLong(value);
                case "--first" -> first = Long.parseLong(value);
                case "--count" -> count = Long.parseLong(value);
                case "--seconds" -> seconds = Long.parseLong(value);
                case "--engine" -> engine = value;
                case "--stop-after" -> stopAfter = Integer.parseInt(value);
                case "--family" -> chosen.addAll(List.of(value.split(",")));
                case "--mode" -> modes = modes(value);
                default -> {
                    return false;
                }
            }
        }
        return Engines.NAMES.contains(engine);
    }

    private static List<IsaCase.Mode> modes(String value) {
        return switch (value) {
            case "32" -> List.of(IsaCase.Mode.COMPATIBILITY);
            case "both" -> List.of(IsaCase.Mode.LONG, IsaCase.Mode.COMPATIBILITY);
            default -> List.of(IsaCase.Mode.LONG);
        };
    }

    private int run() throws IOException, InterruptedException {
        Generator generator = new Generator(seed, chosen, modes);
        System.out.println("fuzz-isa: " + generator + ", engine " + engine);
        long begin = System.nanoTime();
        try (NativeProcessor processor =
                        new NativeProcessor(HarnessBuild.build(), generator.template());
                Engine murre = Engines.create(engine, generator.template())) {
            Fuzzer fuzzer = new Fuzzer(generator, processor, murre, System.out);
            fuzzer.stopAfter(stopAfter);
            int kinds = fuzzer.run(first, count, begin + seconds * 1_000_000_000L);
            fuzzer.summarize();
            System.out.printf("%.1f s%n", (System.nanoTime() - begin) / 1e9);
            return kinds;
        }
    }

    private static void printUsage() {
        System.err.printf(
                """
            usage: ./dev fuzz-isa [--seed S] [--count N] [--first N] [--seconds N] [--engine NAME]
                                  [--mode 64|32|both] [--family NAME[,NAME…]] [--stop-after KINDS]
            families: %s (or mnemonics of the tables)
            engines:  %s
            """,
                String.join(" ", Generator.families()), String.join(" ", Engines.NAMES));
    }
}
