package dev.murre.machine.x86;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// Runs `objdump` and hands out its lines as instructions.
final class ObjdumpListing {
    private static final Set<String> PREFIX_WORDS =
            Set.of(
                    ("rep repz repnz lock bnd notrack data16 addr32 addr16 cs ds es "
                                    + "ss fs gs xacquire xrelease {rex2 data32")
                            .split(" "));

    /// One disassembled instruction.
    record Line(long address, byte[] bytes, String mnemonic, String text) {}

    private ObjdumpListing() {}

    /// Disassembles with the given arguments after `objdump -M intel --insn-width=16`.
    static void forEach(List<String> arguments, Consumer<Line> action)
            throws IOException, InterruptedException {
        var command = new java.util.ArrayList<>(List.of("objdump", "--insn-width=16"));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var reader =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            String text;
            while ((text = reader.readLine()) != null) {
                accept(text, action);
            }
        }
        process.waitFor();
    }

    private static void accept(String text, Consumer<Line> action) {
        String[] columns = text.split("\t");
        if (columns.length < 3 || !columns[0].endsWith(":")) {
            return;
        }
        String hex = columns[1].replace(" ", "");
        long address = Long.parseUnsignedLong(columns[0].trim().replace(":", ""), 16);
        for (String word : columns[2].trim().split("\\s+")) {
            if (!PREFIX_WORDS.contains(word) && !word.startsWith("rex")) {
                action.accept(
                        new Line(address, HexFormat.of().parseHex(hex), word, columns[2].trim()));
                return;
            }
        }
    }
}
