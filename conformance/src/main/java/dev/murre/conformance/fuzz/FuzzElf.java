package dev.murre.conformance.fuzz;

import dev.murre.conformance.isa.Random64;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// `./dev fuzz-elf`: damaged ELF files, executed one after the other by a guest.
public final class FuzzElf {
    private static final int FILES_PER_RUN = 1000;
    private static final int TIMEOUT_SECONDS = 60;

    /// How many items get one second more.
    private static final int ITEMS_PER_SECOND = 8;

    private final FuzzOptions options;
    private final Path rootFs;
    private final GuestRun guest;
    private final byte[][] originals = new byte[2][];

    private FuzzElf(FuzzOptions options, Path rootFs) {
        this.options = options;
        this.rootFs = rootFs;
        guest = new GuestRun(options.repository(), rootFs);
    }

    /// Arguments: `--seed S --count FILES`. Exit status 0 if nothing went wrong, else 1.
    public static void main(String[] args) throws IOException, InterruptedException {
        FuzzOptions options = FuzzOptions.parse("fuzz-elf", args, 100_000);
        FuzzElf fuzzer = new FuzzElf(options, Files.createTempDirectory("murre-fuzz"));
        fuzzer.prepare();
        int failures = 0;
        for (long first = 0; first < options.count() && failures < 3; first += FILES_PER_RUN) {
            failures += fuzzer.batch(first, Math.min(FILES_PER_RUN, options.count() - first));
        }
        Trees.delete(fuzzer.rootFs);
        System.out.println(failures == 0 ? "no failure" : failures + " failures");
        System.exit(failures == 0 ? 0 : 1);
    }

    private void prepare() throws IOException, InterruptedException {
        Path root = options.repository();
        Path work = root.resolve("build/native");
        NativeBuild.build(root, "run_all", rootFs.resolve("run_all"), "-static");
        NativeBuild.build(root, "tiny", work.resolve("tiny"), "-static");
        NativeBuild.build(root, "tiny", work.resolve("tiny_pie"), "-static-pie", "-fPIE");
        originals[0] = Files.readAllBytes(work.resolve("tiny"));
        originals[1] = Files.readAllBytes(work.resolve("tiny_pie"));
        Files.createDirectories(rootFs.resolve("f"));
    }

    private int batch(long first, long count) throws IOException, InterruptedException {
        for (int i = 0; i < count; i++) {
            write(i, first + i);
        }
        GuestRun.Outcome outcome = run(0, count);
        System.out.printf(
                "files %d to %d: %s%n",
                first, first + count - 1, outcome.output().strip().replace('\n', ','));
        if (outcome.problem() == null) {
            return 0;
        }
        System.out.println(outcome.problem());
        long bad = Bisection.find((f, n) -> run(f, n).problem() != null, 0, count);
        if (bad >= 0) {
            Path kept = options.repository().resolve("build/fuzz-elf-" + (first + bad));
            Files.write(kept, Files.readAllBytes(rootFs.resolve("f/" + bad)));
            System.out.println("kept: " + kept);
        }
        return 1;
    }

    private GuestRun.Outcome run(long first, long count) throws IOException, InterruptedException {
        return guest.run(
                TIMEOUT_SECONDS + count / ITEMS_PER_SECOND, "/run_all", "" + first, "" + count);
    }

    private void write(long name, long number) throws IOException {
        Random64 random = Random64.ofCase(options.seed(), number);
        byte[] original = originals[random.below(originals.length)];
        Path file = rootFs.resolve("f/" + name);
        Files.write(file, ElfMutator.mutate(original, random));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
