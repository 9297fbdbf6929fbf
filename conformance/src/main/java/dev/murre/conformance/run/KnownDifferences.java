package dev.murre.conformance.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

/// Names of tests that are known not to agree with native Linux yet. The lists may only shrink: a
/// test on a list that agrees fails, until its name is taken off.
public final class KnownDifferences {
    private static final Path DIRECTORY =
            ProgramRun.home().resolve("conformance/src/test/resources/dev/murre/conformance");

    private final String file;
    private final Set<String> names;

    private KnownDifferences(String file, Set<String> names) {
        this.file = file;
        this.names = names;
    }

    /// The list in this file of the tests' resources.
    public static KnownDifferences in(String file) {
        try (var lines = Files.lines(DIRECTORY.resolve(file))) {
            return new KnownDifferences(
                    file,
                    lines.filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Fails when the two differ and the name is not listed, or agree and it is.
    public void check(String name, String expected, String actual) {
        boolean agrees = expected.equals(actual);
        if (agrees && names.contains(name)) {
            throw new AssertionError(name + " agrees: take it off " + file);
        }
        if (!agrees && !names.contains(name)) {
            throw new AssertionError(
                    name
                            + " differs from native Linux.\n--- native\n"
                            + expected
                            + "--- murre\n"
                            + actual);
        }
    }
}
