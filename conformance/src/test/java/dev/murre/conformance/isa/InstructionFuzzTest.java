package dev.murre.conformance.isa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A fixed portion of `./dev fuzz-isa`: as many of its first cases as fit into a few seconds.
class InstructionFuzzTest {
    private static final long SEED = 20;
    private static final long CASES = 100_000;
    private static final long SECONDS = 5;
    private static final String EVERYTHING = "all";

    @ParameterizedTest
    @CsvSource({
        "interpreter, all",
        "interpreter, random",
        "interpreter, transcendental",
        "compiled, all"
    })
    void agreesWithTheHostsProcessor(String engine, String family) throws Exception {
        String obstacle = HarnessBuild.obstacle();
        if (obstacle != null) {
            System.err.println(
                    "SKIPPED: instructions are not compared with a processor: " + obstacle);
        }
        Assumptions.assumeTrue(obstacle == null, () -> "cannot run: " + obstacle);
        Set<String> families = family.equals(EVERYTHING) ? Set.of() : Set.of(family);
        Generator generator = new Generator(SEED, families, modes());
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (NativeProcessor processor =
                        new NativeProcessor(HarnessBuild.build(), generator.template());
                Engine murre = Engines.create(engine, generator.template())) {
            PrintStream out = new PrintStream(text, true, StandardCharsets.UTF_8);
            Fuzzer fuzzer = new Fuzzer(generator, processor, murre, out);
            int kinds = fuzzer.run(0, CASES, System.nanoTime() + SECONDS * 1_000_000_000L);
            fuzzer.summarize();
            assertEquals(0, kinds, () -> text.toString(StandardCharsets.UTF_8));
        }
    }

    private static List<IsaCase.Mode> modes() {
        if (HarnessBuild.runs32BitCode()) {
            return List.of(IsaCase.Mode.values());
        }
        System.err.println("SKIPPED: this kernel runs no 32-bit code; 64-bit code is compared");
        return List.of(IsaCase.Mode.LONG);
    }
}
