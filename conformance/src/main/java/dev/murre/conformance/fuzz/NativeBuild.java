package dev.murre.conformance.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Builds the freestanding programs of `conformance/src/native` with gcc.
final class NativeBuild {
    private static final List<String> OPTIONS =
            List.of(
                    "-O1",
                    "-nostdlib",
                    "-ffreestanding",
                    "-fno-stack-protector",
                    "-fcf-protection=none",
                    "-fno-tree-loop-distribute-patterns",
                    "-Wl,-z,noseparate-code",
                    "-Wl,--build-id=none",
                    "-s");

    private NativeBuild() {}

    /// Builds `name`.c of the repository at `root` into `target`.
    static void build(Path root, String name, Path target, String... more)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("/usr/bin/gcc"));
        command.addAll(OPTIONS);
        command.addAll(List.of(more));
        command.add("-o");
        command.add(target.toString());
        command.add(root.resolve("conformance/src/native/" + name + ".c").toString());
        Files.createDirectories(target.toAbsolutePath().getParent());
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IOException("gcc could not build " + name);
        }
    }
}
