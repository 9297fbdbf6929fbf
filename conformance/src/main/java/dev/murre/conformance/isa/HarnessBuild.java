package dev.murre.conformance.isa;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
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

    /// An i386 program that does nothing: ELF header, one segment, `mov eax, 1; xor ebx, ebx; int
    /// 0x80`.
    private static final String SMALLEST_PROGRAM =
            "7f454c46010101000000000000000000"
                    + "02000300010000005480040834000000"
                    + "00000000000000003400200001000000"
                    + "00000000"
                    + "01000000000000000080040800800408"
                    + "5d0000005d0000000500000000100000"
                    + "b80100000031dbcd80";

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

    /// Kernels may be built or started without 32-bit programs; cases in compatibility mode die
    /// there.
    static boolean runs32BitCode() {
        try {
            Path program = Files.createTempFile("murre-i386", "");
            try {
                Files.write(program, HexFormat.of().parseHex(SMALLEST_PROGRAM));
                Files.setPosixFilePermissions(
                        program, PosixFilePermissions.fromString("rwx------"));
                return new ProcessBuilder(program.toString()).start().waitFor() == 0;
            } finally {
                Files.deleteIfExists(program);
            }
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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
