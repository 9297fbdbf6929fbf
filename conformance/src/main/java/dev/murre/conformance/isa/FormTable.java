package dev.murre.conformance.isa;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Reads the instruction tables.
final class FormTable {
    private static final List<String> FILES = List.of("integer.tbl", "sse.tbl", "x87.tbl");

    private FormTable() {}

    static List<Form> load() {
        List<Form> forms = new ArrayList<>();
        for (String file : FILES) {
            try (InputStream in = FormTable.class.getResourceAsStream(file)) {
                if (in == null) {
                    throw new IllegalStateException("missing resource " + file);
                }
                new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> forms.add(new Row(line).form()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return forms;
    }

    /// One row being read.
    private static final class Row {
        private final String line;
        private final byte[] opcode;
        private final String family;
        private final String name;
        private int prefix;
        private int digit = -1;
        private int implicit;
        private int defines;
        private int undefines;
        private int reads;
        private int x87Undefines;
        private Form.Width width = Form.Width.NONE;
        private Form.Operand rm = Form.Operand.NONE;
        private Form.Operand reg = Form.Operand.NONE;
        private Form.Low low = Form.Low.NONE;
        private Form.Immediate immediate = Form.Immediate.NONE;
        private Form.Destination destination = Form.Destination.NONE;
        private Form.Count count = Form.Count.NONE;
        private Form.Modes modes = Form.Modes.BOTH;
        private final Set<String> options = new HashSet<>();

        Row(String line) {
            this.line = line;
            String[] words = line.split("\\s+");
            family = words[0];
            name = words[1];
            opcode = HexFormat.of().parseHex(words[2]);
            for (int i = 3; i < words.length; i++) {
                int equals = words[i].indexOf('=');
                if (equals > 0) {
                    setting(words[i].substring(0, equals), words[i].substring(equals + 1));
                } else {
                    word(words[i]);
                }
            }
        }

        private void word(String word) {
            switch (word) {
                case "66", "f2", "f3" -> prefix = Integer.parseInt(word, 16);
                case "/r" -> {}
                case "/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7" -> digit = word.charAt(1) - '0';
                case "+r" -> low = Form.Low.REGISTER;
                case "+i" -> low = Form.Low.STACK_SLOT;
                case "+cc" -> low = Form.Low.CONDITION;
                case "ib" -> immediate = Form.Immediate.BYTE;
                case "iw" -> immediate = Form.Immediate.WORD;
                case "iz" -> immediate = Form.Immediate.SHORT_FULL;
                case "iv" -> immediate = Form.Immediate.FULL;
                case "i0" -> immediate = Form.Immediate.ENTER_FLAT;
                case "i3" -> immediate = Form.Immediate.ENTER_NESTED;
                case "moffs" -> immediate = Form.Immediate.OFFSET;
                case "x32" -> modes = Form.Modes.ONLY_COMPATIBILITY;
                case "x64" -> modes = Form.Modes.ONLY_LONG;
                default -> options.add(word);
            }
        }

        private void setting(String key, String value) {
            switch (key) {
                case "w" -> width = parseWidth(value);
                case "rm" -> rm = parseOperand(value);
                case "reg" -> reg = parseOperand(value);
                case "d" -> destination = parseDestination(value);
                case "i" -> {
                    for (String register : value.split(",")) {
                        implicit |= 1 << Integer.parseInt(register);
                    }
                }
                case "f" -> defines = Flags.parse(value);
                case "u" -> undefines = Flags.parse(value);
                case "r" -> reads = Flags.parse(value);
                case "u0" -> value.chars().forEach(bit -> x87Undefines |= 1 << (bit - '0'));
                case "count" ->
                        count =
                                value.equals("imm")
                                        ? Form.Count.IMMEDIATE
                                        : Form.Count.valueOf(
                                                value.toUpperCase(java.util.Locale.ROOT));
                default -> throw new IllegalArgumentException(key + " in: " + line);
            }
        }

        private Form.Width parseWidth(String value) {
            return switch (value) {
                case "-" -> Form.Width.NONE;
                case "b" -> Form.Width.BYTE;
                case "v" -> Form.Width.ANY;
                case "y", "c" -> Form.Width.WIDE;
                case "q" -> Form.Width.STACK;
                case "b2" -> Form.Width.BYTE_TO_WIDE;
                case "p", "z" -> Form.Width.LEGACY;
                default -> throw new IllegalArgumentException("width in: " + line);
            };
        }

        private Form.Destination parseDestination(String value) {
            return switch (value) {
                case "-" -> Form.Destination.NONE;
                case "rm" -> Form.Destination.RM;
                case "reg" -> Form.Destination.REG;
                case "both" -> Form.Destination.BOTH;
                case "a" -> Form.Destination.ACCUMULATOR;
                default -> throw new IllegalArgumentException("destination in: " + line);
            };
        }

        private Form.Operand parseOperand(String value) {
            Form.Kind kind =
                    switch (value.charAt(0)) {
                        case 'g' -> Form.Kind.GENERAL;
                        case 'x' -> Form.Kind.XMM;
                        case 'm' -> Form.Kind.MMX;
                        case 's' -> Form.Kind.SEGMENT;
                        default -> throw new IllegalArgumentException("operand in: " + line);
                    };
            Form.Place place =
                    value.contains("R")
                            ? Form.Place.REGISTER
                            : value.contains("M") ? Form.Place.MEMORY : Form.Place.EITHER;
            String size = value.substring(1).replaceAll("[^0-9]", "");
            return new Form.Operand(
                    kind,
                    place,
                    size.isEmpty() ? 0 : Integer.parseInt(size),
                    value.endsWith("a") ? Form.Alignment.REQUIRED : Form.Alignment.FREE);
        }

        Form form() {
            return new Form(
                    family,
                    name,
                    opcode,
                    prefix,
                    width,
                    rm,
                    reg,
                    digit,
                    low,
                    immediate,
                    destination,
                    implicit,
                    defines,
                    undefines,
                    reads,
                    x87Undefines,
                    count,
                    modes,
                    options);
        }
    }
}
