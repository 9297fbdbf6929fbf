package dev.murre.conformance.guest;

import dev.murre.runtime.Engine;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// `./dev compare-guests [--show] [--interpreter] [--cpus N] [--seconds N] [--times N] [NAME…]`:
/// runs
/// guest programs under Murre in one JVM and says which agree with native Linux. A name is a
/// program or a subsystem.
public final class RunGuests {
    private final List<String> names = new ArrayList<>();
    private final PrintStream out;
    private Engine engine = Engine.MIXED;
    private int seconds = 30;
    private int cpus = 1;
    private int times = 1;
    private boolean show;

    private RunGuests(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        var run = new RunGuests(System.out);
        run.parse(args);
        System.exit(run.all() ? 0 : 1);
    }

    private void parse(String[] args) {
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--show" -> show = true;
                case "--interpreter" -> engine = Engine.INTERPRETER;
                case "--cpus" -> cpus = Integer.parseInt(args[++i]);
                case "--seconds" -> seconds = Integer.parseInt(args[++i]);
                case "--times" -> times = Integer.parseInt(args[++i]);
                default -> names.add(args[i]);
            }
        }
    }

    private boolean wanted(GuestProgram program) {
        return names.isEmpty()
                || names.contains(program.name())
                || names.contains(program.withoutWidth())
                || names.stream().anyMatch(name -> inSubsystem(program, name));
    }

    private static boolean inSubsystem(GuestProgram program, String name) {
        return program.name().startsWith(name + "/")
                || program.withoutWidth().startsWith(name + "/");
    }

    private boolean all() throws IOException, InterruptedException {
        var known = Set.copyOf(GuestProgram.knownDifferences());
        int agree = 0;
        int differ = 0;
        boolean asKnown = true;
        for (var program : GuestProgram.all()) {
            if (!wanted(program) || !Files.exists(program.binary())) {
                continue;
            }
            long start = System.nanoTime();
            boolean agrees = true;
            for (int i = 0; i < times && agrees; i++) {
                agrees = agrees(program);
            }
            out.printf(
                    "%s %s (%d ms)%n",
                    agrees ? "agrees" : "DIFFERS",
                    program.name(),
                    (System.nanoTime() - start) / 1_000_000);
            out.flush();
            agree += agrees ? 1 : 0;
            differ += agrees ? 0 : 1;
            asKnown &= agrees != known.contains(program.name());
        }
        out.printf("%d agree, %d differ%n", agree, differ);
        return asKnown;
    }

    private boolean agrees(GuestProgram program) throws IOException, InterruptedException {
        var expected = program.expected();
        var actual = new GuestRun(program, seconds, cpus).underMurre(engine);
        if (show && !actual.equals(expected)) {
            LineDifference.print(out, expected, actual);
        }
        return actual.equals(expected);
    }
}
