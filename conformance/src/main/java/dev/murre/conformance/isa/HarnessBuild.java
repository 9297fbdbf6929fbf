package dev.murre.conformance.isa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Builds the native harness with gcc.
final class HarnessBuild {
    private static final List<String> OPTIONS =
            List.of(
                    "-O2",
                    "-g",
                    "-Wall",
                    "-Wextra",
                    "-Werror",
                    "-ffreestanding",
                    "-nostdlib",
                    "-static-pie",
                    "-fPIE",
                    "-fno-stack-protector",
                    "-fcf-protection=none",
                    "-fvisibility=hidden",
                    "-mgeneral-regs-only");

    private HarnessBuild() {}

    /// Why the harness cannot run here, or null if it can.
    static @Nullable String obstacle() {
        String os = System.getProperty("os.name", "");
        String architecture = System.getProperty("os.arch", "");
        if (!os.equals("Linux") || !architecture.toLowerCase(Locale.ROOT).equals("amd64")) {
            return "this is " + os + " on " + architecture + ", not Linux on x86-64";
        }
        if (!Files.isExecutable(Path.of("/usr/bin/gcc"))) {
            return "there is no /usr/bin/gcc";
        }
        return Files.isDirectory(sources()) ? null : "no sources at " + sources();
    }

    /// The repository's root: the nearest directory upward that holds the harness's sources.
    static Path root() {
        Path at = Path.of("").toAbsolutePath();
        for (Path p = at; p != null; p = p.getParent()) {
            if (Files.isDirectory(p.resolve("conformance/src/native"))) {
                return p;
            }
        }
        return at;
    }

    private static Path sources() {
        return root().resolve("conformance/src/native");
    }

    /// The harness, built again if its sources are newer.
    static Path build() throws IOException, InterruptedException {
        Path source = sources().resolve("isa_harness.c");
        Path header = sources().resolve("isa_harness.h");
        Path target = root().resolve("build/native/isa_harness");
        Files.createDirectories(target.getParent());
        if (isNewer(target, source) && isNewer(target, header)) {
            return target;
        }
        Path fresh = Files.createTempFile(target.getParent(), "isa_harness", ".new");
        List<String> command = new ArrayList<>(List.of("/usr/bin/gcc"));
        command.addAll(OPTIONS);
        command.addAll(List.of("-o", fresh.toString(), source.toString()));
        Process gcc = new ProcessBuilder(command).inheritIO().start();
        if (gcc.waitFor() != 0) {
            throw new IOException("gcc could not build " + source);
        }
        Files.move(fresh, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        return target;
    }

    private static boolean isNewer(Path target, Path source) throws IOException {
        return Files.exists(target)
                && Files.getLastModifiedTime(target).compareTo(Files.getLastModifiedTime(source))
                        > 0;
    }
}
