package dev.murre.conformance.isa;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Prints failing cases for people.
final class Report {
    private static final String[] NAMES = {
        "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8", "r9", "r10", "r11", "r12",
        "r13", "r14", "r15"
    };

    private Report() {}

    static String of(Minimizer.Failure failure) throws IOException {
        IsaCase c = failure.c();
        StringBuilder text = new StringBuilder();
        text.append("case ").append(c.number()).append(", ").append(c.mode()).append('\n');
        text.append(disassembly(c));
        text.append("  starting from:").append(state(c)).append('\n');
        for (IsaCase.Patch patch : c.patches()) {
            text.append(String.format("    [%x] = %016x%n", patch.address(), patch.value()));
        }
        text.append("  native ends with ").append(ending(failure.expected()));
        text.append(", Murre with ").append(ending(failure.actual())).append('\n');
        for (Comparison.Difference difference : failure.differences()) {
            text.append("    ").append(difference).append('\n');
        }
        return text.toString();
    }

    private static String ending(IsaResult result) {
        String fault =
                result.trap == IsaResult.PAGE_FAULT
                        ? String.format(" at %x, code %x", result.faultAddress, result.errorCode)
                        : "";
        return "trap " + result.trap + fault + " at rip " + Long.toHexString(result.state.rip);
    }

    private static String state(IsaCase c) {
        CpuState s = c.state();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            if (s.gpr[i] != 0) {
                text.append(' ').append(NAMES[i]).append('=').append(Long.toHexString(s.gpr[i]));
            }
        }
        text.append(" flags=").append(Flags.toText(s.rflags));
        text.append(" fs=").append(Long.toHexString(s.fsBase));
        text.append(" gs=").append(Long.toHexString(s.gsBase));
        text.append(
                String.format(
                        "%n    fcw=%x fsw=%x ftw=%x mxcsr=%x",
                        Bytes.getShort(s.fx, 0),
                        Bytes.getShort(s.fx, 2),
                        s.fx[4],
                        Bytes.getInt(s.fx, 24)));
        vectors(text, s.fx);
        return text.toString();
    }

    private static void vectors(StringBuilder text, byte[] fx) {
        for (int i = 0; i < 24; i++) {
            int at = 32 + 16 * i;
            long low = Bytes.getLong(fx, at);
            long high = Bytes.getLong(fx, at + 8);
            if ((low | high) == 0) {
                continue;
            }
            if (i < 8) {
                text.append(String.format(" st%d=%04x:%016x", i, high & 0xffff, low));
            } else {
                text.append(String.format(" xmm%d=%016x:%016x", i - 8, high, low));
            }
        }
    }

    /// What objdump makes of the code, or the bytes in hexadecimal where there is no objdump.
    static String disassembly(IsaCase c) throws IOException {
        Path objdump = Path.of("/usr/bin/objdump");
        if (!Files.isExecutable(objdump)) {
            return "    " + HexFormat.ofDelimiter(" ").formatHex(c.codeBytes()) + "\n";
        }
        Path file = Files.createTempFile("murre-isa", ".bin");
        try {
            Files.write(file, c.codeBytes());
            String machine = c.mode() == IsaCase.Mode.LONG ? "i386:x86-64" : "i386";
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            objdump.toString(),
                                            "-D",
                                            "-b",
                                            "binary",
                                            "-w",
                                            "-m",
                                            machine,
                                            "-M",
                                            "intel",
                                            "--adjust-vma=" + c.state().rip,
                                            file.toString()))
                            .redirectErrorStream(true)
                            .start();
            String all =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            StringBuilder text = new StringBuilder();
            all.lines()
                    .filter(line -> line.matches("\\s*[0-9a-f]+:.*"))
                    .forEach(line -> text.append("  ").append(line).append('\n'));
            return text.toString();
        } finally {
            Files.delete(file);
        }
    }

    /// A name for the kind of failure: the instructions left and what differs.
    static String signature(Minimizer.Failure failure) {
        StringBuilder text = new StringBuilder();
        for (Instruction i : failure.c().code()) {
            text.append(i.name()).append(' ');
        }
        failure.differences().stream()
                .map(Comparison.Difference::what)
                .map(w -> w.replaceAll("[0-9a-f]{8,}", "").replaceAll("(xmm|st)\\d+", "$1"))
                .map(w -> NAME_SET.contains(w) ? "register" : w)
                .distinct()
                .forEach(w -> text.append("/ ").append(w).append(' '));
        if (failure.expected().trap != failure.actual().trap) {
            text.append(failure.expected().trap).append("→").append(failure.actual().trap);
        }
        return Objects.requireNonNull(text.toString());
    }

    private static final java.util.Set<String> NAME_SET = java.util.Set.of(NAMES);
}
